/** The tools of prose: bold, italic and lead-ins, headings, lists and quotations in house markup, and what Enter
    does in them. Doing it again takes the marks away. Tools hear "prose:do" at the field, and say by "prose:state"
    what is on where the caret is. */
import { arrowTo, element, hasShortcuts, setShortcuts, write } from "./desk.js";

const PROSE = "textarea.prose";

const added = new WeakMap(); // what was added last, to be taken away when it is asked for again

/** Change a field by a tool; `as` names what was added. */
function change(field, { as, ...detail }) {
  const { from, to, text } = detail;
  if (as) added.set(field, { as, from, text, before: field.value.slice(from, to) });
  write(field, detail);
}

function takeBack(field, what) {
  const last = added.get(field);
  const end = last && last.from + last.text.length;
  if (last?.as !== what || field.value.slice(last.from, end) !== last.text) return false;
  if (field.selectionStart < last.from || field.selectionEnd > end) return false;
  added.delete(field);
  write(field, { from: last.from, to: end, text: last.before });
  return true;
}

document.addEventListener(
  "prose:do",
  (event) => {
    const { target, detail } = event;
    if (target.readOnly || target.disabled || takeBack(target, detail)) event.stopImmediatePropagation();
  },
  true,
);

/* Bold, italic and lead-ins. */

const SIGNS = { bold: "**", italic: "*" };
const BOLD = /(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?!\*)/g;
const ITALIC = [
  /\*(?=[^\s*])[^*]*?(?<=[^\s*])\*/g,
  /(?<![\p{L}\p{N}_])_(?=[^\s_])[^_]*?(?<=[^\s_])_(?![\p{L}\p{N}_])/gu,
];
const UNMARKED = /\\[!-/:-@[-`{-~]|\]\([^)\n]*\)|\[\^[^\]\n]*\]/g; // what is escaped, addresses, citations
const MOST = 20000;
const START = /^(?:> ?)*(?:#{1,6} +|(?:[-*+]|\d{1,9}[.)]) +)?/;
const SENTENCE = /^.{0,80}?[^\s.:!?…][.:!?…](?=\s|$)/;

function blank(text, pattern) {
  return text.replace(pattern, (found) => "·".repeat(found.length));
}

/** The marked runs of one kind in a line. */
function runs(line, kind) {
  if (line.length > MOST) return []; // nobody typed that; looking through it at each key would take too long
  let bare = blank(line, UNMARKED);
  const bold = [...bare.matchAll(BOLD)].map(({ index, 0: found }) => ({ from: index, to: index + found.length }));
  if (kind === "bold") return bold;
  for (const { from, to } of bold) bare = `${bare.slice(0, from)}··${bare.slice(from + 2, to - 2)}··${bare.slice(to)}`;
  const found = ITALIC.flatMap((pattern) => [...bare.matchAll(pattern)]);
  return found.map(({ index, 0: { length } }) => ({ from: index, to: index + length }));
}

function lineAt(value, at) {
  const from = value.slice(0, at).lastIndexOf("\n") + 1;
  return { from, line: value.slice(from).split("\n", 1)[0] };
}

/** What is selected, line by line, without the space around it; of a mere caret, its word. */
function chosen({ value, selectionStart: start, selectionEnd: end }) {
  const { from } = lineAt(value, start);
  if (start === end) {
    start -= value.slice(from, start).match(/[\p{L}\p{N}'’-]*$/u)[0].length;
    end += value.slice(end).match(/^[\p{L}\p{N}'’-]*/u)[0].length;
  }
  const parts = [];
  for (let at = from; at <= end && at <= value.length; ) {
    const { line } = lineAt(value, at);
    let [first, last] = [Math.max(start - at, line.match(START)[0].length), Math.min(end - at, line.length)];
    while (first < last && /\s/.test(line[first])) first += 1;
    while (last > first && /\s/.test(line[last - 1])) last -= 1;
    if (first < last) parts.push({ line, at, first, last });
    at += line.length + 1;
  }
  return parts;
}

function toggle(field, kind) {
  const mark = SIGNS[kind];
  const parts = chosen(field);
  if (!parts.length) {
    wrapNothing(field, mark);
    return;
  }
  const over = ({ line, first, last }) => runs(line, kind).filter((run) => run.from < last && first < run.to);
  const isOn = parts.every((part) => over(part).some((run) => run.from <= part.first && part.last <= run.to));
  const edits = parts.flatMap(({ at, ...part }) => {
    const old = over(part);
    const off = old.flatMap((run) => unmarked(at, run, mark.length));
    const first = at + Math.min(part.first, ...old.map((run) => run.from));
    const last = at + Math.max(part.last, ...old.map((run) => run.to));
    return isOn ? off : [{ from: first, to: first, text: mark }, ...off, { from: last, to: last, text: mark, closes: true }];
  });
  apply(field, edits);
}

function unmarked(at, { from, to }, length) {
  const cut = (start) => ({ from: at + start, to: at + start + length, text: "" });
  return [cut(from), cut(to - length)];
}

function wrapNothing(field, mark) {
  const { selectionStart: at, value } = field;
  const [from, to] = [at - mark.length, at + mark.length];
  if (from >= 0 && value.slice(from, to) === mark + mark) change(field, { from, to, text: "" });
  else change(field, { from: at, to: at, text: mark + mark, select: [mark.length] });
}

/** Several edits, in order, as one change; what was selected stays selected. */
function apply(field, edits) {
  const { from } = edits[0];
  const { to } = edits.at(-1);
  const moved = (at) =>
    edits.reduce((sum, edit) => {
      if (edit.from < edit.to) return sum - Math.min(Math.max(at - edit.from, 0), edit.to - edit.from);
      return edit.from < at || (edit.from === at && !edit.closes) ? sum + edit.text.length : sum;
    }, at - from);
  const select = [moved(field.selectionStart), moved(field.selectionEnd)];
  let [text, at] = ["", from];
  for (const edit of edits) {
    text += field.value.slice(at, edit.from) + edit.text;
    at = edit.to;
  }
  change(field, { from, to, text, select });
}

/** The first sentence of the line, or what is selected of it, in bold and with a stop behind it. */
function leadIn(field) {
  const { selectionStart, selectionEnd } = field;
  const { from: at, line } = lineAt(field.value, selectionStart);
  const start = line.match(START)[0].length;
  const bold = runs(line, "bold").filter((run) => run.from >= start);
  if (bold[0]?.from === start) {
    apply(field, unmarked(at, bold[0], 2));
    return;
  }
  const words = line.slice(start);
  const asked = selectionStart < selectionEnd ? selectionEnd - at - start : 0;
  const said = blank(words, UNMARKED);
  let most = Math.max(0, asked) || (said.match(SENTENCE) ?? said.match(/^\S*/))[0].length;
  for (const { from, to } of bold) if (from < start + most && start + most < to) most = to - start;
  const bare = words.slice(0, most).replaceAll("**", "").trim() || field.dataset.leadIn;
  const ended = /[.:!?…]["'’”»]?$/.test(bare) ? bare : `${bare}:`;
  const rest = words.slice(most).replace(/^[.:]/, "").trimStart();
  const select = words.trim() ? [ended.length + 5] : [2, 2 + bare.length];
  change(field, { from: at + start, to: at + line.length, text: `**${ended}** ${rest}`, select, as: "lead-in" });
}

document.addEventListener("prose:do", ({ target, detail }) => {
  if (detail in SIGNS) toggle(target, detail);
  if (detail === "lead-in") leadIn(target);
});
document.addEventListener("prose:state", ({ target, detail }) => {
  const { selectionStart: caret, value } = target;
  const { from, line } = lineAt(value, caret);
  for (const kind of Object.keys(SIGNS)) {
    const run = runs(line, kind).find((found) => found.from < caret - from && caret - from < found.to);
    if (run) detail.add(kind);
    if (run && kind === "bold" && run.from === line.match(START)[0].length) detail.add("lead-in");
  }
});

/* Headings, lists and quotations. */

const OPENING = /^((?:> ?)*)(#{1,6} +|(?:[-*+]|\d{1,9}[.)]) +)?(.*)$/;
const MARKERS = { heading: /^#/, list: /^[-*+]/, numbered: /^\d/ };
const LEVELS = ["## ", "### ", ""];

function read(line) {
  const [, quoted, marker = "", words] = line.match(OPENING);
  return { quoted, marker, words };
}

function is(kind, { quoted, marker }) {
  return kind === "quotation" ? quoted !== "" : MARKERS[kind].test(marker);
}

/** The lines that the selection touches. */
function block({ value, selectionStart, selectionEnd }) {
  const isUpToNewLine = selectionEnd > selectionStart && value[selectionEnd - 1] === "\n";
  const { from } = lineAt(value, selectionStart);
  const end = value.indexOf("\n", isUpToNewLine ? selectionEnd - 1 : selectionEnd);
  const to = end < 0 ? value.length : end;
  return { from, to, lines: value.slice(from, to).split("\n") };
}

/** Put lines in the place of others; a line that follows at once would be read as going on with them. */
function put(field, { from, to }, text, kind) {
  const next = field.value.slice(to + 1).split("\n", 1)[0];
  const runsOn = kind && field.value[to] === "\n" && next.trim() && !is(kind, read(next));
  const caret = Math.max(0, text.length - Math.max(0, to - field.selectionEnd));
  const select = field.selectionStart === field.selectionEnd ? [caret] : [0, text.length];
  change(field, { from, to, text: runsOn ? `${text}\n` : text, select, as: kind });
}

function heading(field) {
  const { from, lines } = block(field);
  const { quoted, marker, words } = read(lines[0]);
  const level = { "## ": 1, "### ": 2 }[marker] ?? 0;
  put(field, { from, to: from + lines[0].length }, quoted + LEVELS[level] + words);
}

function list(field, kind) {
  const place = block(field);
  const parts = place.lines.filter((line) => line.trim()).map(read);
  if (!parts.length) parts.push(read(""));
  const isOn = parts.every((part) => is(kind, part));
  const made = parts.map(({ quoted, words }, i) => quoted + (isOn ? "" : kind === "list" ? "- " : `${i + 1}. `) + words);
  // Without the marks only an empty line keeps paragraphs apart.
  const apart = parts.some(({ quoted }) => quoted) ? "\n>\n" : "\n\n";
  put(field, place, made.join(isOn ? apart : "\n"), isOn ? "" : kind);
}

function quotation(field, kind) {
  const place = block(field);
  const isOn = place.lines.every((line) => line.startsWith(">"));
  const quoted = (line) => (line.trim() || place.lines.length === 1 ? `> ${line}` : ">");
  const made = place.lines.map((line) => (isOn ? line.replace(/^> ?/, "") : quoted(line)));
  put(field, place, made.join("\n"), isOn ? "" : kind);
}

/** An empty table behind the lines that are selected, the caret in its first cell. */
function table(field) {
  const { to, lines } = block(field);
  const gap = lines.some((line) => line.trim()) ? "\n\n" : "";
  const end = /^(?:\s*$|\n\n)/.test(field.value.slice(to)) ? "" : "\n";
  const text = `${gap}|  |  |\n| --- | --- |\n|  |  |\n: ${end}`;
  change(field, { from: to, to, text, select: [gap.length + 2] });
}

/** Enter goes on with a list or a quotation, and ends it where nothing was written. */
function newLine(field) {
  const { selectionStart: at, selectionEnd: to, value } = field;
  const { from } = lineAt(value, at);
  const { quoted, marker, words } = read(value.slice(from, at));
  if (!(quoted || marker) || MARKERS.heading.test(marker)) return false;
  if (words || value.slice(to).split("\n", 1)[0].trim()) {
    const next = marker.replace(/\d+/, (number) => Number(number) + 1);
    change(field, { from: at, to, text: `\n${quoted}${next}` });
    return true;
  }
  const before = value.slice(0, from);
  const isApart = before === "" || before.endsWith("\n\n");
  const outer = marker && quoted ? `${quoted.trimEnd()}\n${quoted}` : "\n";
  change(field, { from, to, text: isApart ? "" : outer });
  return true;
}

const ACTS = { heading, list, numbered: list, quotation, table };

document.addEventListener("prose:do", ({ target, detail }) => ACTS[detail]?.(target, detail));
document.addEventListener("prose:state", ({ target: { value, selectionStart }, detail }) => {
  const line = read(block({ value, selectionStart, selectionEnd: selectionStart }).lines[0]);
  for (const kind of Object.keys(ACTS)) if (kind !== "table" && is(kind, line)) detail.add(kind);
});

let shifted = false;
document.addEventListener("keydown", (event) => (shifted = event.shiftKey), true);
document.addEventListener("beforeinput", (event) => {
  const isEnter = ["insertLineBreak", "insertParagraph"].includes(event.inputType);
  if (!isEnter || shifted || event.isComposing || !event.target.matches?.(PROSE)) return;
  if (newLine(event.target)) event.preventDefault();
});

/** One toolbar for all prose fields: it stands over the one that was written in last. */
class DeskTools extends HTMLElement {
  constructor() {
    super();
    this.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps its selection
    this.addEventListener("click", ({ target }) => this.act(target.closest("[data-do]")));
    this.addEventListener("keydown", (event) => this.walk(event));
    for (const name of ["pointerdown", "pointerup"]) {
      document.addEventListener(name, () => (this.isPressed = name === "pointerdown"), true);
    }
    for (const name of ["focusin", "selectionchange", "input"]) document.addEventListener(name, () => this.follow());
    addEventListener("load", () => this.follow(), { once: true });
  }

  follow() {
    const { activeElement: field } = document;
    if (!field?.matches(PROSE) || field.readOnly) return;
    this.join(field);
    this.show();
  }

  get buttons() {
    return [...this.querySelectorAll("button:not([hidden])")];
  }

  /** Take the place over a field; what one looks at stays where it is on the screen. */
  join(field) {
    const lang = field.form?.elements.language?.value ?? "";
    if (field.lang !== lang) field.lang = lang; // the spelling is the story's, not the desk's
    if (this.field === field && this.nextElementSibling === field) return;
    const before = field.getBoundingClientRect().top;
    this.field = field;
    this.setAttribute("aria-controls", field.id);
    for (const button of this.querySelectorAll("[data-only]")) {
      button.hidden = !button.dataset.only.split(" ").includes(field.name);
    }
    this.style.setProperty("--bar", `${document.querySelector(".desk-bar")?.offsetHeight ?? 0}px`);
    this.hidden = false;
    field.before(this);
    this.rove(this.buttons[0]);
    scrollBy({ top: field.getBoundingClientRect().top - before, behavior: "instant" });
    if (this.isPressed) document.addEventListener("pointerup", () => this.clear(), { once: true });
    else this.clear();
  }

  /** Where the top of the field is at the top of the screen, make room: no line may lie behind the tools. */
  clear() {
    const bars = [...document.querySelectorAll(".desk-bar, .desk-bar .steps")];
    const end = Math.max(0, ...bars.map((bar) => bar.getBoundingClientRect().bottom));
    const over = end + this.offsetHeight + 4 - this.field.getBoundingClientRect().top;
    if (over > 0) scrollBy({ top: -Math.min(over, this.offsetHeight + 4), behavior: "instant" });
  }

  act(button) {
    if (!button || !this.field?.isConnected) return;
    const detail = button.dataset.do;
    this.field.dispatchEvent(new CustomEvent("prose:do", { bubbles: true, detail }));
    this.rove(button);
  }

  /** Which buttons are on where the caret is. */
  show() {
    const detail = new Set();
    this.field.dispatchEvent(new CustomEvent("prose:state", { bubbles: true, detail }));
    for (const button of this.querySelectorAll("[aria-pressed]")) {
      button.setAttribute("aria-pressed", String(detail.has(button.dataset.do)));
    }
  }

  walk(event) {
    if (event.key === "Escape") this.field.focus();
    const button = arrowTo(event, this, this.buttons);
    if (!button) return;
    this.rove(button);
    button.focus();
  }

  /** One stop of the Tab key; the arrows go on from there. */
  rove(button) {
    for (const other of this.querySelectorAll("button")) other.tabIndex = other === button ? 0 : -1;
  }
}

customElements.define("desk-tools", DeskTools);

/** The keys of the sheet, which is their one list. All can be turned off; this browser remembers it. */
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const FIELDS = "textarea, select, input:not([type=hidden], [name$='-position']), .part summary, .addlink";
const KEY_SIGNS = isMac ? { Mod: "⌘", Control: "⌃", Alt: "⌥", Shift: "⇧" } : { Mod: "Ctrl", Control: "Ctrl" };

/** The sign on a key as if the alphabet were Latin: what isn't goes by the place of the key. */
function pressed({ key, code }) {
  if (key.length > 1 || key <= "~") return key.toLowerCase();
  return { Semicolon: ";", Comma: "," }[code] ?? code.replace("Key", "").toLowerCase();
}

/** Whether an event is a key like "Mod+Shift+8". AltGr types letters; a digit goes by its place. */
function isKey(event, name) {
  const parts = name.split("+");
  const key = parts.pop();
  const has = (part) => parts.includes(part);
  const control = has("Control") || (has("Mod") && !isMac);
  if (event.getModifierState("AltGraph") || event.ctrlKey !== control) return false;
  if (event.metaKey !== (has("Mod") && isMac) || event.altKey !== has("Alt")) return false;
  if (/^\d$/.test(key)) return event.code === `Digit${key}` && event.shiftKey === has("Shift");
  const isLetter = /^[a-z]$/i.test(key) || key.length > 1;
  return pressed(event) === key.toLowerCase() && (!isLetter || event.shiftKey === has("Shift"));
}

class DeskShortcuts extends HTMLElement {
  connectedCallback() {
    this.sheet = this.querySelector("dialog");
    this.box = this.querySelector("[type=checkbox]");
    this.rows = [...this.querySelectorAll("[data-keys]")];
    this.rows.forEach((row) => row.querySelector("kbd").replaceWith(...this.signs(row.dataset.keys)));
    this.box.checked = hasShortcuts();
    this.box.addEventListener("change", () => {
      setShortcuts(this.box.checked);
      this.name();
    });
    this.querySelector("[data-close]").addEventListener("click", () => this.sheet.close());
    document.addEventListener("prose:do", ({ detail }) => detail === "keys" && this.show());
    document.addEventListener("keydown", (event) => this.hear(event));
    this.name();
  }

  show() {
    this.sheet.showModal();
    this.querySelector("[data-close]").focus();
  }

  signs(keys) {
    return keys.split(" ").flatMap((name, i) => {
      const sign = element("kbd", { textContent: this.sign(name) });
      return i ? [" ", sign] : [sign];
    });
  }

  sign(name) {
    const signs = { ...this.dataset, ...KEY_SIGNS };
    const parts = name.split("+").map((part) => signs[part] ?? signs[part.toLowerCase()] ?? part);
    return parts.map((part) => (part.length > 1 ? part : part.toUpperCase())).join(isMac ? "" : "+");
  }

  /** Each tool says its key, as long as it has one. */
  name() {
    for (const button of document.querySelectorAll("desk-tools [data-do]")) {
      const row = this.box.checked && this.rows.find(({ dataset }) => dataset.do === button.dataset.do);
      const label = button.ariaLabel ?? button.textContent.trim();
      button.title = row ? `${label} (${this.sign(row.dataset.keys)})` : label;
      if (row) button.setAttribute("aria-keyshortcuts", row.dataset.keys.replace("Mod", isMac ? "Meta" : "Control"));
      else button.removeAttribute("aria-keyshortcuts");
    }
  }

  hear(event) {
    if (!this.box.checked || event.defaultPrevented || event.isComposing || this.sheet.open) return;
    const row = this.rows.find(({ dataset }) => dataset.do && dataset.keys.split(" ").some((name) => isKey(event, name)));
    if (row && this.act(row.dataset.do, event.target)) event.preventDefault();
  }

  /** Whether there was something to do here. */
  act(what, target) {
    const isTyping = target.matches?.("input, textarea, select, [contenteditable]");
    if (what === "keys" && !isTyping) this.show();
    else if (what === "next" || what === "previous") this.step(what === "next" ? 1 : -1);
    else if (what === "preview") return this.preview();
    else if (what !== "keys" && target.matches?.(PROSE)) {
      target.dispatchEvent(new CustomEvent("prose:do", { bubbles: true, detail: what }));
    } else return false;
    return true;
  }

  preview() {
    const button = document.querySelector(".desk-bar [formaction$='/preview/']");
    button?.click();
    return Boolean(button);
  }

  /** To the first field of the block after, or before, the one that somebody writes in. */
  step(by) {
    const form = document.querySelector("desk-form");
    form?.step(by);
    const fields = [...(form?.current?.querySelectorAll(FIELDS) ?? [])];
    fields.find((field) => field.checkVisibility())?.focus({ preventScroll: true });
  }
}

customElements.define("desk-shortcuts", DeskShortcuts);
