/** What stands beside the form, as tabs: next to it on wide screens, over it on narrow ones; and of its panels, the
    public page of what is in the form. */
import { Pause, arrowTo, button, element, fieldOf, parse, post, recall, remember, sent } from "./desk.js";

const WIDE = matchMedia("(min-width: 80rem)");

class DeskBeside extends HTMLElement {
  connectedCallback() {
    this.kept = { open: true, wide: false, tab: "preview", ...recall("beside") };
    this.panels = [...this.querySelectorAll(":scope > .beside-panel")].filter((panel) => panel.firstElementChild);
    for (const panel of this.querySelectorAll(":scope > .beside-panel")) panel.hidden = true;
    if (this.panels.length === 0) return document.body.classList.add("beside-closed");
    this.tabs = this.panels.map((panel) => this.tab(panel));
    this.head();
    this.entries();
    document.addEventListener("click", (event) => this.call(event));
    this.addEventListener("toggle", ({ target, newState }) => {
      if (target === this && newState === "closed") this.settle();
    });
    WIDE.addEventListener("change", () => this.settle());
    new MutationObserver(() => this.count()).observe(this, { childList: true, characterData: true, subtree: true, attributeFilter: ["data-count"] });
    this.count();
    this.settle();
  }

  tab(panel) {
    const tab = button("", () => this.choose(panel.dataset.panel), { role: "tab", id: `tab-${panel.dataset.panel}` });
    tab.append(panel.dataset.name, " ", element("span", { className: "count" }));
    panel.id = `panel-${panel.dataset.panel}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    panel.tabIndex = 0;
    tab.setAttribute("aria-controls", panel.id);
    return tab;
  }

  head() {
    const list = element("div", { role: "tablist", ariaLabel: this.dataset.label }, ...this.tabs);
    list.addEventListener("keydown", (event) => this.walk(event));
    this.size = button("", () => this.resize(), { className: "size" });
    const close = button(this.dataset.close, () => this.close(), { className: "close" });
    this.prepend(element("div", { className: "beside-head" }, list, this.size, close));
  }

  /** The menu of the bar leads to each panel, for when none is in sight. */
  entries() {
    const menu = document.querySelector(".desk-bar .more ul");
    for (const panel of this.panels.slice(menu ? 0 : Infinity).reverse()) {
      if (panel.dataset.panel === "preview") continue;
      const entry = button(panel.dataset.name, () => this.open(panel.dataset.panel), { className: "entry" });
      entry.dataset.entry = panel.dataset.panel;
      menu.prepend(element("li", {}, entry));
    }
  }

  /** How many things a panel holds, as it says itself. */
  count() {
    this.panels.forEach((panel, i) => {
      const count = panel.querySelector("[data-count]");
      const said = (count?.dataset.count || count?.textContent.trim()) ?? "";
      const shown = this.tabs[i].querySelector(".count");
      const words = said === "0" ? "" : said;
      if (shown.textContent !== words) shown.textContent = words;
    });
  }

  /** Buttons elsewhere that name a panel show it; Preview, pressed again, puts it away. */
  call(event) {
    const link = event.target.closest?.('a[href^="#"]');
    const meant = link?.hash.length > 1 && document.getElementById(link.hash.slice(1))?.closest(".beside-panel");
    if (meant && !this.contains(link)) this.open(meant.dataset.panel);
    const named = event.target.closest?.("button[data-panel]");
    if (!named || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!this.panels.some((panel) => panel.dataset.panel === named.dataset.panel)) return;
    event.preventDefault();
    if (this.isOpen && this.kept.tab === named.dataset.panel) this.close();
    else this.open(named.dataset.panel);
  }

  get isOpen() {
    return WIDE.matches ? this.kept.open : this.matches(":popover-open");
  }

  open(name) {
    this.keep(WIDE.matches ? { open: true } : {});
    this.kept.tab = name;
    if (!WIDE.matches && !this.matches(":popover-open")) this.showPopover();
    this.settle();
    if (!WIDE.matches) this.tabs[this.chosen]?.focus();
  }

  close() {
    if (this.matches(":popover-open")) this.hidePopover();
    else this.keep({ open: false });
    this.settle();
    document.querySelector(".desk-bar [data-panel=preview]")?.focus();
  }

  choose(name) {
    this.keep({ tab: name });
    this.settle();
  }

  resize() {
    this.keep({ wide: !this.kept.wide });
    this.settle();
  }

  keep(change) {
    Object.assign(this.kept, change);
    remember("beside", this.kept);
  }

  get chosen() {
    return Math.max(0, this.panels.findIndex((panel) => panel.dataset.panel === this.kept.tab));
  }

  /** Show what is chosen, where there is room for it. */
  settle() {
    if (WIDE.matches) this.removeAttribute("popover");
    else this.popover ??= "auto";
    const open = this.isOpen;
    document.body.classList.toggle("beside-closed", WIDE.matches && !open);
    document.body.classList.toggle("beside-wide", WIDE.matches && open && this.kept.wide);
    this.size.textContent = this.kept.wide ? this.dataset.narrower : this.dataset.wider;
    this.panels.forEach((panel, i) => {
      const on = i === this.chosen;
      this.tabs[i].setAttribute("aria-selected", String(on));
      this.tabs[i].tabIndex = on ? 0 : -1;
      panel.hidden = !on || !open;
    });
    const called = document.querySelector(".desk-bar [data-panel=preview]");
    called?.setAttribute("aria-pressed", String(open && this.kept.tab === "preview"));
    this.dataset.shown = open ? this.panels[this.chosen].dataset.panel : "";
    this.dispatchEvent(new CustomEvent("panel:shown"));
  }

  walk(event) {
    const tab = arrowTo(event, this, this.tabs);
    tab?.click();
    tab?.focus();
  }
}

customElements.define("desk-beside", DeskBeside);

/* The public page of what is in the form, renewed while one types. */

const WIDTHS = { phone: 390, wide: 1240 };
// Where the public page shows a block of the form, and one of its parts.
const { shown: SHOWN } = JSON.parse(document.querySelector("desk-form")?.dataset.shape ?? "{}");

class DeskPreview extends HTMLElement {
  connectedCallback() {
    this.form = document.getElementById(this.dataset.form);
    this.kept = { width: "phone", depth: "full", ...recall("preview") };
    this.pause = new Pause(() => this.renew(), 500);
    const beside = this.closest("desk-beside");
    const turn = () => this.turn(beside.dataset.shown === "preview");
    beside.addEventListener("panel:shown", turn);
    turn();
    this.form.addEventListener("input", () => this.later());
    this.form.addEventListener("change", () => this.later());
    this.form.addEventListener("focusin", ({ target }) => this.lead(target));
    document.addEventListener("selectionchange", () => {
      if (document.activeElement?.matches("#id_brief, #id_report")) this.lead(document.activeElement);
    });
  }

  /** Only a preview that is looked at costs anything. */
  turn(on) {
    this.on = on;
    if (!on) return;
    if (this.frame) {
      this.fit();
      this.renew();
    } else this.build();
  }

  build() {
    const words = this.dataset;
    const tools = element("div", { className: "preview-tools" });
    tools.append(
      this.choice("width", words.width, [["phone", words.phone], ["wide", words.wide]]),
      this.choice("depth", words.depth, [["glance", words.glance], ["brief", words.brief], ["full", words.full]]),
    );
    const tab = element("button", { type: "submit", className: "in-a-tab", textContent: words.tab, formTarget: "_blank" });
    tab.setAttribute("form", words.form);
    tab.formAction = words.address;
    tools.append(tab);
    this.said = element("p", { role: "status", className: "said" });
    this.pane = element("div", { className: "pane" });
    this.frame = element("iframe", { className: "desk-frame", title: words.title, src: this.address });
    this.frame.addEventListener("load", () => this.loaded());
    this.pane.append(this.frame);
    this.append(tools, this.said, this.pane);
    new ResizeObserver(() => this.fit()).observe(this.pane);
    this.fit();
  }

  choice(name, label, options) {
    const buttons = options.map(([value, words]) => {
      return button(words, () => this.choose(name, value), { value, ariaPressed: String(this.kept[name] === value) });
    });
    return element("div", { role: "group", ariaLabel: label, className: `choice choose-${name}` }, ...buttons);
  }

  choose(name, value) {
    this.kept[name] = value;
    remember("preview", this.kept);
    for (const choice of this.querySelectorAll(`.choose-${name} button`)) choice.ariaPressed = String(choice.value === value);
    if (name === "width") this.fit();
    else this.renew();
  }

  get address() {
    return this.kept.depth === "full" ? this.dataset.address : `${this.dataset.address}?depth=${this.kept.depth}`;
  }

  /** The page has the width of its reader's screen, made smaller if the pane is narrow. */
  fit() {
    const { clientWidth: wide, clientHeight: high } = this.pane;
    if (!wide) return;
    const width = WIDTHS[this.kept.width];
    const scale = Math.min(1, wide / width);
    Object.assign(this.frame.style, { inlineSize: `${width}px`, blockSize: `${high / scale}px`, transform: `scale(${scale})` });
    this.pane.classList.toggle("narrow", width < wide);
  }

  loaded() {
    const inside = this.frame.contentDocument;
    inside?.addEventListener("click", (event) => this.visit(event));
    inside?.addEventListener("submit", (event) => event.preventDefault());
    inside?.addEventListener("dblclick", ({ target }) => this.back(target));
    this.renew();
  }

  later() {
    if (this.on && this.frame) this.pause.begin();
  }

  /** Change what differs and nothing else: the place on the page and its pictures stay. */
  async renew() {
    this.pause.stop();
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const answer = await post(this.address, sent(this.form), { signal: asking.signal });
    if (asking.signal.aborted) return;
    const text = answer?.ok ? await answer.text().catch(() => null) : null;
    if (asking.signal.aborted) return;
    this.said.textContent = text === null ? this.dataset.stale : "";
    const inside = this.frame.contentDocument;
    if (text === null || !inside?.body) return;
    const made = parse(text);
    patch(inside.body, inside.adoptNode(made.body));
    const steps = new Set([...inside.querySelectorAll(".rungs [data-depth]")].map((link) => link.dataset.depth));
    for (const choice of this.querySelectorAll(".choose-depth button")) choice.hidden = !steps.has(choice.value);
    if (this.form.contains(document.activeElement)) this.lead(document.activeElement);
  }

  /** The ladder works as for readers; other links lead out of the preview. */
  visit(event) {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    const depth = link.dataset.depth ?? (link.matches(".more, .headings a") ? "full" : "");
    const place = link.getAttribute("href");
    if (place.startsWith("#")) return;
    event.preventDefault();
    if (depth) this.choose("depth", depth);
    else open(link.href, "_blank", "noopener");
  }

  /** What is clicked twice is opened in the form. */
  back(target) {
    const found = Object.entries(SHOWN).find(([key, [place]]) => target.closest(place) && document.getElementById(`block-${key}`));
    if (found) document.querySelector("desk-form")?.go(`#block-${found[0]}`);
  }

  /** Follow the field that is being written in. */
  lead(field) {
    const block = field.closest(".block")?.dataset.block;
    const inside = this.on && this.frame?.contentDocument;
    if (!inside || !SHOWN[block]) return;
    const [whole, part] = SHOWN[block];
    const row = field.closest(".part");
    const at = row ? row.closest("desk-parts").kept.indexOf(row) : -1;
    const key = row && fieldOf(row, "key")?.value;
    const found =
      this.passage(field, inside) ??
      (block === "quotes" && key && inside.getElementById(`quote-${key}`)) ??
      (part && at >= 0 && inside.querySelectorAll(part)[at]);
    this.scroll(found || inside.querySelector(whole) || (block === "quotes" && inside.querySelector(".quote")));
  }

  /** In a long text, the paragraph with the caret. */
  passage(field, inside) {
    if (!["brief", "report"].includes(field.name)) return null;
    const before = field.value.slice(0, field.selectionStart).split(/\n\s*\n/);
    const number = before.filter((text, i) => i === before.length - 1 || !/^\s*(#|::|$)/.test(text)).length;
    return inside.getElementById(`${field.name === "brief" ? "brief" : "full"}-${number}`);
  }

  scroll(element) {
    if (!element || element === this.led) return;
    this.led = element;
    const view = this.frame.contentWindow;
    const { top, bottom } = element.getBoundingClientRect();
    if (top >= 0 && bottom <= view.innerHeight) return;
    const isFar = Math.abs(top) > 2 * view.innerHeight || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const behavior = isFar ? "instant" : "smooth";
    view.scrollTo({ top: view.scrollY + top - 24, behavior });
  }
}

/** Make one element what another is, changing as little as there is to change. */
function patch(old, made) {
  if (old.isEqualNode(made)) return;
  const [mine, theirs] = [[...old.childNodes], [...made.childNodes]];
  const alike = old.nodeType === 1 && old.cloneNode().isEqualNode(made.cloneNode());
  if (!alike || mine.length !== theirs.length) {
    if (alike && old.matches("body, main, article, section, ol, ul, div")) match(old, mine, theirs);
    else old.replaceWith(made);
  } else mine.forEach((child, i) => patch(child, theirs[i]));
}

/** Children that came or went are put in their places; those that stayed are found by id or text. */
function match(parent, mine, theirs) {
  const name = (node) => node.id || node.className || node.nodeName;
  const left = [...mine];
  for (const child of theirs) {
    const at = left.findIndex((node) => name(node) === name(child));
    if (at < 0) {
      parent.insertBefore(child, left[0] ?? null);
      continue;
    }
    for (const gone of left.splice(0, at)) gone.remove();
    patch(left.shift(), child);
  }
  for (const gone of left) gone.remove();
}

customElements.define("desk-preview", DeskPreview);
