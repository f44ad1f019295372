/** Saved rows, which come as values: what else is in them is as in a new row. They are made before any
    other script looks at the form; if that fails, a line leads to the whole form. */
import { element, fieldOf } from "./desk.js";

function fillRows(page) {
  const words = page.getElementById("part-words")?.dataset;
  for (const said of page.querySelectorAll("desk-parts > script")) {
    const set = said.parentElement;
    const blank = set.querySelector(":scope > template");
    const { innerHTML } = blank;
    const before = set.querySelector(":scope > .part") ?? blank;
    const [names, ...rows] = JSON.parse(said.textContent);
    rows.forEach((row, number) => {
      const values = Object.fromEntries(names.map((name, i) => [name, row[i]]).filter(([, value]) => value !== 0));
      const made = element("template", { innerHTML: innerHTML.replaceAll("__prefix__", number) }).content;
      before.before(savedRow(made.querySelector(".part"), values, number, { ...words, ...set.dataset }));
    });
    said.remove();
  }
  page.querySelector(".desk-whole")?.remove();
}

function savedRow(row, { unfinished, ...values }, number, said) {
  row.classList.add("saved");
  row.ariaLabel = `${said.kind} ${number + 1}`;
  row.querySelector(".number").textContent = number + 1;
  row.querySelector(".body").open = "short" in said;
  row.querySelector(".tools").append(tick(`${row.id}-DELETE`, said.delete));
  for (const [key, value] of Object.entries(values)) begin(row.querySelector(`[name="${row.id}-${key}"]`), value, said);
  if (unfinished) row.querySelector(".tools").before(element("p", { className: "unfinished", textContent: unfinished }));
  tell(row, said.told);
  return row;
}

function tick(name, textContent) {
  const box = element("input", { type: "checkbox", name, id: `id_${name}` });
  const label = element("label", { className: "vCheckboxLabel inline", htmlFor: box.id, textContent });
  return element("span", { className: "delete" }, box, " ", label);
}

/** A field with the value that it has in the newsroom. */
function begin(field, value, said) {
  if (field.type === "checkbox") field.defaultChecked = value;
  else if (field.options) choose(field, ...[value].flat());
  else field.defaultValue = value.replace(/\r\n?/g, "\n");
  if (field.type === "url" && /^https?:/.test(field.value)) field.replaceWith(withLink(field, said));
}

function choose(select, key, label, beside) {
  if (label) select.append(new Option(label, key));
  for (const option of select.options) option.defaultSelected = option.value === key;
  if (beside) select.parentElement.querySelector(".chosen").innerHTML = beside;
}

function withLink(field, { currently, change }) {
  const link = element("a", { href: field.value, textContent: field.value });
  return element("p", { className: "url" }, `${currently} `, link, element("br"), `${change} `, field.cloneNode());
}

/* What a closed part says. */

/** The words of a text in house markup, without the markup. */
export function plain(text) {
  return text
    .replace(/^[ \t]*::(?:figure|quote)[ \t]+\S+[ \t]*$/gm, "")
    .replace(/ *\[\^[^\s[\]]{1,60}(?: +[^\s[\]][^[\]\n]{0,80})?\]/g, "")
    .replace(/@?\[([^[\]\n]*)\]\([^\s()]*\)/g, "$1")
    .replace(/^[ \t]*(?:(?:>|#{1,6}|[-+*]|\d{1,9}[.)])(?:[ \t]+|$))+/gm, "")
    .replace(/(\*{1,3}|_{1,3})(?=\S)(.*?\S)\1/gs, "$2");
}

/** Of the fields with these names the first that says something is what the part is known by. */
export function tell(row, names = row?.closest("desk-parts")?.dataset.told) {
  const gist = row?.querySelector(".gist");
  if (!gist) return;
  const texts = names.split(" ").map((name) => plain(value(row, name, true)).replace(/\s+/g, " ").trim());
  const [knownBy = "", ...rest] = texts.filter(Boolean);
  gist.firstElementChild.textContent = knownBy;
  gist.lastElementChild.textContent = rest.join(" ").slice(0, 160);
}

export function value(place, name, spoken) {
  const field = fieldOf(place, name);
  if (!field) return "";
  if (field.type === "checkbox") return field.checked ? "on" : "";
  return spoken && field.matches("select") ? (field.selectedOptions[0]?.text ?? "") : field.value;
}

fillRows(document);
