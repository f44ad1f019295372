/** Headings, lists and quotations in house markup, and what Enter does in them. */
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
  const from = value.slice(0, selectionStart).lastIndexOf("\n") + 1;
  const end = value.indexOf("\n", isUpToNewLine ? selectionEnd - 1 : selectionEnd);
  const to = end < 0 ? value.length : end;
  return { from, to, lines: value.slice(from, to).split("\n") };
}

function write(field, detail) {
  field.dispatchEvent(new CustomEvent("prose:write", { bubbles: true, detail }));
}

/** Put lines in the place of others; a line that follows at once would be read as going on with them. */
function put(field, { from, to }, text, kind) {
  const next = field.value.slice(to + 1).split("\n", 1)[0];
  const runsOn = kind && field.value[to] === "\n" && next.trim() && !is(kind, read(next));
  const caret = Math.max(0, text.length - Math.max(0, to - field.selectionEnd));
  const select = field.selectionStart === field.selectionEnd ? [caret] : [0, text.length];
  write(field, { from, to, text: runsOn ? `${text}\n` : text, select, as: kind });
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
  write(field, { from: to, to, text, select: [gap.length + 2] });
}

/** Enter goes on with a list or a quotation, and ends it where nothing was written. */
function newLine(field) {
  const { selectionStart: at, selectionEnd: to, value } = field;
  const from = value.slice(0, at).lastIndexOf("\n") + 1;
  const { quoted, marker, words } = read(value.slice(from, at));
  if (!(quoted || marker) || MARKERS.heading.test(marker)) return false;
  if (words || value.slice(to).split("\n", 1)[0].trim()) {
    const next = marker.replace(/\d+/, (number) => Number(number) + 1);
    write(field, { from: at, to, text: `\n${quoted}${next}` });
    return true;
  }
  const before = value.slice(0, from);
  const isApart = before === "" || before.endsWith("\n\n");
  const outer = marker && quoted ? `${quoted.trimEnd()}\n${quoted}` : "\n";
  write(field, { from, to, text: isApart ? "" : outer });
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
  if (!isEnter || shifted || event.isComposing || !event.target.matches?.("textarea.prose")) return;
  if (newLine(event.target)) event.preventDefault();
});
