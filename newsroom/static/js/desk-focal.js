/** The focal point of a picture: clicked, or moved with the arrow keys. Two number fields stay the truth. */
class DeskFocal extends HTMLElement {
  connectedCallback() {
    this.x = document.getElementById(this.dataset.x);
    this.y = document.getElementById(this.dataset.y);
    this.picture = this.querySelector("img");
    if (!this.x || !this.y || !this.picture || this.mark) return;
    this.mark = document.createElement("span");
    this.mark.className = "focal-mark";
    this.mark.tabIndex = 0;
    for (const [name, value] of [["role", "slider"], ["aria-label", this.dataset.label], ["aria-valuemin", 0], ["aria-valuemax", 100]])
      this.mark.setAttribute(name, value);
    this.frame = document.createElement("span");
    this.frame.className = "focal-frame";
    this.picture.before(this.frame);
    this.frame.append(this.picture, this.mark);
    this.picture.addEventListener("click", (event) => this.point(event));
    this.mark.addEventListener("keydown", (event) => this.step(event));
    for (const field of [this.x, this.y]) field.addEventListener("input", () => this.show());
    this.show();
  }

  get at() {
    return [this.x, this.y].map(({ value }) => Math.min(100, Math.max(0, Number(value) || 0)));
  }

  point({ offsetX, offsetY }) {
    this.set(Math.round((100 * offsetX) / this.picture.clientWidth), Math.round((100 * offsetY) / this.picture.clientHeight));
    this.mark.focus();
  }

  step(event) {
    const [x, y] = this.at;
    const size = event.shiftKey ? 10 : 1;
    const moves = { ArrowLeft: [-size, 0], ArrowRight: [size, 0], ArrowUp: [0, -size], ArrowDown: [0, size] };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    this.set(x + move[0], y + move[1]);
  }

  set(x, y) {
    [[this.x, x], [this.y, y]].forEach(([field, value]) => {
      field.value = Math.min(100, Math.max(0, value));
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  show() {
    const [x, y] = this.at;
    this.mark.style.insetInlineStart = `${x}%`;
    this.mark.style.insetBlockStart = `${y}%`;
    this.mark.setAttribute("aria-valuenow", x);
    this.mark.setAttribute("aria-valuetext", this.dataset.says.replace("{x}", x).replace("{y}", y));
  }
}

customElements.define("desk-focal", DeskFocal);
