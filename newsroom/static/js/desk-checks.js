/** The checks of what is being typed: asked anew after each pause, and each leads to its words. */
const PAUSE = 1500;

class DeskChecks extends HTMLElement {
  connectedCallback() {
    this.form = document.querySelector("form#story_form, form#question_form");
    this.found = this.querySelector("[data-found]");
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
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  soon(pause = PAUSE) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), pause);
  }

  async check() {
    if (document.activeElement.matches("[data-found] input")) return this.soon(); // a reason is being typed
    this.asking?.abort();
    this.asking = new AbortController();
    const answer = await this.post(this.dataset.address, sent(this.form), { signal: this.asking.signal });
    if (answer === undefined) return;
    if (!answer?.ok) return this.say(answer ? this.dataset.signedOut : this.dataset.offline);
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.show([...made.body.children]);
  }

  /** The answer; null if nobody answered, undefined if a newer question was asked. */
  async post(address, body, options = {}) {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (token) body.set("csrfmiddlewaretoken", token); // signing in changed it
    const asked = { method: "POST", body, redirect: "manual", ...options };
    return fetch(address, asked).catch((fault) => (fault.name === "AbortError" ? undefined : null));
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

  /** The input of a place: in the row that has the part's mark, or by its id. */
  field({ dataset: { uid, column }, hash }) {
    const bare = (text) => text.replaceAll("-", "");
    const marks = uid ? [...this.form.querySelectorAll("input[name$='-uid']")] : [];
    const row = marks.find(({ value }) => bare(value) === bare(uid));
    if (row) return this.form.elements[row.name.replace(/uid$/, column)] ?? null;
    return uid ? null : document.getElementById(hash.slice(1));
  }

  jump(link) {
    const field = this.field(link);
    link.parentElement.querySelector(".jump-note")?.remove();
    if (!field) return this.note(link, this.dataset.nowhere);
    field.dispatchEvent(new CustomEvent("desk:reveal", { bubbles: true }));
    for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    this.closest(":popover-open")?.hidePopover();
    const inside = [...field.querySelectorAll("summary, button, textarea")];
    (inside.find((part) => part.checkVisibility()) ?? field).focus();
    field.scrollIntoView({ block: "center" });
    if (link.dataset.words && field.setSelectionRange) this.select(field, link);
  }

  select(field, link) {
    const words = link.dataset.words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const whole = new RegExp(`(?<![\\p{L}\\p{N}])${words}(?![\\p{L}\\p{N}])`, "u").exec(field.value);
    const at = whole?.index ?? field.value.indexOf(link.dataset.words);
    if (at < 0) return this.note(link, this.dataset.gone);
    field.setSelectionRange(at, at + link.dataset.words.length);
  }

  note(link, words) {
    const said = Object.assign(document.createElement("span"), { className: "jump-note", textContent: words });
    said.setAttribute("role", "status");
    link.after(" ", said);
  }

  /** Silence one, or let it be heard again, without leaving what isn't saved. */
  async send(event) {
    event.preventDefault();
    const { target, submitter } = event;
    const options = { headers: { Accept: "text/plain" } };
    const answer = await this.post(target.action, sent(target, submitter), options);
    const words = answer?.type === "basic" ? await answer.text() : this.dataset[answer ? "signedOut" : "offline"];
    if (!answer?.ok) return this.refuse(target, words);
    document.activeElement.blur();
    await this.check();
    this.say(words);
    this.querySelector("[data-again]").focus();
  }

  refuse(form, words) {
    const line = form.querySelector("[role=alert]") ?? document.createElement("p");
    line.setAttribute("role", "alert");
    line.textContent = words;
    form.append(line);
  }
}

/** What a form sends, in the shape that is quickest to read. */
function sent(form, submitter) {
  const fields = [...new FormData(form, submitter)].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(fields);
}

customElements.define("desk-checks", DeskChecks);
