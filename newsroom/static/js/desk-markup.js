/** Blocks of words that look alike as house markup: hears "prose:markup", and answers with the text. */

/** Signs that would be read as markup: what was pasted goes on saying what it said. */
function escaped(text) {
  return text
    .replace(/\\(?=[!-/:-@[-`{-~]|$)|\*(?=\S)|(?<=\S)\*|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gmu, "\\$&")
    .replace(/(?<=[@!])\[|\[(?=\^)|\](?=\()|<(?=[a-z/!?])|&(?=#?\w+;)|`(?=``)|~(?=~~)|(?<!\S):(?=:[a-z])/gi, "\\$&");
}

function escapedStart(line) {
  return line.replace(/^(?:#{1,6}(?=\s|$)|>|[-+*](?=\s|$))/, "\\$&").replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2");
}

function grouped(runs, name) {
  const groups = [];
  for (const run of runs) {
    if (groups.length && groups.at(-1)[0][name] === run[name]) groups.at(-1).push(run);
    else groups.push([run]);
  }
  return groups;
}

const LOOKS = [
  ["href", (href) => ["[", `](${href})`]],
  ["bold", () => ["**", "**"]],
  ["italic", () => ["*", "*"]],
];

function words(runs) {
  const pieces = grouped(runs, "note").map((group) => {
    const { note } = group[0];
    if (note === undefined) return escaped(group.map(({ text }) => text).join(""));
    return `[^fix-me${note && ` ${note}`}]`.repeat(group.length);
  });
  return pieces.join("");
}

/** Where a word goes on, its marks must not stand beside other signs: those stay outside of them. */
function fitted(core, before, after) {
  const [, start, rest] = /[\p{L}\p{N}]$/u.test(before) ? core.match(/^((?:\\?[\p{P}\p{S}])*)(.*)$/su) : ["", "", core];
  const [, middle, end] = /^[\p{L}\p{N}]/u.test(after) ? rest.match(/^(.*?)((?:\\?[\p{P}\p{S}])*)$/su) : ["", rest, ""];
  return [start, middle, end];
}

/** Runs that look alike within marks, the space around them outside. */
function marked(runs, depth = 0) {
  if (depth === LOOKS.length) return words(runs);
  const [name, marks] = LOOKS[depth];
  const groups = grouped(runs, name);
  const said = (group) => (group ?? []).map(({ text }) => text).join("");
  const pieces = groups.map((group, i) => {
    const inner = marked(group, depth + 1);
    if (!group[0][name] || !inner.trim()) return inner;
    const [, lead, core, trail] = inner.match(/^(\s*)(.*?)(\s*)$/s);
    const [open, close] = marks(group[0][name]);
    if (name === "href") return lead + open + core.replace(/(?<!\\)[[\]]/g, "\\$&") + close + trail;
    if (/^\*|\*$/.test(core)) return lead + open + core + close + trail;
    const [start, middle, end] = fitted(core, lead ? "" : said(groups[i - 1]), trail ? "" : said(groups[i + 1]));
    return lead + start + (middle && open + middle + close) + end + trail;
  });
  return pieces.join("");
}

function written({ kind, runs, mark }) {
  const isHeading = kind.startsWith("#");
  const looks = isHeading ? runs.map((run) => ({ ...run, bold: false, italic: false })) : runs;
  // A space behind words looks like them, so that marks don't end and begin again around it.
  const even = looks.map((run, i) => (run.text?.trim() === "" && i ? { ...looks[i - 1], note: undefined, text: run.text } : run));
  const text = marked(even).replace(/ *\n */g, "\n").replace(/ {2,}/g, " ").trim();
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
