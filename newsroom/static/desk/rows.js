/** The parts of one kind: added, moved, copied, removed and put back.
    What is sent are the fields: each part's position, its mark, its tick to be deleted. */
import { button, element, fieldOf, newKey } from "./desk.js";

const FIRST = "textarea, input:not([type=hidden], [name$=-position], [name$=-DELETE]), select";

class DeskParts extends HTMLElement {
  connectedCallback() {
    this.texts = document.getElementById("part-words").dataset;
    this.template = this.querySelector(":scope > template");
    this.total = this.querySelector("[name$=-TOTAL_FORMS]");
    this.said = element("p", { className: "visually-hidden", role: "status" });
    this.append(this.said);
    for (const row of this.inOrder()) this.equip(row);
    this.rename();
    this.addEventListener("click", (event) => this.act(event));
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("pointerdown", (event) => this.take(event));
    this.addEventListener("toggle", ({ target }) => target.matches(".more[open]") && this.fill(target), true);
    this.addEventListener("change", ({ target }) => {
      if (target.matches("[name$=-DELETE]")) this.strike(target.closest(".part"));
    });
    const adds = this.querySelector(".addlink");
    if (adds) adds.hidden = false;
    adds?.addEventListener("click", () => this.add());
    this.all = button("", () => this.openAll(), { className: "all-parts" });
    this.prepend(this.all);
    this.addEventListener("toggle", () => this.nameAll(), true);
    this.nameAll();
  }

  get rows() {
    return [...this.querySelectorAll(":scope > .part")];
  }

  get kept() {
    return this.rows.filter((row) => !row.matches(".gone"));
  }

  /** The rows by their positions, as they would be saved: a form comes back unsorted. */
  inOrder() {
    const { rows } = this;
    const place = (row) => (position(row)?.value === "" ? Infinity : Number(position(row)?.value));
    const sorted = [...rows].sort((a, b) => place(a) - place(b) || 0);
    if (position(rows[0]) && sorted.some((row, i) => row !== rows[i])) rows[0].before(...sorted);
    return sorted;
  }

  /* What stands beside each row. */

  equip(row) {
    const tools = row.querySelector(":scope > .tools");
    if (!this.template) return;
    if (position(row)) {
      tools.append(grip(this.texts.drag), this.button("up", "↑"), this.button("down", "↓"));
      const here = this.button("above", "+", "insert");
      here.title = this.texts.here;
      tools.append(here);
    }
    tools.append(element("details", { className: "more" }, element("summary", { textContent: "⋯" }), element("ul")));
    if (row.querySelector("[name$=-DELETE]")?.checked) this.strike(row);
  }

  /** Buttons that the menu and the keyboard have too are no stops of the Tab key. */
  button(act, sign, className = "step") {
    const made = button(sign, null, { className, tabIndex: -1 });
    made.dataset.act = act;
    if (className === "step") made.dataset.step = act;
    return made;
  }

  fill(menu) {
    const list = menu.querySelector("ul");
    const acts = position(menu) || position(menu.closest(".part")) ? ["up", "down", "above", "below", "copy"] : [];
    const buttons = [...acts, "remove"].map((act) => {
      const made = button(this.texts[act]);
      made.dataset.act = act;
      const keys = { up: "Alt+↑", down: "Alt+↓" }[act];
      if (keys) made.append(element("kbd", { textContent: keys }));
      return element("li", {}, made);
    });
    if (acts.length) buttons.splice(2, 0, this.placeField(menu.closest(".part")));
    list.replaceChildren(...buttons);
    list.scrollIntoView({ block: "nearest" });
  }

  placeField(row) {
    const number = element("input", { type: "number", min: 1, max: this.kept.length, value: this.kept.indexOf(row) + 1 });
    const go = button(this.texts.go);
    go.dataset.act = "place";
    return element("li", { className: "to-place" }, element("label", {}, `${this.texts.place} `, number), go);
  }

  act({ target }) {
    const button = target.closest("[data-act]");
    const row = button?.closest(".part");
    if (!row) return;
    const menu = button.closest(".more");
    const { act } = button.dataset;
    const place = Number(menu?.querySelector("input")?.value) - 1;
    if (menu) menu.open = false;
    if (act === "up" || act === "down") this.move(row, this.kept.indexOf(row) + (act === "up" ? -1 : 1), menu);
    if (act === "place") this.move(row, place, menu);
    if (act === "above") this.add({ before: row });
    if (act === "below") this.add({ before: this.rows[this.rows.indexOf(row) + 1] });
    if (act === "copy") this.add({ before: this.rows[this.rows.indexOf(row) + 1], like: row });
    if (act === "remove") this.drop(row);
    if (act === "back") this.putBack(row);
  }

  press(event) {
    const { target, key, altKey } = event;
    const row = target.closest(".part");
    if (target.closest(".to-place") && key === "Enter") {
      event.preventDefault();
      this.act({ target: target.closest(".to-place").querySelector("[data-act]") });
    } else if (row && altKey && ["ArrowUp", "ArrowDown"].includes(key) && !target.matches("select, [role=combobox]")) {
      event.preventDefault();
      this.move(row, this.kept.indexOf(row) + (key === "ArrowUp" ? -1 : 1));
    }
  }

  get bodies() {
    return this.kept.map((row) => row.querySelector(":scope > details"));
  }

  /** Open all, or close all but those with an error. */
  openAll() {
    const open = !this.bodies.every((body) => body.open);
    for (const body of this.bodies) body.open = open || Boolean(body.querySelector(".errorlist"));
  }

  nameAll() {
    const { bodies } = this;
    this.all.hidden = bodies.length < 2;
    this.all.textContent = bodies.every((body) => body.open) ? this.texts.closeAll : this.texts.openAll;
  }

  /* Order. */

  /** The others move around the row, so that it keeps its focus and what is selected in it. */
  move(row, place, menu) {
    const { kept } = this;
    const at = kept.indexOf(row);
    const to = Math.max(0, Math.min(kept.length - 1, place));
    if (!position(row) || Number.isNaN(to) || to === at) return;
    if (to < at) row.after(...kept.slice(to, at));
    else row.before(...kept.slice(at + 1, to + 1));
    this.number();
    menu?.querySelector("summary").focus();
    row.scrollIntoView({ block: "nearest" });
    this.say(`${this.texts.moved} ${to + 1}`);
  }

  /** Give the positions there are in the new order; number anew where they repeat. */
  number() {
    const fields = this.rows.map(position).filter((field) => field && !field.disabled);
    const had = fields.map(({ value }) => (value === "" ? NaN : Number(value))).sort((a, b) => a - b);
    const distinct = had.every((value, i) => !Number.isNaN(value) && (i === 0 || value > had[i - 1]));
    fields.forEach((field, i) => {
      field.value = distinct ? had[i] : i + 1;
    });
    this.rename();
    this.changed();
  }

  /** Rows are called by the places that they have now. */
  rename() {
    this.kept.forEach((row, i) => {
      const name = `${this.dataset.kind} ${i + 1}`;
      row.setAttribute("aria-label", name);
      row.querySelector(".number").textContent = i + 1;
      for (const button of row.querySelectorAll(".tools > [data-act]")) {
        button.setAttribute("aria-label", `${this.texts[button.dataset.act]}: ${name}`);
      }
      row.querySelector(".more > summary")?.setAttribute("aria-label", `${this.texts.more}: ${name}`);
    });
    const add = this.querySelector(".add-row");
    if (add) add.hidden = this.kept.length >= Number(this.dataset.most);
    if (this.all) this.nameAll();
  }

  changed() {
    this.dispatchEvent(new Event("input", { bubbles: true }));
    this.dispatchEvent(new CustomEvent("parts:changed", { bubbles: true }));
  }

  take(event) {
    const row = event.target.closest(".grip")?.closest(".part");
    if (!row) return;
    drag(row, event, {
      rows: () => this.kept,
      sort: (on) => this.classList.toggle("sorting", on),
      pass: () => this.say(`${this.texts.moved} ${this.kept.indexOf(row) + 1}`),
      drop: () => this.number(),
      undo: () => this.say(this.texts.undone),
    });
  }

  /* New rows. */

  add({ before, like } = {}) {
    if (!this.template || this.kept.length >= Number(this.dataset.most)) return;
    const index = this.total.value;
    const made = element("template", { innerHTML: this.template.innerHTML.replaceAll("__prefix__", index) });
    const row = made.content.querySelector(".part");
    this.total.value = Number(index) + 1;
    (before ?? this.rows.at(-1)?.nextElementSibling ?? this.template).before(row);
    mark(row);
    if (like) copy(like, row);
    this.equip(row);
    if (before || like) this.number();
    this.rename();
    row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: this.dataset.prefix } }));
    this.changed();
    row.querySelector(FIRST)?.focus();
  }

  /* Removing asks nothing, and can be undone. */

  drop(row) {
    const tick = row.querySelector("[name$=-DELETE]");
    if (tick) {
      tick.checked = true;
      this.strike(row);
    } else if (says(row)) {
      this.strike(row);
    } else {
      const next = row.nextElementSibling?.closest(".part") ?? row.previousElementSibling?.closest(".part");
      row.remove();
      (next?.querySelector("summary") ?? this.querySelector(".addlink"))?.focus();
    }
    this.rename();
    this.changed();
  }

  /** A saved row is sent with its tick; of a new one nothing is sent. */
  strike(row) {
    const tick = row.querySelector("[name$=-DELETE]");
    if (tick && !tick.checked) return this.putBack(row);
    if (row.matches(".gone")) return;
    row.classList.add("gone");
    row.querySelector("details").open = false;
    if (!tick) for (const field of fieldsOf(row)) field.disabled = true;
    const back = button(tick ? this.texts.back : this.texts.undo);
    back.dataset.act = "back";
    const words = `${tick ? this.texts.marked : this.texts.removed} ${row.querySelector(".kind").textContent.trim()} `;
    row.append(element("p", { className: "gone-line" }, words, back));
    back.focus();
    this.say(words);
  }

  putBack(row) {
    const tick = row.querySelector("[name$=-DELETE]");
    if (tick) tick.checked = false;
    row.classList.remove("gone");
    for (const field of fieldsOf(row)) field.disabled = false;
    row.querySelector(".gone-line")?.remove();
    this.number();
    row.querySelector("summary").focus();
  }

  say(words) {
    this.said.textContent = words;
  }
}

function position(row) {
  return row && fieldOf(row, "position");
}

function fieldsOf(row) {
  return row.querySelectorAll(":is(input, textarea, select)[name]");
}

/** A new part is known by its mark, so that a form sent twice makes it once. */
function mark(row) {
  const field = fieldOf(row, "uid");
  if (field) field.value = newKey(16);
}

/** Keys are names of their own: the copy gets another. */
function copy(from, to) {
  const end = (field) => field.name.replace(/^.*?-\d+-/, "");
  const had = new Map([...fieldsOf(from)].map((field) => [end(field), field]));
  for (const field of fieldsOf(to)) {
    const old = had.get(end(field));
    if (!old || ["id", "uid", "position", "DELETE"].includes(end(field))) continue;
    if (field.matches("select.admin-autocomplete")) field.replaceChildren(...[...old.options].map((option) => option.cloneNode(true)));
    if (field.type === "checkbox") field.checked = old.checked;
    else field.value = end(field) === "key" && old.value ? `${old.value}-2` : old.value;
  }
}

/** Whether anything was written into a new row. */
function says(row) {
  return [...fieldsOf(row)].some(
    (field) => !field.matches("[type=hidden], [type=checkbox], [name$=-position]") && field.value !== (field.defaultValue ?? [...(field.options ?? [])].find((o) => o.defaultSelected)?.value ?? field.options?.[0]?.value ?? ""),
  );
}

customElements.define("desk-parts", DeskParts);

/* Rows are dragged by their grip, with a finger as with a mouse. */

export function grip(title) {
  return element("span", { className: "grip", title, textContent: "⠿", ariaHidden: "true" });
}

const EDGE = 70;
const STEP = 14;

/** The other `rows` move around the one that is dragged; Escape puts all back. What it may say to the list: `sort`
    that it begins and ends, `pass` that the row has another place, `drop` that it keeps it, `undo` that it doesn't. */
class Drag {
  sort() {}
  pass() {}
  undo() {}

  constructor(row, { pointerId, clientY }, list) {
    Object.assign(this, { row, pointerId, y: clientY, ...list });
    this.before = this.rows();
    this.end = this.before.at(-1).nextSibling;
    this.stop = new AbortController();
    this.staying(true);
    row.classList.add("dragged");
    this.on("pointermove", (event) => this.follow(event));
    this.on("pointerup", (event) => event.pointerId === this.pointerId && this.lift());
    this.on("pointercancel", () => this.back());
    this.on("keydown", (event) => this.press(event));
    requestAnimationFrame(() => this.scroll());
  }

  on(name, act) {
    document.addEventListener(name, act, { signal: this.stop.signal, capture: true });
  }

  /** What is dragged stays where it is on the screen while the others close or open. */
  staying(on) {
    const { top } = this.row.getBoundingClientRect();
    this.sort(on);
    scrollBy({ top: this.row.getBoundingClientRect().top - top, behavior: "instant" });
  }

  follow({ pointerId, clientY }) {
    if (pointerId !== this.pointerId) return;
    this.y = clientY;
    this.settle();
  }

  /** The row takes the place under the pointer. */
  settle() {
    const { row, y } = this;
    for (;;) {
      const rows = this.rows();
      const at = rows.indexOf(row);
      const [above, below] = [rows[at - 1], rows[at + 1]];
      if (above && y < middle(above)) row.after(above);
      else if (below && y > middle(below)) row.before(below);
      else return;
      this.pass();
    }
  }

  /** Near the edges of the window the page moves along. */
  scroll() {
    if (this.stop.signal.aborted) return;
    const top = document.querySelector(".desk-bar")?.getBoundingClientRect().bottom ?? 0;
    const by = this.y < top + EDGE ? -STEP : this.y > innerHeight - EDGE ? STEP : 0;
    if (by) {
      scrollBy({ top: by, behavior: "instant" });
      this.settle();
    }
    requestAnimationFrame(() => this.scroll());
  }

  lift() {
    const isMoved = this.rows().some((row, i) => row !== this.before[i]);
    this.leave();
    if (isMoved) this.drop();
  }

  press(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.back();
  }

  back() {
    for (const row of this.before) this.row.parentElement.insertBefore(row, this.end);
    this.leave();
    this.row.scrollIntoView({ block: "nearest" });
    this.undo();
  }

  leave() {
    this.stop.abort();
    this.row.classList.remove("dragged");
    this.staying(false);
  }
}

export function drag(row, event, list) {
  if (event.button) return;
  event.preventDefault();
  new Drag(row, event, list);
}

function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}
