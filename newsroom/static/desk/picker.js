/** A list to pick from, beside the caret. One filters it in its own box, or goes on typing in
    the text: then the field itself drives the list. What is listed, subclasses say in `find`. */
import { ask, element, isSignedOut, post, write } from "./desk.js";

export class DeskPick extends HTMLElement {
  tool = ""; // that opens it
  wait = 0; // before asking a server, while somebody types
  options = [];
  left = {}; // where somebody has closed the list, so as to type on

  connectedCallback() {
    this.input = this.querySelector("[role=combobox]");
    this.list = this.querySelector("[role=listbox]");
    this.said = this.querySelector("[role=status]");
    this.input?.addEventListener("input", () => this.ask(this.input.value));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => {
      const row = target.closest("[role=option]");
      if (row) this.pick(this.options[row.dataset.at]);
    });
    document.addEventListener("prose:do", ({ target, detail }) => detail === this.tool && this.openAt(target));
    document.addEventListener("keydown", (event) => this.steer(event), true);
    for (const gone of ["focusin", "mousedown"]) {
      document.addEventListener(gone, ({ target }) => this.isOpen && !this.isAbout(target) && this.close());
    }
    const stay = () => this.isOpen && this.place();
    for (const moved of ["scroll", "resize"]) addEventListener(moved, stay, true);
    window.visualViewport?.addEventListener("resize", stay); // a phone's keyboard came up
  }

  get isOpen() {
    return this.matches(":popover-open");
  }

  get driver() {
    return this.isInline ? this.field : this.input;
  }

  isAbout(target) {
    return this.contains(target) || (this.isInline && target === this.field);
  }

  /** Open over `from` to `to` of the field, which what is picked will replace. */
  open(field, { from, to, query = "", inline = false }) {
    this.close();
    Object.assign(this, { field, from, to, isInline: inline, selection: [0, to - from] });
    this.classList.toggle("inline", inline);
    if (inline) this.removeAttribute("role");
    else this.setAttribute("role", "dialog");
    if (inline) this.tabIndex = 0; // what scrolls can have the focus
    else this.removeAttribute("tabindex");
    this.showPopover();
    this.driver.setAttribute("aria-controls", this.list.id);
    if (this.driver.role === "combobox") this.driver.ariaExpanded = "true";
    this.show([]);
    if (!inline) {
      this.input.value = query;
      this.input.focus({ preventScroll: true });
      this.input.select();
    }
    this.ask(query, 0);
  }

  close() {
    if (!this.isOpen) return;
    this.settle();
    this.driver.removeAttribute("aria-activedescendant");
    if (this.driver.role === "combobox") this.driver.ariaExpanded = "false";
    this.isInline = false;
    this.hidePopover();
  }

  /** Back to the text, with what was selected there. */
  leave() {
    const { field, from, to, isInline, selection } = this;
    if (isInline) {
      this.left = { field, from };
      this.close();
    } else this.insert(field.value.slice(from, to), selection);
  }

  /** Follow what is typed in prose: open where `begun` finds (all, query) before the caret. What
      `ended` finds behind it belongs to what is typed. */
  follow(begun, ended) {
    const look = ({ target: field, inputType = "" }) => {
      if (!field.matches?.("textarea.prose")) return;
      const { selectionStart: at, selectionEnd, value } = field;
      const { all, query } = (at === selectionEnd && value.slice(Math.max(0, at - 100), at).match(begun)?.groups) || {};
      const tail = value.slice(at, at + 200).match(ended)?.[0] ?? "";
      const isWithin = !tail && all?.includes("[") && /^[^[\]\n]*\]/.test(value.slice(at, at + 100));
      const [from, to] = [at - all?.length, at + tail.length];
      if (this.hasEntered && this.field === field && at >= this.to) return; // goes on behind what will be picked
      if (!all) this.left = {};
      if (this.isInline && this.field === field && this.from === from) {
        this.to = to;
        this.ask(query);
      } else if (this.isInline) this.close();
      else if (all && !isWithin && inputType.startsWith("insert") && !(this.left.field === field && this.left.from === from)) {
        this.open(field, { from, to, query, inline: true });
      }
    };
    document.addEventListener("input", look);
    document.addEventListener("selectionchange", () => {
      const { selectionStart, selectionEnd } = this.isInline ? this.field : {};
      if (selectionStart < this.from || (selectionEnd > this.to + 1 && !this.hasEntered)) this.close();
    });
  }

  /** Expect no more answers. */
  settle() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.isAsking = this.hasEntered = false;
  }

  ask(query, wait = this.wait) {
    this.settle();
    this.asked = new AbortController();
    this.isAsking = true;
    const { signal } = this.asked;
    this.look = async () => {
      this.look = null;
      const found = await this.find(query.trim(), signal).catch((fault) => this.fail(fault));
      if (signal.aborted || !this.isOpen) return;
      this.show(found ?? []);
      if (found) this.say(found.length ? this.dataset.found.replace("%s", found.length) : this.dataset.none);
      this.isAsking = false;
      if (this.hasEntered) this.enter();
    };
    this.timer = setTimeout(() => this.look?.(), wait);
  }

  /** What was listed for fewer letters is not meant: whoever is quicker than the list waits for it. */
  enter() {
    const option = this.options[this.active];
    this.hasEntered = this.isAsking;
    if (this.isAsking) return this.hurry();
    if (option) this.pick(option);
    else if (!this.isInline) this.pickTyped(this.input.value.trim());
  }

  hurry() {
    clearTimeout(this.timer);
    this.look?.();
  }

  /** Each option has a title, and perhaps a mark before it, said behind it, more below it; `act` if it is no mere choice. */
  show(options) {
    this.options = options;
    this.list.replaceChildren(...options.map((option, at) => this.row(option, at)));
    this.list.hidden = !options.length;
    this.classList.toggle("empty", !options.length);
    this.activate(this.isInline ? options.findIndex(({ act }) => !act) : 0);
    this.place();
  }

  row(option, at) {
    const row = element("li", { id: `${this.id}-${at}`, role: "option" });
    row.dataset.at = at;
    for (const part of ["mark", "title", "said", "more"].filter((name) => option[name])) {
      row.append(element("span", { className: `option-${part}`, textContent: option[part] }), " ");
    }
    return row;
  }

  activate(at) {
    this.active = at;
    [...this.list.children].forEach((row, i) => (row.ariaSelected = String(i === at)));
    const row = this.list.children[at];
    row?.scrollIntoView({ block: "nearest" });
    if (row) this.driver.setAttribute("aria-activedescendant", row.id);
    else this.driver.removeAttribute("aria-activedescendant");
  }

  steer(event) {
    const isPlain = !(event.isComposing || event.ctrlKey || event.metaKey || event.altKey);
    if (!this.isOpen || !isPlain || !this.isAbout(event.target) || !this.handles(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Whether a key was for the list; in the text all others are for the text. */
  handles({ key, target, shiftKey }) {
    if (key === "Escape") {
      this.leave();
      return true;
    }
    if (key === "Tab" && !this.isInline) return this.turn(target, shiftKey);
    if (!this.isInline && !target.closest("[data-picks]")) return false;
    const count = this.options.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step && count) this.activate(this.active < 0 && step < 0 ? count - 1 : (this.active + step + count) % count);
    if (key !== "Enter" || (this.isInline && !this.options[this.active])) return Boolean(step && count);
    this.enter();
    return true;
  }

  /** Tab goes round within the panel, which has no place in the page's order. */
  turn(target, isBack) {
    const stops = [...this.querySelectorAll("input, select, button")].filter((stop) => stop.checkVisibility());
    const [end, start] = isBack ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (target === end) start.focus();
    return target === end;
  }

  pick(option) {
    if (option.act) option.act();
    else this.choose(option);
  }

  pickTyped() {}

  /** Put a text in the place that the list was opened for, and go on writing behind it and what came since. */
  insert(text, select) {
    const { field, from, to } = this;
    const since = this.isInline ? Math.max(0, field.selectionEnd - to) : 0;
    if (this.isInline) select ??= [text.length + since];
    this.close();
    write(field, { from, to, text, select });
    // A list about what came since has lost its place.
    if (since) field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
  }

  say(words) {
    this.said.textContent = words;
  }

  fail(fault) {
    if (fault.name !== "AbortError") this.say(fault.words ?? this.dataset.failed);
  }

  /** What the desk answers; what it refuses is thrown, with its words. */
  async fetch(address, { query, body, signal } = {}) {
    const url = query ? `${address}?${new URLSearchParams(query)}` : address;
    const answer = await (body ? post(url, new URLSearchParams(body), { signal }) : ask(url, { signal }));
    signal?.throwIfAborted();
    if (!answer || isSignedOut(answer)) throw { words: this.dataset[answer ? "signedOut" : "failed"] };
    const said = await answer.json().catch(() => ({}));
    signal?.throwIfAborted();
    if (!answer.ok) throw { words: said.error };
    return said;
  }

  place() {
    const view = window.visualViewport ?? { offsetTop: 0, height: innerHeight };
    const [top, bottom] = [view.offsetTop + 4, view.offsetTop + view.height - 4];
    const caret = caretOf(this.field, this.from);
    const { width, height } = this.getBoundingClientRect();
    const isAbove = caret.bottom + 4 + height > bottom && caret.top - 4 - height > top;
    const wanted = isAbove ? caret.top - 4 - height : Math.min(caret.bottom + 4, bottom - height);
    this.style.top = `${Math.max(top, wanted)}px`;
    this.style.left = `${Math.max(8, Math.min(caret.left, document.documentElement.clientWidth - width - 8))}px`;
  }
}

/** Where a place in a field is on the screen: its text is set again in a box that can be measured. */
function caretOf(field, at) {
  const box = field.getBoundingClientRect();
  if (field.tagName !== "TEXTAREA") return box;
  const copy = element("div", { className: "prose-copy" });
  const style = getComputedStyle(field);
  for (const name of ["font", "letterSpacing", "padding", "direction"]) copy.style[name] = style[name];
  copy.style.inlineSize = `${field.clientWidth}px`;
  const mark = element("span", { textContent: "\u200b" });
  copy.append(field.value.slice(0, at), mark);
  document.body.append(copy);
  const { offsetTop, offsetLeft, offsetHeight } = mark;
  copy.remove();
  const top = Math.max(box.top, Math.min(box.top + offsetTop - field.scrollTop, box.bottom - offsetHeight));
  return { left: box.left + offsetLeft, top, bottom: top + offsetHeight };
}
