/** What comes into prose from elsewhere: links, mentions, figures and quotes of the story, and what is pasted. */
import { DeskPick } from "./picker.js";
import { fieldOf, write } from "./desk.js";

/* Addresses. */

const TRACKING = /^(?:utm_.*|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|(?:fb|g|d|y|ms|tw)clid|igshid|[gw]braid|ref_(?:src|url))$/i;
const GOOGLE = /^(?:www\.)?google\.[a-z.]+$/;
const OUTLOOK = /\.safelinks\.protection\.outlook\.com$/;

/** An address as it stands in a text: without trackers and detours, ours without its host, and breaking no markup;
    empty if it leads nowhere. */
export function cleaned(href) {
  if (/^mailto:[^?\s]/i.test(href)) return href.split("?")[0];
  if (!/^https?:\/\/[^/?#]/i.test(href) || !URL.canParse(href)) return "";
  const { host, origin, pathname, searchParams } = new URL(href);
  const isDetour = (GOOGLE.test(host) && pathname === "/url") || OUTLOOK.test(host);
  const behind = isDetour && (searchParams.get("q") ?? searchParams.get("url"));
  if (behind) return cleaned(behind);
  const [, bare, search, hash] = href.match(/^([^?#]*)\??([^#]*)(.*)$/s);
  const kept = search.split("&").filter((part) => part && !TRACKING.test(part.split("=")[0]));
  const whole = (origin === location.origin ? pathname : bare) + (kept.length ? `?${kept.join("&")}` : "") + hash;
  return whole.replace(/[()<>\s]/g, (sign) => `%${sign.charCodeAt().toString(16).padStart(2, "0")}`);
}

/* Links. */

const LINK = /(?<![!@\\])\[((?:[^[\]\n\\]|\\.)*)\]\(([^\s()]*)\)/g;
const LINKED = /@?\[([^[\]\n]*)\]\([^\s()]*\)/g;
const CITED = /\s*(?<!\\)\[\^[^\]\n]*\]/g;
const HOST = /^(?:www\.)?[^\s/@:]+\.[a-z]{2,}(?:[/?#]\S*)?$/i;

/** The address as it will stand in the text, or what is wrong with it. */
function checked(typed, says) {
  const isMailbox = /^[^\s@:/]+@[^\s@/]+\.[^\s@/]+$/.test(typed);
  const isOurs = /^\/(?!\/)/.test(typed);
  const begins = isMailbox ? "mailto:" : HOST.test(typed) ? "https://" : isOurs ? location.origin : "";
  const address = cleaned(begins + typed);
  if (!address) return { fault: says.wrong };
  return address.startsWith("/admin/") ? { fault: says.desk } : { address };
}

/** Links the selected words to an address, or to a page of the paper found by its title. */
class DeskLink extends DeskPick {
  tool = "link";
  wait = 150;

  connectedCallback() {
    super.connectedCallback();
    this.words = this.querySelector("[data-words]");
    this.querySelector("[data-insert]").addEventListener("click", () => this.pickTyped(this.input.value.trim()));
    this.querySelector("[data-remove]").addEventListener("click", () => this.insert(this.words.value));
    document.addEventListener("prose:state", ({ target, detail }) => {
      if (this.around(target)) detail.add("link");
    });
  }

  /** The link that the caret stands in. */
  around({ value, selectionStart: at, selectionEnd }) {
    const from = value.slice(0, at).lastIndexOf("\n") + 1;
    const line = value.slice(from).split("\n", 1)[0];
    const links = [...line.matchAll(LINK)].map(({ index, 0: all, 1: words, 2: address }) => {
      return { from: from + index, to: from + index + all.length, words, address };
    });
    return links.find((link) => link.from < at && selectionEnd < link.to);
  }

  openAt(field) {
    const link = this.around(field);
    const { selectionStart: from, selectionEnd: to, value } = field;
    const selected = value.slice(from, to);
    // A link holds no other link, and no citation: those follow it.
    this.cited = link ? "" : (selected.match(CITED) ?? []).join("").trim();
    this.words.value = link ? link.words : selected.replace(CITED, "").replace(LINKED, "$1").trim();
    this.querySelector("[data-remove]").hidden = !link;
    this.open(field, { from: link?.from ?? from, to: link?.to ?? to, query: link?.address ?? "" });
  }

  async find(query, signal) {
    if (query.length < 2 || /^\/|:|@/.test(query) || HOST.test(query)) return [];
    const { found } = await this.fetch(this.dataset.pages, { query: { q: query }, signal });
    return found;
  }

  choose({ address, title }) {
    this.words.value ||= title;
    this.put(address);
  }

  pickTyped(typed) {
    const { address, fault } = checked(typed, this.dataset);
    if (fault) {
      this.say(fault);
      return;
    }
    this.words.value ||= typed.replace(/^https?:\/\/(www\.)?|^mailto:|\/$/gi, "");
    this.put(address);
  }

  put(address) {
    const words = this.words.value.replace(/\s+/g, " ").trim().replace(/(?<!\\)[[\]]/g, "\\$&");
    this.insert(`[${words}](${address})${this.cited}`);
  }
}

customElements.define("desk-link", DeskLink);

/** Picks somebody or something of the who's who for `@[label](slug)`, or adds it there first. */
// Only behind a space or an opening sign, so that no e-mail address asks for a name.
const BEGUN = /(?<=^|[\s([{"'“‘„«–—])(?<all>@(?:\[|(?=[\p{L}\p{N}]))(?<query>[^\n@[\]()]{0,60}))$/u;
const NAMED = /@\[([^[\]\n]{1,120})\]\(([^\s()]{1,80})\)/g;

class DeskMention extends DeskPick {
  tool = "mention";
  wait = 150;

  connectedCallback() {
    super.connectedCallback();
    this.form = this.querySelector("form");
    this.words = this.form.elements;
    this.search = this.querySelector("[data-picks]");
    this.follow(BEGUN, /^[^[\]\n]{0,120}\]\([^\s()]*\)/);
    this.words.kind.addEventListener("change", () => this.askOfPersons());
    this.form.addEventListener("submit", (event) => this.make(event));
    this.querySelector("[data-back]").addEventListener("click", () => this.turnTo(this.search));
  }

  openAt(field) {
    const { selectionStart: from, selectionEnd: to, value } = field;
    this.open(field, { from, to, query: value.slice(from, to) });
  }

  open(field, place) {
    this.selected = place.inline ? "" : field.value.slice(place.from, place.to);
    this.turnTo(this.search);
    super.open(field, place);
  }

  turnTo(shown) {
    this.search.hidden = this.list.hidden = shown !== this.search;
    this.form.hidden = shown !== this.form;
    if (this.isOpen && shown === this.search) this.input.focus();
  }

  async find(query, signal) {
    if (!query) return this.named();
    if (query.split(/\s+/).length > 4) return [];
    const { found, kinds } = await this.fetch(this.dataset.entities, { query: { q: query }, signal });
    this.kinds = kinds;
    const options = found.map(({ slug, name, said, lead, also }) => {
      const isAlias = also && !name.toLowerCase().includes(query.toLowerCase());
      return { slug, title: name, said, more: isAlias ? `${this.dataset.also} ${also}` : lead };
    });
    if (kinds.length && query.length > 1) {
      options.push({ title: this.dataset.create.replace("%s", query), act: () => this.begin(query) });
    }
    return options;
  }

  /** Whoever this page mentions already. */
  named() {
    const texts = [...document.querySelectorAll("textarea.prose")].map(({ value }) => value);
    const found = new Map([...texts.join("\n").matchAll(NAMED)].map(([, title, slug]) => [slug, { slug, title }]));
    return [...found.values()].slice(0, 8);
  }

  /** The words that were selected stay, as the label. */
  choose({ slug, title }) {
    const label = (this.selected || title).replace(/[[\]\s]+/g, " ").trim().slice(0, 120);
    this.insert(`@[${label}](${slug})`);
  }

  begin(name) {
    if (this.isInline) {
      super.open(this.field, { from: this.from, to: this.to });
      this.selection = [this.to - this.from];
    }
    this.settle();
    this.form.reset();
    this.words.name.value = name;
    this.words.kind.replaceChildren(...this.kinds.map(([value, label]) => new Option(label, value)));
    this.askOfPersons();
    this.turnTo(this.form);
    this.say("");
    this.words.name.focus();
    this.place();
  }

  askOfPersons() {
    const isPerson = this.words.kind.value === "person";
    const asks = this.form.querySelector("[data-persons]");
    asks.hidden = asks.disabled = !isPerson;
  }

  async make(event) {
    event.preventDefault();
    const body = [...new FormData(this.form)];
    const made = await this.fetch(this.dataset.make, { body }).catch((fault) => this.fail(fault));
    if (made && this.isOpen) this.choose({ slug: made.slug, title: made.name });
  }
}

customElements.define("desk-mention", DeskMention);

/** Places one of this story's figures or quotes in the telling, on a line of its own. */
class DeskPlace extends DeskPick {
  tool = "place";

  /** Before the line if the caret is at its start, else behind it: no sentence is torn apart. */
  openAt(field) {
    const { selectionEnd: at, value } = field;
    const isStart = at === 0 || value[at - 1] === "\n";
    const from = isStart ? at : at + value.slice(at).split("\n", 1)[0].length;
    this.open(field, { from, to: from });
  }

  async find(query) {
    const rows = [...this.rows("figure", "caption", "alt"), ...this.rows("quote", "text", "speaker")];
    return rows.filter((row) => Object.values(row).join(" ").toLowerCase().includes(query.toLowerCase()));
  }

  rows(kind, ...names) {
    const standing = [...document.querySelectorAll(`#${kind}_set-group .part:not(.gone)`)];
    const value = (part, name) => fieldOf(part, name)?.value.trim() ?? "";
    return standing.map((part, i) => {
      const key = value(part, "key");
      const isThere = key && this.field.value.split("\n").includes(`::${kind} ${key}`);
      const [title, said] = names.map((name) => value(part, name));
      const mark = this.dataset[kind];
      const named = title || said || `${mark} ${i + 1}`;
      return { kind, key, part, mark, title: named, said: title && said, more: isThere ? this.dataset.placed : key };
    });
  }

  /** What has no key yet gets one: a placement needs it. */
  choose({ kind, key, part, said, mark }) {
    const name = key || this.keyFor(part, said || mark);
    const { field, from } = this;
    const [before, after] = [field.value.slice(0, from), field.value.slice(from)];
    const line = `::${kind} ${name}`;
    const open = !before.trim() ? "" : "\n".repeat(2 - before.match(/\n{0,2}$/)[0].length);
    const end = !after.trim() ? "\n\n" : "\n".repeat(2 - after.match(/^\n{0,2}/)[0].length);
    this.insert(open + line + end, [open.length + line.length + 2]);
  }

  keyFor(part, words) {
    const taken = [...part.parentElement.querySelectorAll("[name$='-key']")].map(({ value }) => value);
    const bare = words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const base = bare.match(/[a-z0-9]{1,40}(?=[^a-z0-9]*$)/)?.[0] ?? "part";
    let [name, number] = [base, 1];
    while (taken.includes(name)) name = `${base}-${(number += 1)}`;
    const field = fieldOf(part, "key");
    field.value = name;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return name;
  }
}

customElements.define("desk-place", DeskPlace);

/** What is pasted as HTML becomes house markup; a line below the field says what was left out, and offers to take
    it back. An address pasted over words makes them a link. */
let convert;
const PASTED_ADDRESS = /^https?:\/\/[^\s/]+\.\S+$/i;

class DeskPaste extends HTMLElement {
  connectedCallback() {
    if (this.said) return;
    this.said = this.querySelector("[role=status]");
    this.addEventListener("click", ({ target }) => this.answer(target.closest("button")?.dataset.then));
    document.addEventListener("input", ({ target }) => {
      if (target === this.field && this.at < 0) this.hidden = true;
    });
    document.addEventListener("paste", (event) => {
      if (event.target.matches?.("textarea.prose") && !event.target.readOnly && this.paste(event)) event.preventDefault();
    });
  }

  /** Where the pasted text stands now; -1 once it was changed. */
  get at() {
    return this.field.value.indexOf(this.text);
  }

  paste({ target: field, clipboardData }) {
    const html = clipboardData.getData("text/html");
    const plain = clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
    if (PASTED_ADDRESS.test(plain.trim()) && this.link(field, plain.trim())) return true;
    if (!html) return this.tooLong(field, plain) && this.put(field, plain, plain, {});
    if (convert) return this.take(field, html, plain);
    this.begin(field, html, plain);
    return true;
  }

  /** Few paste such a thing: what makes markup of it comes when somebody first does. */
  async begin(field, html, plain) {
    const loaded = await import("./clipboard.js").catch(() => null);
    convert = loaded?.convert;
    if (convert && this.take(field, html, plain)) return;
    write(field, { from: field.selectionStart, to: field.selectionEnd, text: plain });
  }

  /** Whether there was more to it than its plain text. */
  take(field, html, plain) {
    const { text, dropped } = convert(html, cleaned);
    if (text === plain.trim() && !Object.keys(dropped).length && !this.tooLong(field, text)) return false;
    return this.put(field, text, plain, dropped);
  }

  link(field, typed) {
    const { selectionStart: from, selectionEnd: to, value } = field;
    const words = value.slice(from, to);
    const isBare = words.trim() && !/[\n[\]]/.test(words) && !PASTED_ADDRESS.test(words.trim());
    if (!isBare || /\]\([^)\s]*$/.test(value.slice(0, from))) return false;
    const [, lead, core, trail] = words.match(/^(\s*)(.*?)(\s*)$/);
    write(field, { from, to, text: `${lead}[${core}](${cleaned(typed)})${trail}` });
    return true;
  }

  tooLong({ maxLength, value, selectionStart, selectionEnd }, text) {
    const over = value.length - (selectionEnd - selectionStart) + text.length - maxLength;
    return maxLength > 0 && over > 0 ? over : 0;
  }

  /** Blocks stand apart from what is around them; a lone paragraph goes on with its line. */
  put(field, text, plain, dropped) {
    let { selectionStart: from, selectionEnd: to } = field;
    const { value } = field;
    const isBlock = /\n|^(?:#|- |> |\d+\. )/.test(text) && text !== plain;
    while (isBlock && value[from - 1] === " ") from -= 1;
    while (isBlock && value[to] === " ") to += 1;
    const [before, after] = [value.slice(0, from), value.slice(to)];
    const open = isBlock && before.trim() ? "\n".repeat(2 - before.match(/\n{0,2}$/)[0].length) : "";
    const close = isBlock && after.trim() ? "\n".repeat(2 - after.match(/^\n{0,2}/)[0].length) : "";
    const over = this.tooLong(field, open + text + close);
    const [lead, trail] = [value.slice(from, field.selectionStart), value.slice(field.selectionEnd, to)];
    Object.assign(this, { field, plain: lead + plain + trail, before: value.slice(from, to), text: open + text + close });
    write(field, { from, to, text: this.text, select: [open.length + text.length] });
    this.report(dropped, over);
    return true;
  }

  report({ notes, nested, raised, ...dropped }, over) {
    const { dataset } = this;
    const counted = Object.entries(dropped).map(([what, count]) => dataset[what].replace("%s", count));
    const said = [dataset.pasted];
    if (counted.length) said.push(`${dataset.dropped} ${counted.join(", ")}.`);
    if (nested) said.push(dataset.nested);
    if (notes) said.push(`${dataset.notes} ${notes}.`);
    if (raised) said.push(dataset.raised);
    if (over) said.push(dataset.over.replace("%s", over));
    this.field.after(this);
    this.hidden = false;
    this.querySelector("[data-then=plain]").hidden = !this.plain.trim() || this.plain.trim() === this.text.trim();
    this.said.textContent = said.join(" ");
  }

  answer(then) {
    if (!then) return;
    const { at, field, text } = this;
    this.hidden = true;
    if (then === "close") field.focus({ preventScroll: true });
    else if (at >= 0) write(field, { from: at, to: at + text.length, text: then === "plain" ? this.plain : this.before });
  }
}

customElements.define("desk-paste", DeskPaste);
