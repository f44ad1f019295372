/** One toolbar for all prose fields: it stands over the one that was written in last. */
const PROSE = "textarea.prose";

class DeskTools extends HTMLElement {
  constructor() {
    super();
    this.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps its selection
    this.addEventListener("click", ({ target }) => this.act(target.closest("[data-do]")));
    this.addEventListener("keydown", (event) => this.walk(event));
    for (const name of ["pointerdown", "pointerup"]) {
      document.addEventListener(name, () => (this.isPressed = name === "pointerdown"), true);
    }
    for (const name of ["focusin", "selectionchange", "input"]) document.addEventListener(name, () => this.follow());
    addEventListener("load", () => this.follow(), { once: true });
  }

  follow() {
    const { activeElement: field } = document;
    if (!field?.matches(PROSE) || field.readOnly) return;
    this.join(field);
    this.show();
  }

  get buttons() {
    return [...this.querySelectorAll("button:not([hidden])")];
  }

  /** Take the place over a field; what one looks at stays where it is on the screen. */
  join(field) {
    const lang = field.form?.elements.language?.value ?? "";
    if (field.lang !== lang) field.lang = lang; // the spelling is the story's, not the desk's
    if (this.field === field && this.nextElementSibling === field) return;
    const before = field.getBoundingClientRect().top;
    this.field = field;
    this.setAttribute("aria-controls", field.id);
    for (const button of this.querySelectorAll("[data-only]")) {
      button.hidden = !button.dataset.only.split(" ").includes(field.name);
    }
    this.style.setProperty("--bar", `${document.querySelector(".desk-bar")?.offsetHeight ?? 0}px`);
    this.hidden = false;
    field.before(this);
    this.rove(this.buttons[0]);
    scrollBy({ top: field.getBoundingClientRect().top - before, behavior: "instant" });
    if (this.isPressed) document.addEventListener("pointerup", () => this.clear(), { once: true });
    else this.clear();
  }

  /** Where the top of the field is at the top of the screen, make room: no line may lie behind the tools. */
  clear() {
    const bars = [...document.querySelectorAll(".desk-bar, .desk-bar .steps")];
    const end = Math.max(0, ...bars.map((bar) => bar.getBoundingClientRect().bottom));
    const over = end + this.offsetHeight + 4 - this.field.getBoundingClientRect().top;
    if (over > 0) scrollBy({ top: -Math.min(over, this.offsetHeight + 4), behavior: "instant" });
  }

  act(button) {
    if (!button || !this.field?.isConnected) return;
    const detail = button.dataset.do;
    this.field.dispatchEvent(new CustomEvent("prose:do", { bubbles: true, detail }));
    this.rove(button);
  }

  /** Which buttons are on where the caret is. */
  show() {
    const detail = new Set();
    this.field.dispatchEvent(new CustomEvent("prose:state", { bubbles: true, detail }));
    for (const button of this.querySelectorAll("[aria-pressed]")) {
      button.setAttribute("aria-pressed", String(detail.has(button.dataset.do)));
    }
  }

  walk(event) {
    const { buttons } = this;
    const at = buttons.indexOf(event.target);
    const ahead = getComputedStyle(this).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = ahead === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const to = { [ahead]: at + 1, [back]: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") this.field.focus();
    if (to === undefined) return;
    event.preventDefault();
    const button = buttons.at(to % buttons.length);
    this.rove(button);
    button.focus();
  }

  /** One stop of the Tab key; the arrows go on from there. */
  rove(button) {
    for (const other of this.querySelectorAll("button")) other.tabIndex = other === button ? 0 : -1;
  }
}

customElements.define("desk-tools", DeskTools);
