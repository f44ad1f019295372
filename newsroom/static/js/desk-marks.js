/** Bold, italic and bold lead-ins in house markup. Doing it again takes the marks away. */
const MARKS = { bold: "**", italic: "*" };
const BOLD = /(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?!\*)/g;
const ITALIC = [
  /\*(?=[^\s*])[^*]*?(?<=[^\s*])\*/g,
  /(?<![\p{L}\p{N}_])_(?=[^\s_])[^_]*?(?<=[^\s_])_(?![\p{L}\p{N}_])/gu,
];
const NO_MARKS = /\\[!-/:-@[-`{-~]|\]\([^)\n]*\)|\[\^[^\]\n]*\]/g; // what is escaped, addresses, citations
const MOST = 20000;
const OPENING = /^(?:> ?)*(?:#{1,6} +|(?:[-*+]|\d{1,9}[.)]) +)?/;
const SENTENCE = /^.{0,80}?[^\s.:!?…][.:!?…](?=\s|$)/;

function write(field, detail) {
  field.dispatchEvent(new CustomEvent("prose:write", { bubbles: true, detail }));
}

function blank(text, pattern) {
  return text.replace(pattern, (found) => "·".repeat(found.length));
}

/** The marked runs of one kind in a line. */
function runs(line, kind) {
  if (line.length > MOST) return []; // nobody typed that; looking through it at each key would take too long
  let bare = blank(line, NO_MARKS);
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
    let [first, last] = [Math.max(start - at, line.match(OPENING)[0].length), Math.min(end - at, line.length)];
    while (first < last && /\s/.test(line[first])) first += 1;
    while (last > first && /\s/.test(line[last - 1])) last -= 1;
    if (first < last) parts.push({ line, at, first, last });
    at += line.length + 1;
  }
  return parts;
}

function toggle(field, kind) {
  const mark = MARKS[kind];
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
  if (from >= 0 && value.slice(from, to) === mark + mark) write(field, { from, to, text: "" });
  else write(field, { from: at, to: at, text: mark + mark, select: [mark.length] });
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
  write(field, { from, to, text, select });
}

/** The first sentence of the line, or what is selected of it, in bold and with a stop behind it. */
function leadIn(field) {
  const { selectionStart, selectionEnd } = field;
  const { from: at, line } = lineAt(field.value, selectionStart);
  const start = line.match(OPENING)[0].length;
  const bold = runs(line, "bold").filter((run) => run.from >= start);
  if (bold[0]?.from === start) {
    apply(field, unmarked(at, bold[0], 2));
    return;
  }
  const words = line.slice(start);
  const asked = selectionStart < selectionEnd ? selectionEnd - at - start : 0;
  const said = blank(words, NO_MARKS);
  let most = Math.max(0, asked) || (said.match(SENTENCE) ?? said.match(/^\S*/))[0].length;
  for (const { from, to } of bold) if (from < start + most && start + most < to) most = to - start;
  const bare = words.slice(0, most).replaceAll("**", "").trim() || field.dataset.leadIn;
  const ended = /[.:!?…]["'’”»]?$/.test(bare) ? bare : `${bare}:`;
  const rest = words.slice(most).replace(/^[.:]/, "").trimStart();
  const select = words.trim() ? [ended.length + 5] : [2, 2 + bare.length];
  write(field, { from: at + start, to: at + line.length, text: `**${ended}** ${rest}`, select, as: "lead-in" });
}

document.addEventListener("prose:do", ({ target, detail }) => {
  if (detail in MARKS) toggle(target, detail);
  if (detail === "lead-in") leadIn(target);
});
document.addEventListener("prose:state", ({ target, detail }) => {
  const { selectionStart: caret, value } = target;
  const { from, line } = lineAt(value, caret);
  for (const kind of Object.keys(MARKS)) {
    const run = runs(line, kind).find((found) => found.from < caret - from && caret - from < found.to);
    if (run) detail.add(kind);
    if (run && kind === "bold" && run.from === line.match(OPENING)[0].length) detail.add("lead-in");
  }
});
