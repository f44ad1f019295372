/** The picks of the front page: moved by buttons, keys and by their grips. What asks the
    server (find, add, look) does so without leaving the page; only Save saves. */
import { parse, post } from "./desk.js";
import { drag, grip } from "./rows.js";

class DeskFront extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.act(event));
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("submit", (event) => this.send(event));
    this.addEventListener("input", ({ target }) => target.closest(".pick, .ended + p") && this.change());
    this.addEventListener("pointerdown", (event) => this.take(event));
    addEventListener("beforeunload", (event) => this.isChanged && event.preventDefault());
    this.equip();
  }

  get rows() {
    return [...this.querySelectorAll(".pick")];
  }

  equip() {
    if (!this.querySelector("[name=save]")) return;
    for (const row of this.rows) row.append(grip(this.dataset.drag));
    if (this.isChanged) this.say();
  }

  act(event) {
    const button = event.target.closest(".moves button");
    if (!button) return;
    event.preventDefault();
    const row = button.closest(".pick");
    if (button.name === "remove") this.remove(row);
    else this.move(row, button.name === "up" ? -1 : 1);
  }

  press(event) {
    const row = event.target.closest(".pick");
    if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    this.move(row, event.key === "ArrowUp" ? -1 : 1);
  }

  /** The other row moves, so that this one keeps its focus. */
  move(row, by) {
    const held = document.activeElement;
    if (by < 0) row.previousElementSibling && row.after(row.previousElementSibling);
    else row.nextElementSibling && row.before(row.nextElementSibling);
    this.number();
    if (held?.disabled) row.querySelector(".moves button:not(:disabled)").focus();
    row.scrollIntoView({ block: "nearest" });
    this.change(`${this.dataset.moved} ${this.rows.indexOf(row) + 1}`);
  }

  remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.number();
    (next?.querySelector("[name=remove]") ?? this.querySelector("#id_q"))?.focus();
    this.change(this.dataset.removed);
  }

  /** The buttons name their rows by number for who has no script. */
  number() {
    const { rows } = this;
    rows.forEach((row, i) => {
      row.querySelector(".place").textContent = i + 1;
      for (const button of row.querySelectorAll(".moves button")) button.value = i;
      row.querySelector("[name=up]").disabled = i === 0;
      row.querySelector("[name=down]").disabled = i === rows.length - 1;
    });
  }

  change(words) {
    this.isChanged = true;
    this.say(words);
  }

  say(words = this.dataset.unsaved) {
    const line = this.querySelector(".unsaved");
    if (line) line.textContent = words;
  }

  async send(event) {
    const { target: form, submitter } = event;
    if (submitter?.name === "save") {
      this.isChanged = false;
      return;
    }
    event.preventDefault();
    const act = submitter?.name ?? "find";
    const answer = await post(form.action, new FormData(form, submitter));
    const made = parse((await answer?.text()) ?? "").querySelector("desk-front");
    if (!made) return this.say(this.dataset.failed);
    this.innerHTML = made.innerHTML;
    this.isChanged ||= act === "add";
    this.equip();
    const next = { find: "#id_q", add: ".pick:last-child [name=shown_from]", look: "#id_at" }[act];
    this.querySelector(next)?.focus();
  }

  take(event) {
    const row = event.target.closest(".grip")?.closest(".pick");
    if (!row) return;
    drag(row, event, {
      rows: () => this.rows,
      drop: () => {
        this.number();
        this.change(`${this.dataset.moved} ${this.rows.indexOf(row) + 1}`);
      },
    });
  }
}

customElements.define("desk-front", DeskFront);
