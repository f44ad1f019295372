/** Saving: no text is sent twice, into a lost session, or left behind; who else is here; and where two people wrote. */
import { ask, complain, element, isSignedOut, newKey, post, recall, remember, renewToken } from "./desk.js";

/** Tell all that whoever is here was signed "out", is back "in", or is somebody "other". */
function tellSession(detail) {
  document.dispatchEvent(new CustomEvent("desk:session", { detail }));
}

/** A form that isn't sent into a lost session, twice, or left behind with what was typed. Who extends it says what
    a change is, and what happens when the session is lost. */
class Foot extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.dirty = this.sure = this.sending = false;
    this.form.addEventListener("submit", (event) => this.check(event));
    addEventListener("beforeunload", (event) => {
      if (this.dirty) event.preventDefault();
    });
  }

  /** Whether the session is still there is asked first. */
  async check(event) {
    if (event.submitter?.formTarget) return;
    if (this.sure) {
      this.sure = this.dirty = false;
      this.leave();
      return;
    }
    event.preventDefault();
    if (this.sending) return;
    this.sending = true;
    const answer = await ask(this.dataset.ping);
    const said = await answer?.text().catch(() => null);
    if (isSignedOut(answer) || typeof said !== "string" || answer.status > 499) {
      this.release();
      if (isSignedOut(answer)) this.lose();
      else complain(this, this.dataset.offline);
      return;
    }
    renewToken(this.form);
    this.sure = true;
    this.submit(event.submitter, said);
    if (this.sure) this.release(); // a field kept it from being sent
    else setTimeout(() => this.release(), 15000); // or somebody stopped it
  }

  release() {
    this.sure = this.sending = false;
  }

  submit(submitter) {
    this.form.requestSubmit(submitter);
  }

  leave() {}
}

const copies = new WeakMap();

/** What a form would send as it came, whatever the browser or somebody has put into it since. */
function asItCame(form) {
  if (!copies.has(form)) {
    const copy = document.implementation.createHTMLDocument().importNode(form, true);
    copy.reset();
    copies.set(form, new FormData(copy));
  }
  return copies.get(form);
}

/** Names and values of the fields of each row, by what their names begin with: "keypoint_set-3-". */
function rowsOf(data) {
  const rows = new Map();
  for (const [name, value] of data) {
    const [, start, field] = name.match(/^(\w+-\d+-)(\w+)$/) ?? [];
    if (!start) continue;
    if (!rows.has(start)) rows.set(start, []);
    rows.get(start).push([field, value.name ?? value]);
  }
  return rows;
}

/** Saved rows that nobody has touched aren't sent but named: "number:key:uid:position". */
function leaveOut(data, came) {
  const before = rowsOf(came);
  const left = {};
  for (const [start, fields] of rowsOf(data)) {
    const { id, uid, position = "" } = Object.fromEntries(fields);
    if (!id || !uid || JSON.stringify(fields) !== JSON.stringify(before.get(start))) continue;
    for (const [field] of fields) data.delete(start + field);
    const [prefix, number] = start.split("-");
    left[prefix] = [...(left[prefix] ?? []), [number, id, uid, position].join(":")];
  }
  for (const [prefix, rows] of Object.entries(left)) data.set(`${prefix}-UNTOUCHED`, rows.join(" "));
}

const UNCHANGED = "unchanged"; // the newsroom's word for it
const PLACE = "place";
const LASTS = 60_000;

/** The bar of a draft's form; after a save one is where one was. */
class DeskSave extends Foot {
  connectedCallback() {
    super.connectedCallback();
    this.line = this.querySelector(".saved");
    asItCame(this.form);
    this.form.addEventListener("input", () => this.soil());
    this.form.addEventListener("focusin", ({ target }) => {
      if (!this.contains(target)) this.last = target;
    });
    addEventListener("pageshow", () => this.release());
    addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "s") {
        event.preventDefault();
        this.form.requestSubmit(this.querySelector("[name=_save]"));
      }
    });
    const refused = this.form.querySelector(".errornote");
    if (refused) this.soil();
    refused?.scrollIntoView({ block: "center" });
    addEventListener("load", () => this.return(), { once: true });
  }

  /** What is in the form isn't what was saved. */
  soil() {
    if (this.dirty) return;
    this.dirty = true;
    this.line.classList.remove("fresh");
    this.line.classList.add("changed");
    this.line.textContent = this.line.dataset.changed;
  }

  /** Where the draft is still as this page shows it, a save sends what changed. All others read the form before
      the browser does, whole. */
  submit(submitter, said) {
    const { form } = this;
    const sent = new AbortController();
    const { signal } = sent;
    const leave = ({ formData }) => leaveOut(formData, asItCame(form));
    const last = () => form.addEventListener("formdata", leave, { once: true, signal });
    if (said === UNCHANGED) addEventListener("submit", last, { once: true, signal });
    super.submit(submitter);
    sent.abort();
  }

  /** Leave a mark of where one writes. */
  leave() {
    const { id, selectionStart: from, selectionEnd: to } = this.last ?? {};
    const mark = { at: Date.now(), y: scrollY, id, from, to };
    remember(PLACE, mark, sessionStorage);
  }

  /** Go back there, if what was saved is what this page shows. */
  return() {
    const mark = recall(PLACE, sessionStorage);
    sessionStorage.removeItem(PLACE);
    if (!mark.at || Date.now() - mark.at > LASTS || !document.querySelector(".messagelist .success")) return;
    this.line.classList.add("fresh");
    const field = mark.id && document.getElementById(mark.id);
    if (field && this.form.contains(field)) {
      document.querySelector("desk-form")?.reveal?.(field);
      field.focus({ preventScroll: true });
      if (typeof mark.from === "number") field.setSelectionRange?.(mark.from, mark.to);
    }
    scrollTo({ top: mark.y, behavior: "instant" });
  }

  lose() {
    tellSession("out");
  }
}

customElements.define("desk-save", DeskSave);

/** The foot of a verb's form. */
class DeskVerb extends Foot {
  connectedCallback() {
    super.connectedCallback();
    this.dirty = "typed" in this.dataset;
    this.form.addEventListener("input", ({ target }) => {
      if (target.matches("textarea, [type=date]")) this.dirty = true;
    });
    if (this.dataset.later) this.follow(this.form.elements.at, this.form.elements.when);
  }

  /** The button says what it will do: a time that is filled in is chosen, and named. */
  follow(time, when) {
    const button = this.querySelector("input[type=submit]");
    if (!time || !button) return;
    const now = button.value;
    const say = () => {
      const isLater = time.value && (!when || when.value === "at");
      button.value = isLater ? this.dataset.later.replace("{at}", this.words(time.value)) : now;
    };
    time.addEventListener("input", () => {
      if (when) when.value = time.value ? "at" : "now";
    });
    this.form.addEventListener("input", say);
    say();
  }

  /** A typed moment, "2026-03-04T18:05", as the page's language writes it; today as its
      time, and another year than this one by its number. */
  words(typed) {
    const language = `${document.documentElement.lang}-u-hc-h23`;
    const { today } = this.dataset;
    const year = typed.split("-")[0] === today.split("-")[0] ? {} : { year: "numeric" };
    const day = typed.startsWith(today) ? {} : { day: "numeric", month: "long", ...year };
    const form = { ...day, hour: "2-digit", minute: "2-digit", timeZone: "UTC" };
    return new Date(`${typed}Z`).toLocaleString(language, form);
  }

  lose() {
    complain(this, this.dataset.signedOut);
  }
}

customElements.define("desk-verb", DeskVerb);

/** Says that one was signed out, or that somebody else has signed in, until that is over. */
class DeskSession extends HTMLElement {
  connectedCallback() {
    document.addEventListener("desk:session", ({ detail }) => {
      if (detail === "in" || detail === "back") this.over();
      else this.say(detail);
    });
  }

  say(state) {
    if (this.state === state && this.querySelector("a")) return;
    this.state = state;
    const link = { href: this.dataset.login, target: "_blank", rel: "noopener", textContent: this.dataset.signIn };
    this.replaceChildren(`${this.dataset[state]} `, element("a", link));
  }

  over() {
    this.replaceChildren();
    this.state = "";
    renewToken(this.closest("form"));
  }
}

customElements.define("desk-session", DeskSession);

/** Tells the newsroom that this window is here, and who else is. */
const EVERY = 15000;
const WRITING = 60000;
const WINDOW = "desk.window";
const RELOAD = 10000;

class DeskPresence extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.take();
    this.form.addEventListener("input", () => (this.typedAt = Date.now()));
    this.timer = setInterval(() => this.ping(), EVERY);
    addEventListener("focus", () => this.ping());
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", ({ persisted }) => persisted && this.take());
    document.addEventListener("visibilitychange", () => this.ping());
    this.ping();
  }

  /** A page that follows at once is the same window; a copy of this one finds no key to take. */
  take() {
    const [key, at] = sessionStorage.getItem(WINDOW)?.split(" ") ?? [];
    sessionStorage.removeItem(WINDOW);
    const { _window } = this.form.elements;
    _window.value ||= Date.now() - at < RELOAD ? key : newKey(16);
  }

  leave() {
    sessionStorage.setItem(WINDOW, `${this.form.elements._window.value} ${Date.now()}`);
    this.ping("leaving");
  }

  async ping(leaving) {
    if (!leaving && (document.hidden || Date.now() - this.asked < 1000)) return;
    this.asked = Date.now();
    const { _window, _writer, loaded_version: version, loaded_revision: revision } = this.form.elements;
    const typing = Date.now() - this.typedAt < WRITING ? "1" : "0";
    const body = new URLSearchParams({ _window: _window.value, _writer: _writer.value, typing });
    if (leaving) body.set("leaving", "1");
    if (version) body.set("version", version.value);
    if (revision) body.set("revision", revision.value);
    const answer = await post(this.dataset.address, body, { keepalive: Boolean(leaving) });
    if (leaving || !answer) return;
    const said = isSignedOut(answer) ? "out" : { 200: "in", 409: "other" }[answer.status];
    if (said) tellSession(said);
    if (said === "in") this.show((await answer.text()).trim());
  }

  /** Only what is new, so that it is read out once. */
  show(html) {
    if (html === this.shown) return;
    this.shown = html;
    this.innerHTML = html;
  }
}

customElements.define("desk-presence", DeskPresence);

/** Where two people wrote: what one chooses stands in the form at once. */
class DeskMerge extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.dataset.field);
    this.addEventListener("change", () => this.fill());
  }

  get text() {
    const parts = JSON.parse(this.dataset.parts).map((part) => {
      if (typeof part === "string") return part;
      const choice = this.querySelector(`[name="_take-${part.key}"]:checked`)?.value;
      return part[choice ?? "mine"];
    });
    return parts.filter(Boolean).join("\n\n");
  }

  fill() {
    const { field, text } = this;
    if (!field) return;
    this.querySelector("[name=_settled]").disabled = false; // the form has it: nothing is to be mixed again
    if (field.type === "checkbox") field.checked = Boolean(text);
    else if (field.localName === "select") this.choose(field, text);
    else field.value = text;
    document.querySelector("desk-form")?.reveal?.(field);
    for (const what of ["input", "change"]) field.dispatchEvent(new Event(what, { bubbles: true }));
  }

  /** A list that is filled while one searches may not have the choice yet. */
  choose(field, value) {
    if (![...field.options].some((option) => option.value === value)) {
      const name = this.querySelector(":checked").closest(".version")?.querySelector("p")?.textContent;
      field.add(new Option(name, value));
    }
    field.value = value;
  }
}

customElements.define("desk-merge", DeskMerge);

/** Keeps what is typed: in this browser at once, at the newsroom a second later. */
const AT_ONCE = 250;
const PAUSE = 1000;
const LONGEST = 5000;
const AGAIN = 5000;
const OUTLIVES_PAGE = 60000; // Browsers let no longer request go on after its page.
const MONTH = 30 * 24 * 3600 * 1000;
const COPIES = "desk.kept";

function browser() {
  try {
    localStorage["desk.browser"] ??= newKey(8);
    return localStorage["desk.browser"];
  } catch {
    return ""; // It keeps nothing.
  }
}

/** The newsroom's answer to a text in JSON. */
function hand(address, body, options) {
  return post(address, body, { headers: { "Content-Type": "application/json" }, ...options });
}

class DeskBuffer extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.name = `${COPIES}:${this.dataset.writer}:${this.dataset.tab}`;
    this.sequence = this.sent = Number(this.form.elements._sequence.value);
    this.line = element("span", { className: "unsaved-line" });
    this.append(this.line);
    this.first = this.last = "unsaved" in this.dataset ? null : this.text(asItCame(this.form));
    for (const what of ["input", "change", "click"]) this.form.addEventListener(what, () => this.touched());
    this.form.addEventListener("submit", () => this.send());
    addEventListener("pagehide", () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden && this.send());
    document.addEventListener("desk:session", ({ detail }) => detail === "in" && this.send());
    setInterval(() => this.touched(), LONGEST); // What scripts write into fields says nothing.
    addEventListener("load", () => this.first === null && this.form.dispatchEvent(new Event("input")));
    this.touched();
  }

  text(data = new FormData(this.form)) {
    const isOurs = (name) => /^(_|csrf)|__prefix__/.test(name);
    const pairs = [...data].filter(([name, value]) => typeof value === "string" && !isOurs(name));
    return JSON.stringify(pairs);
  }

  touched() {
    this.soon ??= setTimeout(() => this.take(), AT_ONCE);
  }

  /** Keep a copy in this browser, if the text is another than before. */
  take() {
    clearTimeout(this.soon);
    this.soon = null;
    const text = this.text();
    if (text === this.last) return;
    this.last = text;
    this.sequence += 1;
    this.form.elements._sequence.value = this.sequence;
    this.copied = this.copy(text === this.first ? "[]" : text);
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.send(), PAUSE);
    this.longest ??= setTimeout(() => this.send(), LONGEST);
  }

  copy(text) {
    const { writer, tab } = this.dataset;
    const owner = this.dataset.owner || this.form.elements.draft_id.value;
    const about = { writer: Number(writer), tab, owner, sequence: this.sequence, browser: browser() };
    about.grown_from = this.form.elements._kept.value;
    about.at = Date.now();
    about.address = this.dataset.address;
    this.body = `${JSON.stringify(about).slice(0, -1)},"data":${text}}`;
    try {
      if (text === "[]") localStorage.removeItem(this.name);
      else localStorage.setItem(this.name, this.body);
      return true;
    } catch {
      return false;
    }
  }

  async send() {
    this.take();
    clearTimeout(this.pause);
    clearTimeout(this.longest);
    this.longest = null;
    if (this.sending || this.sequence === this.sent) return;
    const { sequence, body } = this;
    this.sending = true;
    const answer = await hand(this.dataset.address, body, { keepalive: body.length < OUTLIVES_PAGE });
    const said = await answer?.json().catch(() => null);
    this.sending = false;
    if (said && answer.ok) this.sent = sequence;
    this.say(answer, said);
    if (this.sent !== this.sequence) this.pause = setTimeout(() => this.send(), answer?.ok ? PAUSE : AGAIN);
  }

  say(answer, said) {
    const { onlyHere, lost, full, files } = this.dataset;
    const isKept = Boolean(said && answer.ok);
    const words = [isKept ? said.words : (said?.words ?? "")];
    if (!isKept) words.push(this.copied ? onlyHere : lost);
    else if (!this.copied && !this.saidFull) words.push(((this.saidFull = true), full));
    const chosen = [...this.form.querySelectorAll("[type=file]")].some((field) => field.files.length);
    if (chosen) words.push(files);
    this.line.textContent = words.filter(Boolean).join(" ");
    this.line.classList.toggle("lost", !isKept && !this.copied);
    if (!isKept && !this.copied) this.line.setAttribute("role", "alert");
    else this.line.removeAttribute("role");
    if (isSignedOut(answer)) tellSession("out");
    else if (said?.state === "other") tellSession("other");
    else if (answer?.ok) tellSession("back");
  }
}

/** What was kept before: the copies of this browser are handed in, and the list shown. */
class DeskUnsaved extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".offers");
    this.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-discard]");
      if (button) this.discard(button);
    });
    this.mark();
    this.handIn();
  }

  get copies() {
    try {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(`${COPIES}:${this.dataset.writer}:`));
      return names.map((name) => [name, localStorage[name]]);
    } catch {
      return [];
    }
  }

  async handIn() {
    let more = false;
    for (const [name, body] of this.copies) {
      if (name.endsWith(this.dataset.tab || "-")) continue;
      const copy = JSON.parse(body);
      const answer = Date.now() - copy.at < MONTH && (await hand(copy.address, body));
      if (answer === null || isSignedOut(answer) || answer.status === 409) return;
      if (!answer || answer.ok) localStorage.removeItem(name);
      else this.show(copy);
      more ||= answer.ok && (await answer.json()).state === "kept";
    }
    if (more) await this.renew();
  }

  async renew() {
    const answer = await ask(this.dataset.list);
    if (!answer?.ok) return;
    this.list.innerHTML = await answer.text();
    this.mark();
  }

  /** Say of each text where it was typed. */
  mark() {
    const here = browser();
    for (const place of this.list.querySelectorAll(".where")) {
      place.textContent = place.dataset.browser === here ? place.dataset.here : place.dataset.elsewhere;
    }
    for (const button of this.list.querySelectorAll("[data-discard]")) button.hidden = false;
  }

  /** A text that the newsroom does not take can at least be copied. */
  show({ data }) {
    const text = data.map(([, value]) => value).filter((value) => /\s/.test(value)).join("\n\n");
    this.append(element("label", {}, this.dataset.onlyHere, element("textarea", { readOnly: true, value: text })));
  }

  async discard(button) {
    await post(button.dataset.discard, new URLSearchParams({ _discard: button.value }));
    await this.renew();
  }
}

customElements.define("desk-buffer", DeskBuffer);
customElements.define("desk-unsaved", DeskUnsaved);
