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
    const bare = (text) => text.replaceAll("-", "");
    const marks = [...this.form.querySelectorAll("input[name$='-uid']")];
    const row = marks.find(({ value }) => bare(value) === bare(uid))?.name.replace(/uid$/, "");
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
    if (!field) return this.note(link, this.dataset.nowhere);
    this.closest("[popover]:popover-open")?.hidePopover();
    field.dispatchEvent(new CustomEvent("desk:reveal", { bubbles: true }));
    for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    field.focus();
    field.scrollIntoView({ block: "center" });
    const quote = link.dataset.quote;
    const at = quote ? field.value.indexOf(quote.replaceAll("\r\n", "\n")) : -1;
    if (at >= 0) field.setSelectionRange(at, at + quote.length);
    else if (quote) this.note(link, this.dataset.gone);
  }

  note(link, words) {
    const said = Object.assign(document.createElement("span"), { className: "talk-note", textContent: words });
    said.setAttribute("role", "status");
    link.after(" ", said);
  }

  /** Remember the words that were selected last, and where. */
  choose(field) {
    const form = this.querySelector(".new-comment");
    if (!form || !field?.matches?.("textarea, input[type=text]") || field.form !== this.form) return;
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
    const line = document.createElement("p");
    line.className = "lock-line";
    line.id = `${field.id}_lock`;
    line.textContent = `${this.dataset.locked} ${field.dataset.lock} ${note.querySelector("small").textContent}`;
    field.before(line);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim());
  }

  /** Ask once, without standing in the way, whether a locked block shall change. */
  warn(field) {
    if (!field.dataset.lock || field.dataset.asked) return;
    field.dataset.asked = "1";
    const value = this.before?.target === field ? this.before.value : field.defaultValue;
    const line = document.createElement("p");
    line.className = "lock-asks";
    line.setAttribute("role", "alert");
    const answers = [
      [this.dataset.keep, () => {}],
      [this.dataset.undo, () => {
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        delete field.dataset.asked;
      }],
    ].map(([words, answer]) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: words });
      button.addEventListener("click", () => {
        answer();
        line.remove();
        field.focus();
      });
      return button;
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
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (token) body.set("csrfmiddlewaretoken", token); // signing in changed it
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
    this.sending = false;
    if (answer?.ok) this.show(await answer.text(), this.typed(form));
    else if (answer?.status === 422) this.refuse(form, new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild);
    else this.refuse(form, answer ? this.dataset.signedOut : this.dataset.offline);
  }

  show(html, begun) {
    this.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
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
    const line = document.createElement("div");
    line.className = "refused";
    if (typeof why === "string") line.setAttribute("role", "alert");
    line.append(why ?? "");
    form.prepend(line);
  }
}

customElements.define("desk-talk", DeskTalk);
