/** What the newsroom says of the text being typed: what the checks find in it, and what could be linked. */
import { Pause, button, complain, element, fieldAt, fieldOf, parse, post, remark, reveal, rowName, sent, set, write } from "./desk.js";

/** Where words stand on their own in a text, or -1. */
function placeOf(words, text) {
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "u").exec(text)?.index ?? -1;
}

/** The checks: asked anew after each pause, and each leads to its words. */
class DeskChecks extends HTMLElement {
  connectedCallback() {
    this.form = document.querySelector("form#story_form, form#question_form");
    this.found = this.querySelector("[data-found]");
    this.pause = new Pause(() => this.check(), 1500);
    this.said ??= this.querySelector("[data-said]");
    this.closest("desk-beside")?.after(this.said); // heard while another panel is shown
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("submit", (event) => this.send(event));
    if (!this.form) return;
    this.querySelectorAll("[data-needs-script]").forEach((part) => (part.hidden = false));
    this.form.addEventListener("input", () => this.soon());
    this.form.addEventListener("change", ({ target }) => target.matches("textarea, [type=text]") || this.soon());
    for (const event of ["formset:added", "formset:removed"]) document.addEventListener(event, () => this.soon());
    this.soon(0);
  }

  disconnectedCallback() {
    this.pause.stop();
    this.asking?.abort();
  }

  soon(length) {
    this.pause.begin(length);
  }

  async check() {
    if (document.activeElement.matches("[data-found] input")) return this.soon(); // a reason is being typed
    this.asking?.abort();
    this.asking = new AbortController();
    const answer = await post(this.dataset.address, sent(this.form), { signal: this.asking.signal });
    if (answer === undefined) return;
    if (!answer?.ok) return this.say(answer ? this.dataset.signedOut : this.dataset.offline);
    this.show([...parse(await answer.text()).body.children]);
  }

  show(parts) {
    const open = [...this.found.querySelectorAll(":scope > div > details[open]")].map(({ className }) => className);
    const focused = this.found.contains(document.activeElement) && document.activeElement.dataset.words;
    const before = this.count;
    this.found.replaceChildren(...parts.map((part) => document.adoptNode(part)));
    for (const name of open) this.found.querySelector(`details.${name}`)?.setAttribute("open", "");
    if (focused !== false) [...this.links].find(({ dataset }) => dataset.words === focused)?.focus();
    this.tell(before !== this.count);
  }

  get count() {
    return this.found.firstElementChild?.dataset.checked ?? "";
  }

  get links() {
    return this.found.querySelectorAll("a[data-jump]");
  }

  /** Say what changed, and how much there is in each field to whoever wants to know. */
  tell(aloud) {
    this.querySelector("[data-count]").textContent = this.count;
    const { mustCount: must = "0", lookCount: look = "0" } = this.found.firstElementChild?.dataset ?? {};
    const counted = [[this.dataset.must, must], [this.dataset.look, look]].filter(([, count]) => count !== "0");
    if (aloud) this.say(counted.map(([words, count]) => `${words} ${count}`).join(" · ") || this.dataset.clear);
    const fields = {};
    for (const link of this.links) {
      if (link.closest(".silenced")) continue;
      const id = this.field(link)?.id ?? link.hash.slice(1);
      fields[id] ??= { must: 0, look: 0 };
      fields[id][link.closest(".must") ? "must" : "look"] += 1;
    }
    const found = [...this.links].map((link) => this.field(link));
    for (const line of this.form.querySelectorAll(".part > .unfinished"))
      line.hidden = !found.some((field) => line.parentElement.contains(field));
    const detail = { must: Number(must), look: Number(look), fields };
    this.dispatchEvent(new CustomEvent("desk:checks", { bubbles: true, detail }));
  }

  say(words) {
    this.said.textContent = words;
  }

  clicked(event) {
    if (event.target.closest("[data-again]")) this.check();
    const link = event.target.closest("a[data-jump]");
    if (!link || !this.form) return;
    event.preventDefault();
    this.jump(link);
  }

  /** The input of a place. */
  field({ dataset, hash }) {
    return fieldAt(this.form, dataset, hash.slice(1));
  }

  jump(link) {
    const field = this.field(link);
    link.parentElement.querySelector(".jump-note")?.remove();
    if (!field) return remark(link, "jump-note", this.dataset.nowhere);
    reveal(field);
    this.closest(":popover-open")?.hidePopover();
    const inside = [...field.querySelectorAll("summary, button, textarea")];
    (inside.find((part) => part.checkVisibility()) ?? field).focus();
    field.scrollIntoView({ block: "center" });
    if (link.dataset.words && field.setSelectionRange) this.select(field, link);
  }

  select(field, link) {
    const { words } = link.dataset;
    const whole = placeOf(words, field.value);
    const at = whole < 0 ? field.value.indexOf(words) : whole;
    if (at < 0) return remark(link, "jump-note", this.dataset.gone);
    field.setSelectionRange(at, at + words.length);
  }

  /** Silence one, or let it be heard again, without leaving what isn't saved. */
  async send(event) {
    event.preventDefault();
    const { target, submitter } = event;
    const options = { headers: { Accept: "text/plain" } };
    const answer = await post(target.action, sent(target, submitter), options);
    const words = answer?.type === "basic" ? await answer.text() : this.dataset[answer ? "signedOut" : "offline"];
    if (!answer?.ok) return complain(target, words);
    document.activeElement.blur();
    await this.check();
    this.say(words);
    this.querySelector("[data-again]").focus();
  }
}

customElements.define("desk-checks", DeskChecks);

/* Suggestions: one click does it, another undoes it. */

const SEEN = 4000;
const UNSEEN = 15000; // while another panel is shown
// Where words are linked, cited or placed already.
const TAKEN = /@?\[[^[\]\n]*\]\([^()\s]*\)|\[\^[^[\]\n]*\]|^[ \t]*::[a-z]+.*$|https?:\/\/\S+/gm;
const ROWS = { related: "relatedstory_set", questions: "storyquestion_set" };
const NAMED = "2"; // an entry that is only linked isn't yet what the story is about

class DeskSuggestions extends HTMLElement {
  connectedCallback() {
    this.pause = new Pause(() => this.renew());
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
    this.pause.stop();
  }

  soon(length = this.checkVisibility() ? SEEN : UNSEEN) {
    this.stale = true;
    this.pause.begin(length);
  }

  async renew() {
    this.asking?.abort();
    this.asking = new AbortController();
    this.stale = false;
    const answer = await post(this.dataset.address, sent(this.form), { signal: this.asking.signal });
    if (!answer?.ok) return;
    const made = parse(await answer.text());
    const focused = this.offered.contains(document.activeElement) && document.activeElement.textContent;
    this.offered.replaceChildren(...[...made.body.children].map((part) => document.adoptNode(part)));
    const count = this.offered.firstElementChild?.dataset.offers;
    this.querySelector("[data-count]").textContent = count > 0 ? count : "";
    if (focused === false) return;
    const buttons = [...this.offered.querySelectorAll("button")];
    buttons.find(({ textContent }) => textContent === focused)?.focus();
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
    this.soon(SEEN / 2);
  }

  async dismiss(form, button) {
    const options = { headers: { Accept: "text/plain" } };
    const answer = await post(form.action, sent(form, button), options);
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
    choose(fieldOf(row, "entity"), pk, name);
    set(fieldOf(row, "name"), name);
    set(fieldOf(row, "prominence"), NAMED);
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
    if (offer === "questions") choose(fieldOf(row, "question"), pk, title);
    else set(fieldOf(row, "slug"), slug);
    set(fieldOf(row, offer === "questions" ? "title" : "label"), title);
    return () => remove(row);
  }

  undo() {
    const undone = this.undoing?.();
    this.undoing = null;
    this.say(undone ? this.dataset.undone : this.dataset.changed);
    this.soon(SEEN / 2);
  }

  field(data) {
    return fieldAt(this.form, data, data.field);
  }

  say(words, back = "") {
    this.line.textContent = words;
    if (!back) return;
    const undo = button(back, null, { className: "button quiet" });
    this.line.append(undo);
    undo.focus();
  }
}

/** Where the words stand unlinked: where the text was read, else at their first mention. */
function place(text, words, start) {
  const open = text.replace(TAKEN, (taken) => "\0".repeat(taken.length));
  if (open.startsWith(words, start)) return start;
  return placeOf(words, open);
}

/** Put words in as if typed, so that the browser's own undo takes them out. */
function type(field, from, to, text) {
  reveal(field);
  write(field, { from, to, text });
}

function choose(select, value, label) {
  if (!select) return;
  select.append(new Option(label, value, true, true));
  set(select, value);
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

customElements.define("desk-suggestions", DeskSuggestions);

/** Talk about a text: sent in the background, so that nothing unsaved is left; a comment
 *  finds its words in the form, and a lock note asks before its block is changed. */
class DeskTalk extends HTMLElement {
  connectedCallback() {
    this.form = document.getElementById(`${this.ownerKind}_form`);
    this.equip();
    this.addEventListener("submit", (event) => this.send(event));
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("input", () => (this.dirty = true));
    addEventListener("beforeunload", (event) => {
      if (this.dirty && this.typed().length) event.preventDefault();
    });
    if (!this.form) return;
    document.addEventListener("selectionchange", () => this.choose(document.activeElement));
    this.form.addEventListener("select", ({ target }) => this.choose(target));
    this.form.addEventListener("focusin", ({ target }) => (this.before = { target, value: target.value }));
    this.form.addEventListener("input", ({ target }) => this.warn(target));
  }

  get ownerKind() {
    return location.pathname.match(/\/(story|question)\//)?.[1];
  }

  /** After each change of what is shown: forms that need a script, notes at their fields. */
  equip() {
    this.querySelectorAll("[data-needs-script]").forEach((part) => (part.hidden = false));
    if (this.form) this.querySelectorAll("[data-lock]").forEach((note) => this.mark(note));
  }

  /** The inputs of a place: by its own name, or in the row that has the part's mark. */
  fields({ uid, column }) {
    if (!uid) return [this.form.elements[column]].filter(Boolean);
    const row = rowName(this.form, uid);
    if (!row) return [];
    if (column) return [this.form.elements[`${row}${column}`]].filter(Boolean);
    return [...this.form.elements].filter((field) => field.name.startsWith(row) && field.matches("textarea, input[type=text]"));
  }

  clicked(event) {
    const link = event.target.closest("[data-jump]");
    if (link && this.form) {
      event.preventDefault();
      this.jump(link);
    }
    if (event.target.closest("[data-unchoose]")) this.unchoose();
  }

  jump(link) {
    const [field] = this.fields(link.dataset);
    link.parentElement.querySelector(".talk-note")?.remove();
    if (!field) return remark(link, "talk-note", this.dataset.nowhere);
    this.closest("[popover]:popover-open")?.hidePopover();
    reveal(field);
    field.focus();
    field.scrollIntoView({ block: "center" });
    const quote = link.dataset.quote;
    const at = quote ? field.value.indexOf(quote.replaceAll("\r\n", "\n")) : -1;
    if (at >= 0) field.setSelectionRange(at, at + quote.length);
    else if (quote) remark(link, "talk-note", this.dataset.gone);
  }

  /** Remember the words that were selected last, and where. */
  choose(field) {
    const form = this.querySelector(".new-comment");
    if (!form || !field?.matches?.("textarea[name], input[type=text][name]") || field.form !== this.form) return;
    const words = field.value.slice(field.selectionStart, field.selectionEnd).trim();
    if (words.length > 1000) return;
    if (!words) return form.elements.body.value ? undefined : this.fill(form, "", "", "");
    const row = field.name.match(/^(.+-\d+)-/)?.[1];
    this.fill(form, words, field.name, row ? this.form.elements[`${row}-uid`]?.value ?? "" : "");
  }

  unchoose() {
    const form = this.querySelector(".new-comment");
    this.fill(form, "", "", "");
    form.elements.body.focus();
  }

  fill(form, quote, input, uid) {
    Object.entries({ quote, input, uid }).forEach(([name, value]) => (form.elements[name].value = value));
    const chosen = form.querySelector("[data-chosen]");
    chosen.hidden = !quote;
    chosen.querySelector("q").textContent = quote.length > 120 ? `${quote.slice(0, 120)}…` : quote;
  }

  /** Say at a field what its lock note says. */
  mark(note) {
    this.fields(note.dataset).filter((field) => !field.dataset.lock).forEach((field) => this.markField(field, note));
  }

  markField(field, note) {
    field.dataset.lock = note.querySelector("q").textContent;
    const textContent = `${this.dataset.locked} ${field.dataset.lock} ${note.querySelector("small").textContent}`;
    const line = element("p", { id: `${field.id}_lock`, className: "lock-line", textContent });
    field.before(line);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim());
  }

  /** Ask once, without standing in the way, whether a locked block shall change. */
  warn(field) {
    if (!field.dataset.lock || field.dataset.asked) return;
    field.dataset.asked = "1";
    const value = this.before?.target === field ? this.before.value : field.defaultValue;
    const line = element("p", { role: "alert", className: "lock-asks" });
    const answers = [
      [this.dataset.keep, () => {}],
      [this.dataset.undo, () => {
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        delete field.dataset.asked;
      }],
    ].map(([words, answer]) => {
      const act = () => {
        answer();
        line.remove();
        field.focus();
      };
      return button(words, act, { className: "button quiet" });
    });
    line.append(this.dataset.asks, " ", ...answers);
    field.after(line);
  }

  /** Texts that were begun and not sent: [form's address, input's name, text]. */
  typed(but) {
    const texts = [...this.querySelectorAll("form textarea")].filter((text) => text.form !== but);
    return texts
      .filter((text) => text.value !== text.defaultValue)
      .map((text) => [text.form.getAttribute("action"), text.name, text.value]);
  }

  async send(event) {
    event.preventDefault();
    const form = event.target;
    if (this.sending) return;
    this.sending = true;
    const body = new FormData(form);
    body.set("_part", this.dataset.part);
    const answer = await post(form.action, body);
    this.sending = false;
    if (answer?.ok) this.show(await answer.text(), this.typed(form));
    else if (answer?.status === 422) this.refuse(form, parse(await answer.text()).body.firstElementChild);
    else this.refuse(form, answer ? this.dataset.signedOut : this.dataset.offline);
  }

  show(html, begun) {
    this.replaceChildren(...parse(html).body.childNodes);
    this.equip();
    for (const [action, name, value] of begun) {
      const text = this.querySelector(`form[action="${action}"]`)?.elements[name];
      if (!text) continue;
      text.value = value;
      const around = text.closest("details");
      if (around) around.open = true;
    }
    this.querySelector("[data-said]")?.focus();
  }

  refuse(form, why) {
    form.querySelector(".refused")?.remove();
    const line = element("div", { className: "refused" });
    if (typeof why === "string") line.setAttribute("role", "alert");
    line.append(why ?? "");
    form.prepend(line);
  }
}

customElements.define("desk-talk", DeskTalk);
