/** What stands beside the form, as tabs: next to it on wide screens, over it on narrow ones. */
const WIDE = matchMedia("(min-width: 80rem)");
const KEPT = "beside";

class DeskBeside extends HTMLElement {
  connectedCallback() {
    this.kept = { open: true, wide: false, tab: "preview", ...stored() };
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
    const tab = Object.assign(document.createElement("button"), { type: "button", id: `tab-${panel.dataset.panel}` });
    tab.setAttribute("role", "tab");
    tab.append(panel.dataset.name, " ", Object.assign(document.createElement("span"), { className: "count" }));
    panel.id = `panel-${panel.dataset.panel}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    panel.tabIndex = 0;
    tab.setAttribute("aria-controls", panel.id);
    tab.addEventListener("click", () => this.choose(panel.dataset.panel));
    return tab;
  }

  head() {
    const head = Object.assign(document.createElement("div"), { className: "beside-head" });
    const list = document.createElement("div");
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", this.dataset.label);
    list.append(...this.tabs);
    list.addEventListener("keydown", (event) => this.walk(event));
    this.size = this.button("size", "", () => this.resize());
    head.append(list, this.size, this.button("close", this.dataset.close, () => this.close()));
    this.prepend(head);
  }

  button(name, words, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: name, textContent: words });
    button.addEventListener("click", act);
    return button;
  }

  /** The menu of the bar leads to each panel, for when none is in sight. */
  entries() {
    const menu = document.querySelector(".desk-bar .more ul");
    for (const panel of this.panels.slice(menu ? 0 : Infinity).reverse()) {
      if (panel.dataset.panel === "preview") continue;
      const item = document.createElement("li");
      const button = this.button("entry", panel.dataset.name, () => this.open(panel.dataset.panel));
      button.dataset.entry = panel.dataset.panel;
      item.append(button);
      menu.prepend(item);
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
    const button = event.target.closest?.("button[data-panel]");
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!this.panels.some((panel) => panel.dataset.panel === button.dataset.panel)) return;
    event.preventDefault();
    if (this.isOpen && this.kept.tab === button.dataset.panel) this.close();
    else this.open(button.dataset.panel);
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
    localStorage.setItem(KEPT, JSON.stringify(this.kept));
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
    const at = this.tabs.indexOf(document.activeElement);
    const ahead = getComputedStyle(this).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = ahead === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const to = { [ahead]: at + 1, [back]: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const tab = this.tabs.at(to % this.tabs.length);
    tab.click();
    tab.focus();
  }
}

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

customElements.define("desk-beside", DeskBeside);
