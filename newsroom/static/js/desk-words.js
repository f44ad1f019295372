/** What the texts come to while one types: their words, the lines that tell what a closed
    part holds, and the reading times. The rule is that of the page's own ladder. */
const COUNTED = "[data-words]:not([name*=__prefix__])";
const shown = new WeakMap();
const changed = new Set();
let waiting;

/** The words of a text in house markup, without the markup. */
export function plain(text) {
  return text
    .replace(/^[ \t]*::(?:figure|quote)[ \t]+\S+[ \t]*$/gm, "")
    .replace(/ *\[\^[^\s[\]]{1,60}(?: +[^\s[\]][^[\]\n]{0,80})?\]/g, "")
    .replace(/@?\[([^[\]\n]*)\]\([^\s()]*\)/g, "$1")
    .replace(/^[ \t]*(?:(?:>|#{1,6}|[-+*]|\d{1,9}[.)])(?:[ \t]+|$))+/gm, "")
    .replace(/(\*{1,3}|_{1,3})(?=\S)(.*?\S)\1/gs, "$2");
}

export function words(text) {
  return plain(text).split(/\s+/).filter(Boolean).length;
}

function count(field) {
  if (!shown.has(field)) {
    const line = document.createElement("span");
    line.className = "words";
    field.after(line);
    shown.set(field, line);
  }
  shown.get(field).textContent = field.value ? `${field.dataset.words} ${words(field.value)}` : "";
}

function countBlock(block) {
  const size = document.querySelector(`.desk-blocks li[data-block="${block.dataset.block}"] .size`);
  const fields = [...block.querySelectorAll(COUNTED)].filter((field) => !field.closest(".gone"));
  if (size) size.textContent = fields.reduce((sum, field) => sum + words(field.value), 0) || "";
}

/* What a closed part says. */

function tell(row) {
  const gist = row?.querySelector(".gist");
  const names = row?.closest("desk-parts").dataset.told.split(" ") ?? [];
  const texts = names.map((name) => value(row, name, true)).map((text) => plain(text).replace(/\s+/g, " ").trim());
  const [knownBy = "", ...rest] = texts.filter(Boolean);
  if (!gist) return;
  gist.firstElementChild.textContent = knownBy;
  gist.lastElementChild.textContent = rest.join(" ").slice(0, 160);
}

function value(place, name, spoken) {
  const field = place.querySelector(`[name$="-${name}"]`);
  if (!field) return "";
  if (field.type === "checkbox") return field.checked ? "on" : "";
  return spoken && field.matches("select") ? (field.selectedOptions[0]?.text ?? "") : field.value;
}

/* Reading times: stories/page/depth.py says which texts each depth has. */

const OPENING = ["headline", "standfirst", "summary", "unknowns"];

function draft(form) {
  const own = (name) => form.elements[name]?.value ?? "";
  const parts = (list, ...names) =>
    [...form.querySelectorAll(`desk-parts[data-list="${list}"] > .part:not(.gone)`)].map((row) => names.map((name) => value(row, name)));
  const lead = own("lead_quote");
  const quotes = parts("quotes", "key", "text");
  const first = quotes.filter(([key]) => lead && key === lead).map(([, text]) => text);
  return { own, parts, first, others: quotes.map(([, text]) => text).filter((text) => !first.includes(text)) };
}

function texts({ own, parts, first, others }) {
  const opening = [...OPENING.map(own), ...first, ...parts("key_points", "lead_in", "text").flat()];
  const expected = parts("expectations", "text").flat();
  return {
    glance: [...opening, own("divergence"), ...expected.slice(0, 1)],
    brief: [
      ...opening,
      own("brief"),
      own("divergence"),
      ...parts("sections", "heading").flat(),
      ...parts("perspectives", "holder", "outlet", "position_taken").flat(),
      ...parts("timeline", "text", "key_event").filter(([, key]) => key).map(([text]) => text),
      ...expected,
    ],
    full: [
      ...opening,
      own("report") || own("brief"),
      ...["papers", "divergence", "background"].map(own),
      ...parts("sections", "heading", "body").flat(),
      ...others,
      ...parts("perspectives", "holder", "outlet", "position_taken", "text").flat(),
      ...parts("timeline", "text").flat(),
      ...parts("expectations", "text", "outcome").flat(),
      ...parts("conversation.turns", "text").flat(),
    ],
  };
}

/** A depth is offered when it has a text of its own. */
function offered({ own, parts }) {
  const some = (list, name = "text") => parts(list, name).flat().some(Boolean);
  const beyond =
    ["report", "papers", "background", "conversation_title", "conversation_tagline"].some(own) ||
    some("sections", "body") ||
    some("perspectives") ||
    some("conversation.turns");
  const opening = Boolean(own("summary")) || some("key_points");
  return { glance: opening && (beyond || Boolean(own("brief"))), brief: beyond && Boolean(own("brief")), full: true };
}

function duration(count, pace) {
  const seconds = Math.max(15, even((count * 60) / pace / 15) * 15);
  return seconds < 60 ? `${seconds} s` : `${even(count / pace) || 1} min`;
}

/** Halves go to the even number, as on the page. */
function even(number) {
  const down = Math.floor(number);
  return number - down === 0.5 ? down + (down % 2) : Math.round(number);
}

function measure(form) {
  const list = document.querySelector(".lengths");
  if (!list) return;
  const story = draft(form);
  const found = texts(story);
  const there = offered(story);
  for (const line of list.children) {
    const { depth } = line.dataset;
    const sum = found[depth].reduce((all, text) => all + words(text), 0);
    line.hidden = !there[depth];
    line.querySelector("b").textContent = sum;
    line.querySelector("span").textContent = duration(sum, Number(list.dataset.pace));
  }
}

function renew(target) {
  if (target.matches?.(COUNTED)) count(target);
  const row = target.closest?.(".part");
  if (row) tell(row);
  const form = target.closest?.("form");
  if (!form) return;
  changed.add(target.closest(".block"));
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    for (const block of changed) if (block) countBlock(block);
    changed.clear();
    measure(form);
  }, 200);
}

for (const field of document.querySelectorAll(COUNTED)) count(field);
document.addEventListener("formset:added", ({ target }) => {
  for (const field of target.querySelectorAll(COUNTED)) count(field);
  tell(target);
});
document.addEventListener("input", ({ target }) => renew(target));
document.addEventListener("change", ({ target }) => renew(target));
