/** The bookmark is dragged to the browser's bar; a click here would do nothing. */
class DeskBookmark extends HTMLElement {
  connectedCallback() {
    this.line = document.createElement("p");
    this.line.setAttribute("role", "status");
    this.append(this.line);
    this.addEventListener("click", (event) => {
      event.preventDefault();
      this.line.textContent = this.dataset.said;
    });
  }
}

customElements.define("desk-bookmark", DeskBookmark);
