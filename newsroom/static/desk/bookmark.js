/** The bookmark is dragged to the browser's bar; a click here would do nothing. */
import { element } from "./desk.js";

class DeskBookmark extends HTMLElement {
  connectedCallback() {
    this.line = element("p", { role: "status" });
    this.append(this.line);
    this.addEventListener("click", (event) => {
      event.preventDefault();
      this.line.textContent = this.dataset.said;
    });
  }
}

customElements.define("desk-bookmark", DeskBookmark);
