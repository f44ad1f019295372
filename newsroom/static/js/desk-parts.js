/** The parts of one kind: buttons move a part up or down and write the positions. */
class DeskParts extends HTMLElement {
  connectedCallback() {
    this.said = document.createElement("p");
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    this.append(this.said);
    this.rows.forEach((row) => this.equip(row));
    this.addEventListener("formset:added", ({ target }) => {
      this.equip(target);
      this.mark(target);
      target.querySelector("textarea, input:not([type=hidden], [name$=position])")?.focus();
    });
    this.addEventListener("click", ({ target }) => {
      const step = target.closest("[data-step]");
      if (step) this.move(step.closest(".part"), step);
    });
  }

  get rows() {
    return [...this.querySelectorAll(".part:not(.empty-form)")];
  }

  position(row) {
    return row.querySelector("[name$='-position']");
  }

  equip(row) {
    if (!this.position(row) || row.querySelector("[data-step]")) return;
    const name = row.getAttribute("aria-label");
    const buttons = [["up", "↑"], ["down", "↓"]].map(([step, sign]) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign });
      button.dataset.step = step;
      button.setAttribute("aria-label", `${this.dataset[step]}: ${name}`);
      return button;
    });
    row.querySelector(".tools").prepend(...buttons);
  }

  /** A new part is known by its mark, so that a form sent twice makes it once. */
  mark(row) {
    const field = row.querySelector("[name$='-uid']");
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    if (field) field.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  move(row, button) {
    const rows = this.rows;
    const other = rows[rows.indexOf(row) + (button.dataset.step === "up" ? -1 : 1)];
    if (!other) return;
    if (button.dataset.step === "up") other.before(row);
    else other.after(row);
    this.number();
    button.focus();
    this.said.textContent = `${this.dataset.moved} ${this.rows.indexOf(row) + 1}`;
  }

  /** Give the positions there are in the new order; number anew where they repeat. */
  number() {
    const fields = this.rows.map((row) => this.position(row));
    const had = fields.map(({ value }) => (value === "" ? NaN : Number(value))).sort((a, b) => a - b);
    const distinct = had.every((value, i) => !Number.isNaN(value) && (i === 0 || value > had[i - 1]));
    fields.forEach((field, i) => {
      field.value = distinct ? had[i] : i + 1;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}

customElements.define("desk-parts", DeskParts);
