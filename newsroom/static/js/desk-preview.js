/** On wide screens: the public page beside the form, renewed while one types. */
const PAUSE = 900;

class DeskPreview extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "button quiet",
      textContent: this.dataset.label,
    });
    this.button.setAttribute("aria-pressed", "false");
    this.append(this.button);
    this.button.addEventListener("click", () => this.toggle());
    this.form.addEventListener("input", () => {
      clearTimeout(this.timer);
      if (this.frame) this.timer = setTimeout(() => this.renew(), PAUSE);
    });
  }

  toggle() {
    const show = !this.frame;
    this.button.setAttribute("aria-pressed", String(show));
    document.body.classList.toggle("beside", show);
    if (!show) {
      this.frame.remove();
      this.frame = null;
      return;
    }
    this.frame = Object.assign(document.createElement("iframe"), {
      className: "desk-frame",
      title: this.dataset.title,
      src: this.dataset.address,
    });
    this.frame.addEventListener("load", () => this.renew(), { once: true });
    document.getElementById("main").append(this.frame);
  }

  /** Swap the body alone: the place in the page and the browser's history stay. */
  async renew() {
    const body = new FormData(this.form);
    const answer = await fetch(this.dataset.address, { method: "POST", body }).catch(() => null);
    if (!answer?.ok || !this.frame?.contentDocument) return;
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    const inside = this.frame.contentDocument;
    inside.body.replaceWith(inside.adoptNode(made.body));
  }
}

customElements.define("desk-preview", DeskPreview);
