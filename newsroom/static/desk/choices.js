/** Choosing a row of the paper: by its name, by sight, or in another window. */
import { ask, element, parse, set } from "./desk.js";
import { DeskPick } from "./picker.js";

/** A select whose rows are too many becomes a box to look for one in. The select stays what is sent. */
class DeskChoice extends DeskPick {
  wait = 250;

  constructor() {
    super();
    Object.assign(this, { id: "desk-choice", className: "desk-pick", popover: "manual" });
    const list = element("ul", { id: "desk-choice-list", role: "listbox" });
    this.append(list, element("p", { className: "pick-note", role: "status" }));
  }

  /** The words of the select that is asked, for all that is said here. */
  openFor(select, box, query) {
    this.select = select;
    Object.assign(this.dataset, select.dataset);
    this.list.ariaLabel = box.ariaLabel ?? box.labels[0]?.textContent ?? "";
    if (this.isInline && this.field === box) this.ask(query);
    else this.open(box, { from: 0, to: 0, query, inline: true });
  }

  async find(term, signal, page = 1) {
    const { appLabel: app_label, modelName: model_name, fieldName: field_name, address } = this.dataset;
    const query = { app_label, model_name, field_name, term, page };
    const { results, pagination } = await this.fetch(address, { query, signal });
    const options = results.map(({ id, text }) => ({ key: id, title: text }));
    if (pagination.more) options.push({ title: "…", act: () => this.goOn(term, page + 1) });
    return options;
  }

  /** The next page of what was found. */
  async goOn(term, page) {
    const before = this.options.slice(0, -1);
    const more = await this.find(term, this.asked.signal, page).catch((fault) => this.fail(fault));
    if (!more || !this.isOpen) return;
    this.show([...before, ...more]);
    this.activate(before.length);
  }

  /** A row that has a picture is known by it. */
  row(option, at) {
    const row = super.row(option, at);
    const about = this.select.closest("desk-picture")?.dataset.about;
    if (!about || option.act) return row;
    const src = about.replace("/0/about/", `/${encodeURIComponent(option.key)}/thumb`);
    const line = element("span", { className: "offered" }, element("img", { alt: "", loading: "lazy", src }), ...row.childNodes);
    row.replaceChildren(line);
    return row;
  }

  choose({ key, title }) {
    const { select } = this;
    this.close();
    if (![...select.options].some(({ value }) => value === key)) select.add(new Option(title, key));
    set(select, key);
  }

  leave() {
    this.field.value = nameIn(this.select);
    this.close();
  }
}

customElements.define("desk-choice", DeskChoice);

function nameIn(select) {
  return select.value && select.selectedOptions[0].text;
}

/** The box is what people find and name; the select is out of sight. */
function boxOf(select) {
  const role = { role: "combobox", ariaExpanded: "false", ariaAutoComplete: "list" };
  const box = element("input", { ...role, type: "text", id: `${select.id}_box`, className: "vTextField", autocomplete: "off" });
  const said = [...select.attributes].filter(({ name }) => ["aria-describedby", "aria-invalid", "disabled"].includes(name));
  for (const { name, value } of said) box.setAttribute(name, value);
  for (const label of [...select.labels]) label.htmlFor = box.id;
  select.classList.add("visually-hidden");
  Object.assign(select, { tabIndex: -1, ariaHidden: "true" });
  select.after(box);
  return box;
}

function equip(select) {
  const box = boxOf(select);
  const list = () => document.querySelector("desk-choice") ?? document.body.appendChild(new DeskChoice());
  const offer = () => list().isOpen || list().openFor(select, box, "");
  const renew = () => (box.value = nameIn(select));
  renew();
  select.addEventListener("focus", () => box.focus());
  select.addEventListener("change", renew);
  new MutationObserver(renew).observe(select, { childList: true, characterData: true, subtree: true });
  box.addEventListener("focus", () => box.select());
  box.addEventListener("click", offer);
  box.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "Enter"].includes(event.key)) return;
    event.preventDefault();
    offer();
  });
  // What is looked for is no part of the form.
  for (const name of ["input", "change"]) box.addEventListener(name, (event) => event.stopPropagation());
  box.addEventListener("input", () => list().openFor(select, box, box.value));
  // An emptied box chooses nothing, if that may be; any other words stay what was chosen.
  box.addEventListener("blur", () => {
    const mayBeEmpty = [...select.options].some(({ value }) => value === "");
    if (box.value.trim() === "" && select.value && mayBeEmpty) set(select, "");
    else renew();
  });
}

function equipAll({ target }) {
  target.querySelectorAll("select.admin-autocomplete").forEach(equip);
}

equipAll({ target: document });
document.addEventListener("formset:added", equipAll);

/* What is chosen, made or changed in another window. */

const opened = [];

/** A window's name has the field, and how deep in windows that were opened from windows it is. */
function fieldOfWindow({ name }) {
  return document.getElementById(name.replace(/__\d+$/, ""));
}

function openWindow(link) {
  const address = new URL(link.href);
  address.searchParams.set("_popup", 1);
  const depth = document.querySelector("[name=_popup]") ? Number(window.name.match(/__(\d+)$/)?.[1] ?? 0) : 0;
  const name = `${link.id.replace(/^(?:lookup|change|add|delete)_/, "")}__${depth + 1}`;
  const made = open(address, name, "height=500,width=800,resizable=yes,scrollbars=yes");
  opened.push(made);
  made.focus();
}

/** Looking at or changing what is chosen needs something that is. */
function renewLinks(select) {
  for (const link of select.parentElement.querySelectorAll(":scope > [data-href-template]")) {
    link.ariaDisabled = select.value ? null : "true";
    if (select.value) link.href = link.dataset.hrefTemplate.replace("__fk__", select.value);
    else link.removeAttribute("href");
  }
}

function choose(select, key, words) {
  if (![...select.options].some(({ value }) => value === key)) select.add(new Option(words, key));
  set(select, key);
}

function closeAll() {
  for (const made of opened.filter(({ closed }) => !closed)) {
    made.dismissChildPopups?.();
    made.close();
  }
}

/** Django's pages in the other window call these names of this one. */
const ANSWERS = {
  dismissRelatedLookupPopup(list, key) {
    const words = list.document.querySelector(`.field-title [data-popup-opener="${CSS.escape(key)}"]`)?.textContent;
    choose(fieldOfWindow(list), String(key), words ?? key);
    list.close();
  },
  dismissAddRelatedObjectPopup(made, key, words) {
    choose(fieldOfWindow(made), String(key), words);
    made.close();
  },
  dismissChangeRelatedObjectPopup(changed, before, words, key) {
    const select = fieldOfWindow(changed);
    for (const option of select.options) if (option.value === String(before)) Object.assign(option, { value: key, text: words });
    set(select, select.value);
    changed.close();
  },
  dismissDeleteRelatedObjectPopup(deleted, key) {
    const select = fieldOfWindow(deleted);
    for (const option of [...select.options]) if (option.value === String(key)) option.remove();
    set(select, select.value);
    deleted.close();
  },
  dismissChildPopups: closeAll,
};

// Pages that have Django's own script for it need no second one.
if (!window.showRelatedObjectPopup) {
  Object.assign(window, ANSWERS);
  addEventListener("pagehide", closeAll);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.related-lookup, a.related-widget-wrapper-link[data-popup=yes]");
    if (!link) return;
    event.preventDefault();
    if (link.href) openWindow(link);
  });
  document.addEventListener("change", ({ target }) => target.matches(".related-widget-wrapper select") && renewLinks(target));
  document.querySelectorAll(".related-widget-wrapper select").forEach(renewLinks);
}

/* Pictures. */

/** The focal point of a picture: clicked, or moved with the arrow keys. Two number fields stay the truth. */
class DeskFocal extends HTMLElement {
  connectedCallback() {
    this.x = document.getElementById(this.dataset.x);
    this.y = document.getElementById(this.dataset.y);
    this.picture = this.querySelector("img");
    if (!this.x || !this.y || !this.picture || this.mark) return;
    const slider = { role: "slider", ariaLabel: this.dataset.label, ariaValueMin: "0", ariaValueMax: "100" };
    this.mark = element("span", { ...slider, className: "focal-mark", tabIndex: 0 });
    this.frame = element("span", { className: "focal-frame" });
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

/** The picture beside its choice. */
class DeskPicture extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector("select");
    this.place = this.querySelector(".chosen");
    this.select.addEventListener("change", () => this.renew());
    this.equip();
  }

  /** Show what was chosen: its picture, credit and restrictions. */
  async renew() {
    const key = this.select.value;
    const before = this.words;
    if (!key) return this.place.replaceChildren();
    const answer = await ask(this.dataset.about.replace("/0/", `/${encodeURIComponent(key)}/`));
    if (!answer?.ok || this.select.value !== key) return;
    const made = parse(await answer.text());
    this.place.replaceChildren(...made.querySelectorAll("template, img, p"));
    this.bring(before);
    this.equip();
  }

  get words() {
    return this.place.querySelector("template")?.dataset ?? {};
  }

  /** What the row leaves empty, or had from the picture before, is what the new one says; saving does the same. */
  bring(before) {
    for (const [name, said] of Object.entries(this.words)) {
      const field = document.getElementById(this.select.id.replace(/image$/, name));
      const free = name.startsWith("focal") ? ["50", before[name]] : ["", before[name]];
      if (!field || !free.includes(field.value) || field.value === said) continue;
      field.value = said;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /** Where the row has a focal point, it is set on the picture. */
  equip() {
    const picture = this.place.querySelector("img");
    const [x, y] = [this.dataset.x, this.dataset.y].map((id) => id && this.closest(".part")?.querySelector(`#${CSS.escape(this.here(id))}`));
    if (!picture || !x || !y) return;
    const focal = element("desk-focal");
    Object.assign(focal.dataset, { x: x.id, y: y.id, label: this.dataset.label, says: this.dataset.says });
    focal.append(picture);
    this.place.prepend(focal);
  }

  /** A new row's ids have its number where the model of rows has a word. */
  here(id) {
    const number = this.select.id.match(/-(\d+)-image$/)?.[1];
    return number ? id.replace("__prefix__", number) : id;
  }
}

class DeskDrop extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.list = element("ul");
    this.append(element("div", { role: "status" }, this.list));
    this.input.addEventListener("change", () => this.show());
    this.closest("form").addEventListener("submit", () => {
      if (!this.input.files.length) return;
      this.list.replaceChildren(this.line(this.dataset.working));
    });
  }

  show() {
    this.list.replaceChildren(
      ...[...this.input.files].map(({ name, size }) => this.line(`${name}, ${(size / 1024 ** 2).toFixed(1)} MB`)),
    );
  }

  line(words) {
    return element("li", { textContent: words });
  }
}

customElements.define("desk-picture", DeskPicture);
customElements.define("desk-drop", DeskDrop);
