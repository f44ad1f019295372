/** House markup of what Word, Google Docs and the web put on the clipboard as HTML: the page is read as blocks of
    words that look alike; then they are written as markup. How many of each kind of thing were left out is said. */
import { parse } from "./desk.js";

const HIDDEN = "script, style, head, title, meta, link, template, noscript, object, [hidden]";
const PICTURES = "img, svg, picture, video, audio, iframe, canvas, embed";
const BLOCKS = new Set([
  ..."p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre hr center form fieldset details summary".split(" "),
  ..."table caption tbody thead tfoot tr td th section article header footer main aside nav".split(" "),
  ..."figure figcaption address".split(" "),
]);
const NOTE = /^#(?:_?(?:ftn|edn)t?\d|sd(?:foot|end)note\d+sym)/;
const SIGNS = { sup: "⁰¹²³⁴⁵⁶⁷⁸⁹", sub: "₀₁₂₃₄₅₆₇₈₉" };

/** Without the spaces that only laid out a page; one that belongs between number and unit stays. */
function spaced(text) {
  return text
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, "")
    .replace(/(?<=[\d«])\u00a0(?=\S)|(?<=\S)\u00a0(?=[»:;!?%€])/g, "\ue000")
    .replace(/[ \t\r\n\f\u00a0]+/g, " ")
    .replaceAll("\ue000", "\u00a0");
}

/** Without styles and handlers, which the page's policy would complain of; what elements ask for is kept as data. */
export function bare(html) {
  const tags = html.replace(/<style\b.*?<\/style\s*>/gis, "");
  return tags.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(?=(?:style|on[a-z]+)\s*=)/gi, " data-"));
}

class Reader {
  constructor(html, cleaned) {
    this.cleaned = cleaned;
    this.dropped = {};
    this.blocks = [];
    this.page = parse(bare(html));
    this.isDocs = Boolean(this.page.querySelector("[id^=docs-internal-guid]"));
    this.takeNotes();
    this.open();
    this.walk(this.page.body, { quoted: false });
  }

  drop(what) {
    this.dropped[what] = (this.dropped[what] ?? 0) + 1;
  }

  /** The words of footnotes, taken from the foot to where they are called. */
  takeNotes() {
    this.notes = new Map();
    for (const call of this.page.querySelectorAll("a[href^='#']")) {
      if (!NOTE.test(call.hash)) continue;
      const name = CSS.escape(call.hash.slice(1));
      const note = this.page.querySelector(`[id="${name}"], a[name="${name}"]`)?.closest("p, li, div");
      const said = spaced(note?.textContent ?? "").trim();
      this.notes.set(call, said.replace(/^\[?(?:\d+|[ivxlc]+|\*+)\]?\.?\s+|[[\]]/g, "").slice(0, 80).trim());
      note?.remove();
    }
  }

  open({ kind = "p", quoted = false, mark = "" } = {}) {
    this.blocks.push({ kind, quoted, mark, runs: [] });
  }

  add(run) {
    this.blocks.at(-1).runs.push({ bold: false, italic: false, href: "", ...run });
  }

  walk(parent, look) {
    let skips = false; // the bullets that Word draws itself
    for (const node of parent.childNodes) {
      const { data, nodeType } = node;
      if (nodeType === Node.COMMENT_NODE) skips = data.includes("[if !supportLists]") || (skips && !data.includes("[endif]"));
      else if (nodeType === Node.TEXT_NODE && !skips) this.say(data, look);
      else if (nodeType === Node.ELEMENT_NODE && !skips) this.enter(node, look);
    }
  }

  say(data, look) {
    const signs = SIGNS[look.raised];
    const isNumber = signs && /^\s*\d+\s*$/.test(data);
    const text = isNumber ? data.trim().replace(/\d/g, (digit) => signs[digit]) : data;
    if (isNumber && look.raised === "sup" && this.isDocs) this.drop("raised");
    this.add({ ...look, text: look.isSet ? text.split(/\r?\n/).map(spaced).join("\n") : spaced(text) });
  }

  enter(element, look) {
    const style = (element.getAttribute("data-style") ?? "").replace(/\s/g, "").toLowerCase();
    const tag = element.localName;
    if (element.matches(HIDDEN) || /display:none|mso-hide:all|mso-list:ignore/.test(style)) return;
    const left = this.leftOut(element, style, tag);
    if (left) this.drop(left);
    else if (this.notes.has(element)) this.call(element);
    else if (tag === "br") this.add({ text: "\n" });
    else if (BLOCKS.has(tag)) this.enterBlock(element, tag, style, seen(tag, style, look));
    else this.walk(element, { ...seen(tag, style, look), ...this.link(element, tag) });
  }

  leftOut(element, style, tag) {
    if (element.matches(PICTURES)) return "images";
    if (tag === "table" && [...element.rows].some(({ cells }) => cells.length > 1)) return "tables";
    if (/mso-(?:element|special-character):comment/.test(style) || element.matches(".MsoCommentReference")) return "comments";
    if (/^(?:del|s|strike)$/.test(tag) || /text-decoration(?:-line)?:[^;]*line-through/.test(style)) return "struck";
    const call = tag === "sup" && element.querySelector("a[href^='#']");
    return call && !this.notes.has(call) ? "references" : "";
  }

  call(element) {
    this.drop("notes");
    this.add({ note: this.notes.get(element) });
  }

  link(element, tag) {
    const href = tag === "a" ? element.getAttribute("href") ?? "" : "";
    const leads = this.cleaned(href.trim());
    if (href && !leads && !href.startsWith("#")) this.drop("links");
    return leads ? { href: leads } : {};
  }

  enterBlock(element, tag, style, look) {
    const level = /mso-list:l\d+level(\d)/.exec(style)?.[1];
    const heading = /^h[1-6]$/.test(tag) ? (tag > "h2" ? "###" : "##") : element.matches(".MsoTitle") && "##";
    const quoted = look.quoted || tag === "blockquote" || element.matches(".MsoQuote, .MsoIntenseQuote");
    if (/^[uo]l$/.test(tag)) this.list(element, tag, look);
    else if (tag === "li" || level) this.item(element, level, look);
    else if (heading) this.section(element, { kind: heading }, look);
    else if (look.item && quoted === look.quoted) this.within(element, look);
    else this.section(element, { quoted }, { ...look, quoted, isSet: look.isSet || tag === "pre" });
  }

  section(element, block, look) {
    this.open(block);
    this.walk(element, look);
    this.open();
  }

  /** A paragraph in a list item goes on with the item. */
  within(element, look) {
    this.add({ text: " " });
    this.walk(element, look);
    this.add({ text: " " });
  }

  list(element, tag, look) {
    const depth = (look.depth ?? 0) + 1;
    if (depth > 1) this.drop("nested");
    const count = { number: parseInt(element.getAttribute("start") ?? "1", 10) || 1 };
    this.walk(element, { ...look, depth, count, isNumbered: tag === "ol", item: null });
    this.open(look.item ?? { quoted: look.quoted });
  }

  item(element, level, look) {
    if (level > 1) this.drop("nested");
    const styled = [...element.querySelectorAll("[data-style]")];
    const drawn = styled.find((part) => /mso-list:\s*ignore/i.test(part.getAttribute("data-style")));
    const number = level ? /^\s*(\d+)[.)]/.exec(drawn?.textContent)?.[1] : look.isNumbered && look.count.number++;
    const block = { kind: "item", quoted: look.quoted, mark: number ? `${number}. ` : "- " };
    this.open(block);
    this.walk(element, { ...look, item: block });
    this.open({ quoted: look.quoted });
  }
}

/** What an element makes of the words in it; the style says more than the name. */
function seen(tag, style, look) {
  const weight = /(?:^|;)font-weight:(\w+)/.exec(style)?.[1];
  const slope = /(?:^|;)font-style:(\w+)/.exec(style)?.[1];
  const bold = weight ? /^bold|^[6-9]00/.test(weight) : /^(?:b|strong)$/.test(tag) || Boolean(look.bold);
  const italic = slope ? /^(?:italic|oblique)/.test(slope) : /^(?:i|em|cite)$/.test(tag) || Boolean(look.italic);
  const raised = tag in SIGNS ? tag : /vertical-align:(su[pb])/.exec(style)?.[1] ?? look.raised;
  return { ...look, bold, italic, raised };
}

/* Writing. */

const LETTER = "[\\p{L}\\p{N}]";
const [EDGE_SIGN, EDGE_SIGNS] = ["[\\p{P}\\p{S}]", "[\\p{P}\\p{S}\\s]*"];
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
  const opens = new RegExp(`${LETTER}$`, "u").test(lead ? "" : before) ? `(?:${EDGE_SIGN}${EDGE_SIGNS})?` : "";
  const closes = new RegExp(`^${LETTER}`, "u").test(trail ? "" : after) ? `(?:${EDGE_SIGNS}${EDGE_SIGN})?` : "";
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

/** What stands on the clipboard as markup, and what was dropped of it; `cleaned` gives an address for a text. */
export function convert(html, cleaned) {
  const { blocks, dropped } = new Reader(html, cleaned);
  let [text, last] = ["", null];
  for (const block of blocks) {
    const lines = written(block);
    if (!lines) continue;
    const quoted = lines.split("\n").map((line) => (line ? `> ${line}` : ">"));
    text += (last ? between(last, block) : "") + (block.quoted ? quoted.join("\n") : lines);
    last = block;
  }
  return { text, dropped };
}
