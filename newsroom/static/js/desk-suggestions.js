/** What could be linked in the text being typed: one click does it, another undoes it. */
const PAUSE = 4000;
const UNSEEN = 15000; // while another panel is shown
// Where words are linked, cited or placed already.
const TAKEN = /@?\[[^[\]\n]*\]\([^()\s]*\)|\[\^[^[\]\n]*\]|^[ \t]*::[a-z]+.*$|https?:\/\/\S+/gm;
const ROWS = { related: "relatedstory_set", questions: "storyquestion_set" };
const NAMED = "2"; // an entry that is only linked isn't yet what the story is about

class DeskSuggestions extends HTMLElement {
  connectedCallback() {
    this.form = document.querySelector("form#story_form, form#question_form");
    this.offered = this.querySelector("[data-offered]");
    this.line = this.querySelector("[data-done-line]");
    if (!this.form) return;
    this.addEventListener("submit", (event) => this.answer(event));
    this.line.addEventListener("click", ({ target }) => target.matches("button") && this.undo());
    this.form.addEventListener("input", () => this.soon());
    this.form.addEventListener("change", ({ target }) => target.matches("textarea, [type=text]") || this.soon());
    this.closest("desk-beside")?.addEventListener("panel:shown", () => this.stale && this.checkVisibility() && this.soon(200));
    this.soon(600);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  soon(pause = this.checkVisibility() ? PAUSE : UNSEEN) {
    this.stale = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.renew(), pause);
  }

  async renew() {
    this.asking?.abort();
    this.asking = new AbortController();
    this.stale = false;
    const answer = await this.post(this.dataset.address, sent(this.form), { signal: this.asking.signal });
    if (!answer?.ok) return;
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = this.offered.contains(document.activeElement) && document.activeElement.textContent;
    this.offered.replaceChildren(...[...made.body.children].map((part) => document.adoptNode(part)));
    const count = this.offered.firstElementChild?.dataset.offers;
    this.querySelector("[data-count]").textContent = count > 0 ? count : "";
    if (focused === false) return;
    const buttons = [...this.offered.querySelectorAll("button")];
    buttons.find(({ textContent }) => textContent === focused)?.focus();
  }

  async post(address, body, options = {}) {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (token) body.set("csrfmiddlewaretoken", token); // signing in changed it
    return fetch(address, { method: "POST", body, redirect: "manual", ...options }).catch(() => null);
  }

  answer(event) {
    event.preventDefault();
    const { target, submitter } = event;
    if (submitter?.name === "_dismiss") return this.dismiss(target, submitter);
    const { offer } = target.dataset;
    const done = offer === "name" ? this.link(target, submitter) : offer === "role" ? this.fill(target) : this.list(target);
    if (!done) return this.say(this.dataset.changed);
    this.undoing = done;
    this.say(`${this.dataset.done} ${submitter.textContent.trim()} `, this.dataset.undo);
    target.parentElement.remove();
    this.soon(PAUSE / 2);
  }

  async dismiss(form, button) {
    const options = { headers: { Accept: "text/plain" } };
    const answer = await this.post(form.action, sent(form, button), options);
    if (answer?.type !== "basic") return this.say(this.dataset[answer ? "signedOut" : "offline"]);
    this.say(await answer.text());
    if (answer.ok) form.parentElement.remove();
  }

  /** Make the first mention in its field a link, and list the entry with the story's own. */
  link(form, button) {
    const field = this.field(form.dataset);
    const at = field ? place(field.value, form.dataset.words, Number(form.dataset.start)) : -1;
    if (at < 0) return null;
    const { words } = form.dataset;
    const made = `@[${words.replace(/\s+/g, " ")}](${button.value})`;
    type(field, at, at + words.length, made);
    const row = this.entry(button);
    return () => {
      const now = field.value.indexOf(made);
      if (now >= 0) type(field, now, now + made.length, words);
      if (row) remove(row);
      return now >= 0;
    };
  }

  entry({ dataset: { pk, name, listed } }) {
    const row = listed === undefined && add(this.form, "storyentity_set");
    if (!row) return null;
    choose(input(row, "entity"), pk, name);
    set(input(row, "name"), name);
    set(input(row, "prominence"), NAMED);
    return row;
  }

  fill(form) {
    const field = this.field(form.dataset);
    if (!field) return null;
    const had = field.value;
    type(field, 0, had.length, form.dataset.value);
    return () => {
      if (field.value !== form.dataset.value) return false;
      type(field, 0, field.value.length, had);
      return true;
    };
  }

  /** Add a story or a question to those that the page leads to. */
  list(form) {
    const { offer, slug, title, pk } = form.dataset;
    const row = add(this.form, ROWS[offer]);
    if (!row) return null;
    if (offer === "questions") choose(input(row, "question"), pk, title);
    else set(input(row, "slug"), slug);
    set(input(row, offer === "questions" ? "title" : "label"), title);
    return () => remove(row);
  }

  undo() {
    const undone = this.undoing?.();
    this.undoing = null;
    this.say(undone ? this.dataset.undone : this.dataset.changed);
    this.soon(PAUSE / 2);
  }

  field({ uid, column, field }) {
    const bare = (text) => text.replaceAll("-", "");
    const marks = uid ? [...this.form.querySelectorAll("input[name$='-uid']")] : [];
    const row = marks.find(({ value }) => bare(value) === bare(uid));
    if (row) return this.form.elements[row.name.replace(/uid$/, column)] ?? null;
    return uid ? null : document.getElementById(field);
  }

  say(words, button = "") {
    this.line.textContent = words;
    if (!button) return;
    const undo = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: button });
    this.line.append(undo);
    undo.focus();
  }
}

/** Where the words stand unlinked: where the text was read, else at their first mention. */
function place(text, words, start) {
  const open = text.replace(TAKEN, (taken) => "\0".repeat(taken.length));
  if (open.startsWith(words, start)) return start;
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "u").exec(open)?.index ?? -1;
}

/** Put words in as if typed, so that the browser's own undo takes them out. */
function type(field, start, end, words) {
  field.dispatchEvent(new CustomEvent("desk:reveal", { bubbles: true }));
  for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  field.focus();
  field.setSelectionRange(start, end);
  if (document.execCommand("insertText", false, words)) return;
  field.setRangeText(words, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function input(row, name) {
  return row.querySelector(`[name$='-${name}']`);
}

function set(field, value) {
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function choose(select, value, label) {
  if (!select) return;
  select.append(new Option(label, value, true, true));
  window.django?.jQuery?.(select).trigger("change");
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function add(form, prefix) {
  const group = form.querySelector(`#${prefix}-group`);
  const before = group?.rows.length;
  group?.add();
  return group?.rows.length > before ? group.rows.at(-1) : null;
}

function remove(row) {
  const group = row.closest("desk-parts");
  row.remove();
  group?.rename();
  group?.changed();
  return Boolean(group);
}

/** What a form sends, in the shape that is quickest to read. */
function sent(form, submitter) {
  const fields = [...new FormData(form, submitter)].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(fields);
}

customElements.define("desk-suggestions", DeskSuggestions);
