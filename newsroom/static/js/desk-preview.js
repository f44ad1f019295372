/** The public page of what is in the form, renewed while one types. */
const PAUSE = 500;
const KEPT = "preview";
const WIDTHS = { phone: 390, wide: 1240 };
// Where the public page shows a block of the form, and one of its parts.
const SHOWN = {
  headline: [".head"],
  byline: [".byline"],
  summary: ["#happened"],
  image: [".story > .picture"],
  key_points: ["#key-points", ".key-points > li"],
  unknowns: ["#unknowns"],
  brief: ["#telling"],
  report: ["#telling"],
  figures: ["#telling .picture", "#telling .picture"],
  sections: ["#analysis", "#analysis .section, #analysis li"],
  quotes: ["#words"],
  papers: ["#papers", ".perspectives > li"],
  background: ["#history", "#history .timeline li"],
  expectations: ["#history .ahead", "#history .ahead > li"],
  conversation: ["#conversation", ".turn"],
  questions: ["#deeper", ".questions > li"],
  entities: ["#deeper", ".topics > li"],
  related: ["#deeper", ".related > li"],
  sources: ["#sources", ".sources > li"],
  title: ["main h1"],
  answers: ["main h2"],
};

class DeskPreview extends HTMLElement {
  connectedCallback() {
    this.form = document.getElementById(this.dataset.form);
    this.kept = { width: "phone", depth: "full", ...stored() };
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
    this.said = element("p", { className: "said" });
    this.said.setAttribute("role", "status");
    this.pane = element("div", { className: "pane" });
    this.frame = element("iframe", { className: "desk-frame", title: words.title, src: this.address });
    this.frame.addEventListener("load", () => this.loaded());
    this.pane.append(this.frame);
    this.append(tools, this.said, this.pane);
    new ResizeObserver(() => this.fit()).observe(this.pane);
    this.fit();
  }

  choice(name, label, options) {
    const group = element("div", { className: `choice choose-${name}` });
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", label);
    for (const [value, words] of options) {
      const button = element("button", { type: "button", textContent: words, value });
      button.setAttribute("aria-pressed", String(this.kept[name] === value));
      button.addEventListener("click", () => this.choose(name, value));
      group.append(button);
    }
    return group;
  }

  choose(name, value) {
    this.kept[name] = value;
    localStorage.setItem(KEPT, JSON.stringify(this.kept));
    for (const button of this.querySelectorAll(`.choose-${name} button`)) {
      button.setAttribute("aria-pressed", String(button.value === value));
    }
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
    clearTimeout(this.timer);
    if (this.on && this.frame) this.timer = setTimeout(() => this.renew(), PAUSE);
  }

  /** Change what differs and nothing else: the place on the page and its pictures stay. */
  async renew() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const body = new URLSearchParams(new FormData(this.form));
    const answer = await fetch(this.address, { method: "POST", body, redirect: "manual", signal: asking.signal }).catch(() => null);
    if (asking.signal.aborted) return;
    const text = answer?.ok ? await answer.text().catch(() => null) : null;
    if (asking.signal.aborted) return;
    this.said.textContent = text === null ? this.dataset.stale : "";
    const inside = this.frame.contentDocument;
    if (text === null || !inside?.body) return;
    const made = new DOMParser().parseFromString(text, "text/html");
    patch(inside.body, inside.adoptNode(made.body));
    const steps = new Set([...inside.querySelectorAll(".rungs [data-depth]")].map((link) => link.dataset.depth));
    for (const button of this.querySelectorAll(".choose-depth button")) button.hidden = !steps.has(button.value);
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
    const key = row?.querySelector("[name$='-key']")?.value;
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

function element(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

customElements.define("desk-preview", DeskPreview);
