/** The address of a new share link, which is shown once: copied with one press. */
import { copyButton } from "./desk.js";

class DeskShare extends HTMLElement {
  connectedCallback() {
    this.append(" ", copyButton(this.querySelector("output"), this.dataset));
  }
}

customElements.define("desk-share", DeskShare);
