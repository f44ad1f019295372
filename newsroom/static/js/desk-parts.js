/** The parts of one kind: added, moved, copied, removed and put back.
    What is sent are the fields: each part's position, its mark, its tick to be deleted. */
const FIRST = "textarea, input:not([type=hidden], [name$=-position], [name$=-DELETE]), select";

class DeskParts extends HTMLElement {
  connectedCallback() {
    this.texts = this.dataset;
    this.template = this.querySelector(":scope > template");
    this.total = this.querySelector("[name$=-TOTAL_FORMS]");
    this.said = element("p", { className: "visually-hidden", role: "status" });
    this.append(this.said);
    for (const row of this.inOrder()) this.equip(row);
    this.rename();
    this.addEventListener("click", (event) => this.act(event));
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("toggle", ({ target }) => target.matches(".more[open]") && this.fill(target), true);
    this.addEventListener("change", ({ target }) => {
      if (target.matches("[name$=-DELETE]")) this.strike(target.closest(".part"));
    });
    const adds = this.querySelector(".addlink");
    if (adds) adds.hidden = false;
    adds?.addEventListener("click", () => this.add());
    this.all = element("button", { type: "button", className: "all-parts" });
    this.all.addEventListener("click", () => this.openAll());
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
      const grip = element("span", { className: "grip", title: this.texts.drag, textContent: "⠿" });
      grip.setAttribute("aria-hidden", "true");
      tools.append(grip, this.button("up", "↑"), this.button("down", "↓"));
      const here = this.button("above", "+", "insert");
      here.title = this.texts.here;
      tools.append(here);
    }
    const more = element("details", { className: "more" });
    more.append(element("summary", { textContent: "⋯" }), element("ul"));
    tools.append(more);
    if (row.querySelector("[name$=-DELETE]")?.checked) this.strike(row);
  }

  /** Buttons that the menu and the keyboard have too are no stops of the Tab key. */
  button(act, sign, kind = "step") {
    const button = element("button", { type: "button", textContent: sign, className: kind, tabIndex: -1 });
    button.dataset.act = act;
    if (kind === "step") button.dataset.step = act;
    return button;
  }

  fill(menu) {
    const list = menu.querySelector("ul");
    const acts = position(menu) || position(menu.closest(".part")) ? ["up", "down", "above", "below", "copy"] : [];
    const buttons = [...acts, "remove"].map((act) => {
      const button = element("button", { type: "button", textContent: this.texts[act] });
      button.dataset.act = act;
      const keys = { up: "Alt+↑", down: "Alt+↓" }[act];
      if (keys) button.append(element("kbd", { textContent: keys }));
      return wrapped(button);
    });
    if (acts.length) buttons.splice(2, 0, this.placeField(menu.closest(".part")));
    list.replaceChildren(...buttons);
    list.scrollIntoView({ block: "nearest" });
  }

  placeField(row) {
    const number = element("input", { type: "number", min: 1, max: this.kept.length, value: this.kept.indexOf(row) + 1 });
    const go = element("button", { type: "button", textContent: this.texts.go });
    go.dataset.act = "place";
    const label = element("label", { textContent: `${this.texts.place} ` });
    label.append(number);
    const line = wrapped(label);
    line.className = "to-place";
    line.append(go);
    return line;
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
    const first = row.querySelector(FIRST);
    (first?.matches(".select2-hidden-accessible") ? first.nextElementSibling.querySelector(".select2-selection") : first)?.focus();
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
    const line = element("p", { className: "gone-line" });
    const back = element("button", { type: "button", textContent: tick ? this.texts.back : this.texts.undo });
    back.dataset.act = "back";
    line.append(`${tick ? this.texts.marked : this.texts.removed} ${row.querySelector(".kind").textContent.trim()} `, back);
    row.append(line);
    back.focus();
    this.say(line.firstChild.textContent);
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

function element(tag, { role, ...properties } = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  if (role) made.setAttribute("role", role);
  return made;
}

function wrapped(content) {
  const item = element("li");
  item.append(content);
  return item;
}

function position(row) {
  return row?.querySelector("[name$='-position']");
}

function fieldsOf(row) {
  return row.querySelectorAll(":is(input, textarea, select)[name]");
}

/** A new part is known by its mark, so that a form sent twice makes it once. */
function mark(row) {
  const field = row.querySelector("[name$='-uid']");
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  if (field) field.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
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
