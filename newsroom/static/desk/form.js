/** The form as a page: its blocks open and close and remember it, the list of blocks says
    where one is, and a phone shows one block at a time. */
import { Pause, element, fieldOf, recall, remember } from "./desk.js";
import { plain, tell, value } from "./row_values.js";

const PHONE = matchMedia("(max-width: 48rem)");
const OPEN = `open:${location.pathname}`;
const ONE = "one-block";

class DeskForm extends HTMLElement {
  connectedCallback() {
    this.nav = document.getElementById("desk-blocks");
    this.steps = document.querySelector(".desk-bar .steps");
    this.blocks = [...this.querySelectorAll(":scope > .block")];
    this.recall();
    this.addEventListener("toggle", (event) => this.remember(event), true);
    this.addEventListener("click", ({ target }) => {
      const block = target.closest("summary")?.parentElement;
      this.opening = block?.matches(".block.empty:not([open])") ? block : null;
    });
    this.addEventListener("input", ({ target }) => this.mark(target.closest(".block")));
    this.addEventListener("change", ({ target }) => this.mark(target.closest(".block")));
    this.addEventListener("focusin", ({ target }) => this.settle(target));
    this.addEventListener("parts:changed", ({ target }) => this.mark(target.closest(".block")));
    document.addEventListener("desk:checks", ({ detail }) => this.count(detail.fields));
    this.addEventListener("desk:reveal", ({ target }) => this.reach(target));
    addEventListener("hashchange", () => this.go(location.hash));
    document.addEventListener("click", (event) => this.follow(event));
    this.watch();
    this.equipSteps();
    PHONE.addEventListener("change", () => this.arrange());
    this.choose(this.blocks.find((block) => block.matches(".faulty")) ?? this.blocks[0]);
    if (location.hash) this.go(location.hash);
    else addEventListener("load", () => setTimeout(() => this.start()), { once: true });
  }

  /** A new story begins with its headline. */
  start() {
    const title = this.querySelector("#id_headline, #id_title");
    if (document.activeElement === document.body && title?.value === "") title.focus();
  }

  /* What was open stays open while the tab lasts; what has an error always is. */

  recall() {
    const kept = recall(OPEN, sessionStorage);
    for (const details of this.querySelectorAll("details.block, details.body")) {
      const is = kept[nameOf(details)];
      if (is !== undefined && !details.querySelector(".errorlist")) details.open = is;
    }
  }

  remember({ target }) {
    if (!target.matches("details.block, details.body")) return;
    const name = nameOf(target);
    if (!name) return;
    remember(OPEN, { ...recall(OPEN, sessionStorage), [name]: target.open }, sessionStorage);
    if (target.open && target === this.opening) this.begin(target);
  }

  /** An empty block that was opened by hand starts at its first field. */
  begin(block) {
    const parts = block.querySelector("desk-parts");
    const field = block.querySelector(":scope > .line :is(input:not([type=hidden]), textarea)");
    if (field) field.focus();
    else if (parts && !parts.querySelector(":scope > .part")) parts.add?.();
  }

  /* The list of blocks. */

  item(block) {
    return this.nav?.querySelector(`li[data-block="${block.dataset.block}"]`);
  }

  /** How full a block is, as far as this page knows; only the server finds errors. */
  mark(block) {
    if (!block) return;
    const fields = [...block.querySelectorAll(":scope > .line :is(input, textarea, select)")];
    const parts = [...block.querySelectorAll("desk-parts > .part:not(.gone)")];
    const filled = parts.length > 0 || fields.some((field) => field.value.trim() !== "");
    const state = block.matches(".faulty") ? "faulty" : filled ? "filled" : "empty";
    const item = this.item(block);
    for (const element of [block, item]) {
      element?.classList.remove("empty", "filled");
      element?.classList.add(state);
    }
    if (!item) return;
    item.querySelector(".state-words").textContent = this.dataset[state] ?? "";
    if (block.querySelector("desk-parts")) {
      item.querySelector(".parts-count").textContent = parts.length || "";
    }
  }

  /** How many things the checks have found in each block. */
  count(fields) {
    const found = new Map();
    for (const [id, { must, look }] of Object.entries(fields)) {
      const block = document.getElementById(id)?.closest(".block");
      if (block) found.set(block, [(found.get(block)?.[0] ?? 0) + must, (found.get(block)?.[1] ?? 0) + look]);
    }
    for (const block of this.blocks) {
      const marks = this.item(block)?.querySelector("[data-count]");
      const [must, look] = found.get(block) ?? [0, 0];
      if (!marks) continue;
      marks.textContent = must + look || "";
      marks.title = [must && `${this.dataset.must} ${must}`, look && `${this.dataset.look} ${look}`].filter(Boolean).join(", ");
      marks.classList.toggle("must", must > 0);
    }
  }

  /** The current block is the one that crosses the upper third of the window. */
  watch() {
    const seen = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) target.inSight = isIntersecting;
        const current = this.blocks.findLast((block) => block.inSight);
        if (current && !this.isOne) this.choose(current);
      },
      { rootMargin: "-15% 0px -70% 0px" },
    );
    for (const block of this.blocks) seen.observe(block);
  }

  choose(block) {
    this.current = block;
    for (const link of this.nav?.querySelectorAll("[aria-current]") ?? []) link.removeAttribute("aria-current");
    const link = this.item(block)?.querySelector("a");
    link?.setAttribute("aria-current", "true");
    if (link && !this.nav.matches(":popover-open")) keepInSight(link, this.nav);
    this.arrange();
  }

  /* One block at a time. */

  get isOne() {
    return PHONE.matches && localStorage.getItem(ONE) !== "no";
  }

  equipSteps() {
    for (const button of this.steps?.querySelectorAll("[data-step]") ?? []) {
      button.addEventListener("click", () => this.step(Number(button.dataset.step)));
    }
    const all = this.nav?.querySelector(".one-or-all");
    all?.addEventListener("click", () => {
      localStorage.setItem(ONE, this.isOne ? "no" : "yes");
      this.arrange();
      this.nav.hidePopover();
    });
  }

  step(by) {
    const next = this.blocks[this.blocks.indexOf(this.current) + by];
    if (next) this.show(next);
  }

  arrange() {
    const one = this.isOne;
    this.classList.toggle("one", one);
    for (const block of this.blocks) block.classList.toggle("current", block === this.current);
    const all = this.nav?.querySelector(".one-or-all");
    if (all) {
      all.hidden = !PHONE.matches;
      all.textContent = one ? all.dataset.all : all.dataset.one;
    }
    if (!this.steps) return;
    const place = this.steps.querySelector(".place");
    const at = this.blocks.indexOf(this.current) + 1;
    place.textContent = place.dataset.of.replace("%n", at).replace("%m", this.blocks.length);
    for (const element of this.steps.querySelectorAll("[data-step], .place")) element.hidden = !one;
    const [back, on] = this.steps.querySelectorAll("[data-step]");
    back.disabled = at === 1;
    on.disabled = at === this.blocks.length;
  }

  /** Bring a block before one's eyes, open. */
  show(block) {
    block.open = true;
    this.choose(block);
    if (this.isOne) scrollTo({ top: Math.min(scrollY, topOf(this)), behavior: "instant" });
    else block.scrollIntoView();
  }

  /* Ways to a field: links of checks, comments and the list of blocks. */

  follow(event) {
    const link = event.target.closest?.('a[href^="#"]');
    if (link && this.go(link.getAttribute("href"))) {
      event.preventDefault();
      history.replaceState(history.state, "", link.getAttribute("href"));
      if (this.nav?.matches(":popover-open")) this.nav.hidePopover();
    }
  }

  go(hash) {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target || !this.contains(target)) return false;
    const block = target.closest(".block");
    if (target === block) {
      this.show(block);
      block.querySelector("summary").focus({ preventScroll: true });
      return true;
    }
    this.reach(target);
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
    return true;
  }

  reach(target) {
    this.reveal(target);
    const block = target.closest(".block");
    if (this.current !== block) this.choose(block);
  }

  reveal(target) {
    for (let at = target; at && at !== this; at = at.parentElement) if (at.matches("details")) at.open = true;
  }

  /** Focus that came from elsewhere, by Tab or a script, brings its block along. */
  settle(target) {
    const block = target.closest(".block");
    if (block && block !== this.current) this.choose(block);
  }
}

/** A block is known by its name, a part by its mark; a part that has none yet isn't kept. */
function nameOf(details) {
  return details.dataset.block ?? fieldOf(details.closest(".part") ?? details, "uid")?.value;
}

function topOf(element) {
  return element.getBoundingClientRect().top + scrollY - parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop || 0);
}

function keepInSight(link, list) {
  const [inner, outer] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
  if (inner.top < outer.top) list.scrollTop += inner.top - outer.top - 8;
  if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom + 8;
}

customElements.define("desk-form", DeskForm);

/** What the texts come to while one types: their words, the lines that tell what a closed
    part holds, and the reading times. The rule is that of the page's own ladder. */
const COUNTED = "[data-words]:not([name*=__prefix__])";
const shown = new WeakMap();
const changed = new Set();
let measured;

function words(text) {
  return plain(text).split(/\s+/).filter(Boolean).length;
}

function count(field) {
  if (!shown.has(field)) {
    const line = element("span", { className: "words" });
    field.after(line);
    shown.set(field, line);
  }
  shown.get(field).textContent = field.value ? `${field.dataset.words} ${words(field.value)}` : "";
}

function countBlock(block) {
  const size = document.querySelector(`.desk-blocks li[data-block="${block.dataset.block}"] .size`);
  const fields = [...block.querySelectorAll(COUNTED)].filter((field) => !field.closest(".gone"));
  if (size) size.textContent = fields.reduce((sum, field) => sum + words(field.value), 0) || "";
}

/* Reading times: the form's page says which texts each depth has, as the page counts them. */

const { texts, more } = JSON.parse(document.querySelector("desk-form")?.dataset.shape ?? "{}");

function draft(form) {
  const own = (name) => form.elements[name]?.value ?? "";
  const lead = own("lead_quote");
  const rows = (list) => [...form.querySelectorAll(`desk-parts[data-list="${list}"] > .part:not(.gone)`)];
  const read = (list, rule) => {
    if (rule === "first") return rows(list).slice(0, 1);
    if (rule === "lead_quote") return rows(list).filter((row) => lead && value(row, "key") === lead);
    return rows(list).filter((row) => !rule || value(row, rule));
  };
  return ([list, name, rule]) =>
    list ? read(list, rule).map((row) => value(row, name)) : own(rule) ? [] : [own(name)];
}

/** A depth is offered when it has a text of its own. */
function offered(found) {
  const some = (text) => found(text).some(Boolean);
  const longer = more.some(some);
  const brief = some(["", "brief"]);
  const opening = some(["", "summary"]) || some(["key_points", "text"]);
  return { glance: opening && (longer || brief), brief: longer && brief, full: true };
}

function duration(count, pace) {
  const seconds = Math.max(15, even((count * 60) / pace / 15) * 15);
  return seconds < 60 ? `${seconds} s` : `${even(count / pace) || 1} min`;
}

/** Halves go to the even number, as on the page. */
function even(number) {
  const down = Math.floor(number);
  return number - down === 0.5 ? down + (down % 2) : Math.round(number);
}

function measure(form) {
  const list = document.querySelector(".lengths");
  if (!list) return;
  const found = draft(form);
  const there = offered(found);
  for (const line of list.children) {
    const { depth } = line.dataset;
    const sum = texts[depth].flatMap(found).reduce((all, text) => all + words(text), 0);
    line.hidden = !there[depth];
    line.querySelector("b").textContent = sum;
    line.querySelector("span").textContent = duration(sum, Number(list.dataset.pace));
  }
}

function renew(target) {
  if (target.matches?.(COUNTED)) count(target);
  const row = target.closest?.(".part");
  if (row) tell(row);
  const form = target.closest?.("form");
  if (!form) return;
  changed.add(target.closest(".block"));
  measured = form;
  pause.begin();
}

const pause = new Pause(() => {
  for (const block of changed) if (block) countBlock(block);
  changed.clear();
  measure(measured);
}, 200);

for (const field of document.querySelectorAll(COUNTED)) count(field);
document.addEventListener("formset:added", ({ target }) => {
  for (const field of target.querySelectorAll(COUNTED)) count(field);
  tell(target);
});
document.addEventListener("input", ({ target }) => renew(target));
document.addEventListener("change", ({ target }) => renew(target));
