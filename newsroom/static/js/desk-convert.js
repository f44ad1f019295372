/** Makes house markup of what Word, Google Docs and the web put on the clipboard as HTML. It hears
    "prose:convert", reads the page as blocks of words that look alike, and answers with the text and
    with how many of each kind of thing it left out. */
const HIDDEN = "script, style, head, title, meta, link, template, noscript, object, [hidden]";
const PICTURES = "img, svg, picture, video, audio, iframe, canvas, embed";
const BLOCKS = new Set([
  ..."p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre hr center form fieldset details summary".split(" "),
  ..."table caption tbody thead tfoot tr td th section article header footer main aside nav".split(" "),
  ..."figure figcaption address".split(" "),
]);
const NOTE = /^#(?:_?(?:ftn|edn)t?\d|sd(?:foot|end)note\d+sym)/;
const SIGNS = { sup: "⁰¹²³⁴⁵⁶⁷⁸⁹", sub: "₀₁₂₃₄₅₆₇₈₉" };

function cleaned(address) {
  const detail = { address };
  document.dispatchEvent(new CustomEvent("prose:address", { detail }));
  return detail.address;
}

/** Without the spaces that only laid out a page; one that belongs between number and unit stays. */
function spaced(text) {
  return text
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, "")
    .replace(/(?<=[\d«])\u00a0(?=\S)|(?<=\S)\u00a0(?=[»:;!?%€])/g, "\ue000")
    .replace(/[ \t\r\n\f\u00a0]+/g, " ")
    .replaceAll("\ue000", "\u00a0");
}

/** Without styles, which the page's policy would complain of; what elements ask for is kept as data. */
function bare(html) {
  const tags = html.replace(/<style\b.*?<\/style\s*>/gis, "");
  return tags.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle(?=\s*=)/gi, " data-style"));
}

class Reader {
  constructor(html) {
    this.dropped = {};
    this.blocks = [];
    this.page = new DOMParser().parseFromString(bare(html), "text/html");
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
    const leads = cleaned(href.trim());
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

document.addEventListener("prose:convert", ({ detail }) => {
  const { blocks, dropped } = new Reader(detail.html);
  const written = { blocks };
  document.dispatchEvent(new CustomEvent("prose:markup", { detail: written }));
  Object.assign(detail, { dropped, text: written.text });
});
