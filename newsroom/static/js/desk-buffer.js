/** Keeps what is typed: in this browser at once, at the newsroom a second later. */
const AT_ONCE = 250;
const PAUSE = 1000;
const LONGEST = 5000;
const AGAIN = 5000;
const OUTLIVES_PAGE = 60000; // Browsers let no longer request go on after its page.
const MONTH = 30 * 24 * 3600 * 1000;
const COPIES = "desk.kept";

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
const tell = (detail) => document.dispatchEvent(new CustomEvent("desk:session", { detail }));

function browser() {
  try {
    const bytes = Array.from(crypto.getRandomValues(new Uint8Array(8)));
    localStorage["desk.browser"] ??= bytes.map((byte) => byte.toString(16)).join("");
    return localStorage["desk.browser"];
  } catch {
    return ""; // It keeps nothing.
  }
}

function post(address, body, options = {}) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
  return fetch(address, { method: "POST", body, headers, redirect: "manual", ...options }).catch(() => null);
}

class DeskBuffer extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.name = `${COPIES}:${this.dataset.writer}:${this.dataset.tab}`;
    this.sequence = this.sent = Number(this.form.elements._sequence.value);
    this.line = Object.assign(document.createElement("span"), { className: "kept-line" });
    this.append(this.line);
    this.first = this.last = "unsaved" in this.dataset ? null : this.untouched();
    for (const what of ["input", "change", "click"]) this.form.addEventListener(what, () => this.touched());
    this.form.addEventListener("submit", () => this.send());
    addEventListener("pagehide", () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden && this.send());
    document.addEventListener("desk:session", ({ detail }) => detail === "in" && this.send());
    setInterval(() => this.touched(), LONGEST); // What scripts write into fields says nothing.
    addEventListener("load", () => this.first === null && this.form.dispatchEvent(new Event("input")));
    this.touched();
  }

  /** The form as it came, whatever the browser has put into it since. */
  untouched() {
    const form = document.implementation.createHTMLDocument().importNode(this.form, true);
    form.reset();
    return this.text(form);
  }

  text(form = this.form) {
    const is_ours = (name) => /^(_|csrf)|__prefix__/.test(name);
    const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !is_ours(name));
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
    const answer = await post(this.dataset.address, body, { keepalive: body.length < OUTLIVES_PAGE });
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
    if (answer?.type === "opaqueredirect") tell("out");
    else if (said?.state === "other") tell("other");
    else if (answer?.ok) tell("back");
  }
}

/** What was kept before: the copies of this browser are handed in, and the list shown. */
class DeskKept extends HTMLElement {
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
      const answer = Date.now() - copy.at < MONTH && (await post(copy.address, body));
      if (answer === null || answer.type === "opaqueredirect" || answer.status === 409) return;
      if (!answer || answer.ok) localStorage.removeItem(name);
      else this.show(copy);
      more ||= answer.ok && (await answer.json()).state === "kept";
    }
    if (more) await this.renew();
  }

  async renew() {
    const answer = await fetch(this.dataset.list, { redirect: "manual" }).catch(() => null);
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
    const label = Object.assign(document.createElement("label"), { textContent: this.dataset.onlyHere });
    label.append(Object.assign(document.createElement("textarea"), { readOnly: true, value: text }));
    this.append(label);
  }

  async discard(button) {
    const body = new URLSearchParams({ _discard: button.value });
    const headers = { "X-CSRFToken": token() };
    await fetch(button.dataset.discard, { method: "POST", body, headers, redirect: "manual" }).catch(() => null);
    await this.renew();
  }
}

customElements.define("desk-buffer", DeskBuffer);
customElements.define("desk-kept", DeskKept);
