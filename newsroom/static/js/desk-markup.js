/** Blocks of words that look alike as house markup: hears "prose:markup", and answers with the text. */
const LETTER = "[\\p{L}\\p{N}]";
const [SIGN, SIGNS] = ["[\\p{P}\\p{S}]", "[\\p{P}\\p{S}\\s]*"];
const PAIRED = /\\(?=[!-/:-@[-`{-~]|$)|\*(?=\S|$)|(?<=\S|^)\*|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gmu;
const BRACKET = /(?<!(?<!\\)(?:\\\\)*\\)[[\]]/g; // one that isn't escaped
const OTHER = /(?<=[@!])\[|\[(?=\^)|\](?=\()|<(?=[a-z/!?])|&(?=#?\w+;)|`|~(?=~)|=(?==)|(?<!\S):(?=:[a-z])/gi;
// What opens a heading, a quotation, a row, a list, the line under a table's head, or looks like one.
const START = /^(?:#{1,6}(?=\s|$)|#{2,6}(?=[\p{L}\p{N}_])|>|\||[-+*](?=\s|$)|:?-+:?(?=\s*\|)|-(?=(?:\s*-){2,}\s*$))/u;

/** Signs that would be read as markup: what was pasted goes on saying what it said. */
function escaped(text) {
  return text.replace(PAIRED, "\\$&").replace(OTHER, "\\$&");
}

function escapedStart(line) {
  return line.replace(START, "\\$&").replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2");
}

/** Runs as pieces of one look; of two that touch within a word, the second looks like the first. */
function pieces(runs) {
  const made = [];
  for (const { note, text = "", bold, italic } of runs) {
    const mark = (bold ? "**" : "") + (italic ? "*" : "");
    const last = made.at(-1);
    const touches = last?.mark && mark && /\S$/.test(last.text) && /^\S/.test(text);
    if (last && last.note === undefined && note === undefined && (last.mark === mark || touches)) last.text += text;
    else made.push({ note, text, mark });
  }
  return made;
}

/** A piece within its marks. Space stays outside, and so do signs between a mark and a letter: they would hide it. */
function marked({ mark, text }, before, after) {
  const [, lead, core, trail] = text.match(/^(\s*)(.*?)(\s*)$/s);
  if (!mark || !core) return escaped(text);
  const opens = new RegExp(`${LETTER}$`, "u").test(lead ? "" : before) ? `(?:${SIGN}${SIGNS})?` : "";
  const closes = new RegExp(`^${LETTER}`, "u").test(trail ? "" : after) ? `(?:${SIGNS}${SIGN})?` : "";
  const [, start, middle, end] = core.match(new RegExp(`^(${opens})(.*?)(${closes})$`, "su"));
  return lead + escaped(start) + (middle && mark + escaped(middle) + mark) + escaped(end) + trail;
}

function words(runs) {
  const made = pieces(runs);
  const said = made.map((piece, i) => {
    const [before, after] = [made[i - 1]?.text ?? "", made[i + 1]?.text ?? ""];
    if (piece.note !== undefined) return `[^fix-me${piece.note && ` ${piece.note}`}]`;
    const text = marked(piece, before, after);
    return made[i - 1]?.note === undefined ? text : text.replace(/^\(/, "\\(");
  });
  return said.join("");
}

/** Words and links; a sign before a bracket would make it something else. */
function linked(runs) {
  const groups = [];
  for (const run of runs) {
    if (groups.at(-1)?.[0].href === run.href) groups.at(-1).push(run);
    else groups.push([run]);
  }
  return groups.reduce((before, group) => {
    const { href, note } = group[0];
    const [, lead, core, trail] = words(group).match(/^(\s*)(.*?)(\s*)$/s);
    const isBracket = (href && core) || note !== undefined;
    const apart = isBracket && !lead ? before.replace(/[!@]$/, "\\$&") : before;
    return apart + lead + (href && core ? `[${core.replace(BRACKET, "\\$&")}](${href})` : core) + trail;
  }, "");
}

function written({ kind, runs, mark }) {
  const isHeading = kind.startsWith("#");
  const looks = isHeading ? runs.map((run) => ({ ...run, bold: false, italic: false })) : runs;
  // A space behind words looks like them, so that marks don't end and begin again around it.
  const even = looks.map((run, i) => (run.text?.trim() === "" && i ? { ...looks[i - 1], note: undefined, text: run.text } : run));
  const text = linked(even).replace(/ *\n */g, "\n").replace(/ {2,}/g, " ").trim();
  const line = escapedStart(text.replace(/\s*\n\s*/g, " "));
  if (isHeading) return text && `${kind} ${line}`;
  if (kind === "item") return text && mark + line;
  const paragraphs = text.split(/\n{2,}/).map((lines) => lines.split("\n").map(escapedStart).join("  \n"));
  return paragraphs.join("\n\n").replace(/^[•·▪◦‣]\s+/gm, "- ");
}

/** What stands between two blocks, so that they stay two, or one list. */
function between(last, block) {
  if (last.quoted !== block.quoted) return "\n\n";
  if (last.kind === "item" && block.kind === "item") return "\n";
  return block.quoted ? "\n>\n" : "\n\n";
}

document.addEventListener("prose:markup", ({ detail }) => {
  let [text, last] = ["", null];
  for (const block of detail.blocks) {
    const lines = written(block);
    if (!lines) continue;
    const quoted = lines.split("\n").map((line) => (line ? `> ${line}` : ">"));
    text += (last ? between(last, block) : "") + (block.quoted ? quoted.join("\n") : lines);
    last = block;
  }
  detail.text = text;
});
