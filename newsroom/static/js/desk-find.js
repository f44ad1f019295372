/** The desk's search: `/` goes to it, results come while one types, arrows walk them. */
const PAUSE = 180;

class DeskFind extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.list = Object.assign(document.createElement("div"), { className: "desk-hits", hidden: true });
    this.said = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    this.said.setAttribute("role", "status");
    this.append(this.list, this.said);
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), PAUSE);
    });
    this.addEventListener("keydown", (event) => this.walk(event));
    this.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.contains(relatedTarget)) this.list.hidden = true;
    });
    document.addEventListener("keydown", (event) => this.come(event));
  }

  come(event) {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.defaultPrevented || this.isOff()) return;
    event.preventDefault();
    this.input.focus();
    this.input.select();
  }

  /** Shortcuts of one key can be turned off, on the sheet that lists them. */
  isOff() {
    try {
      return localStorage.getItem("desk-shortcuts") === "off";
    } catch {
      return false;
    }
  }

  async look() {
    const asked = this.input.value.trim();
    this.asked = asked;
    if (!asked) {
      this.list.hidden = true;
      return;
    }
    const address = `${this.input.form.action}?part=1&q=${encodeURIComponent(asked)}`;
    const answer = await fetch(address, { redirect: "error" }).catch(() => null);
    if (!answer?.ok || this.asked !== asked) return;
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.list.replaceChildren(...made.body.childNodes);
    this.list.hidden = !this.contains(document.activeElement);
    const count = this.links.length;
    this.said.textContent = count ? `${count} ${this.dataset.some}` : this.dataset.none;
  }

  get links() {
    return [...this.list.querySelectorAll("a")];
  }

  walk(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.list.hidden = true;
      this.input.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || this.list.hidden) return;
    event.preventDefault();
    const stops = [this.input, ...this.links];
    const at = stops.indexOf(document.activeElement);
    stops[(at + step + stops.length) % stops.length].focus();
  }
}

customElements.define("desk-find", DeskFind);
