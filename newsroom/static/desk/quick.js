/** The short form of a new story: its address is shown as it will be, to be copied for those who
    announce it. */
import { copyButton, element } from "./desk.js";

class DeskQuick extends HTMLElement {
  connectedCallback() {
    this.slug = this.querySelector("#id_slug");
    this.line = this.querySelector(".address");
    this.address = element("output");
    this.button = copyButton(this.address, this.dataset);
    this.line.append(`${this.dataset.address} `, this.address, " ", this.button);
    this.slug.addEventListener("input", () => this.show());
    this.show();
  }

  /** There from the beginning: a line that came later would move the button that one presses. */
  show() {
    this.line.hidden = false;
    this.button.disabled = this.slug.value === "";
    this.address.textContent = `${this.dataset.before}${this.slug.value || "…"}/`;
    this.button.textContent = this.dataset.copy;
  }
}

customElements.define("desk-quick", DeskQuick);
