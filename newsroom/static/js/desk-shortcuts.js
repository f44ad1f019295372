/** The keys of the sheet, which is their one list. All can be turned off; this browser remembers it. */
const KEPT = "desk-shortcuts";
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const FIELDS = "textarea, select, input:not([type=hidden], [name$='-position']), .part summary, .addlink";
const SIGNS = isMac ? { Mod: "⌘", Control: "⌃", Alt: "⌥", Shift: "⇧" } : { Mod: "Ctrl", Control: "Ctrl" };

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // storage is blocked: the choice holds for this page
  }
}

function keep(value) {
  try {
    if (value) localStorage.setItem(KEPT, value);
    else localStorage.removeItem(KEPT);
  } catch {
    // the same
  }
}

/** The sign on a key as if the alphabet were Latin: what isn't goes by the place of the key. */
function pressed({ key, code }) {
  if (key.length > 1 || key <= "~") return key.toLowerCase();
  return { Semicolon: ";", Comma: "," }[code] ?? code.replace("Key", "").toLowerCase();
}

/** Whether an event is a key like "Mod+Shift+8". AltGr types letters; a digit goes by its place. */
function isKey(event, name) {
  const parts = name.split("+");
  const key = parts.pop();
  const has = (part) => parts.includes(part);
  const control = has("Control") || (has("Mod") && !isMac);
  if (event.getModifierState("AltGraph") || event.ctrlKey !== control) return false;
  if (event.metaKey !== (has("Mod") && isMac) || event.altKey !== has("Alt")) return false;
  if (/^\d$/.test(key)) return event.code === `Digit${key}` && event.shiftKey === has("Shift");
  const isLetter = /^[a-z]$/i.test(key) || key.length > 1;
  return pressed(event) === key.toLowerCase() && (!isLetter || event.shiftKey === has("Shift"));
}

class DeskShortcuts extends HTMLElement {
  connectedCallback() {
    this.sheet = this.querySelector("dialog");
    this.box = this.querySelector("[type=checkbox]");
    this.rows = [...this.querySelectorAll("[data-keys]")];
    this.rows.forEach((row) => row.querySelector("kbd").replaceWith(...this.signs(row.dataset.keys)));
    this.box.checked = kept() !== "off";
    this.box.addEventListener("change", () => {
      keep(this.box.checked ? "" : "off");
      this.name();
    });
    this.querySelector("[data-close]").addEventListener("click", () => this.sheet.close());
    document.addEventListener("prose:do", ({ detail }) => detail === "keys" && this.show());
    document.addEventListener("keydown", (event) => this.hear(event));
    this.name();
  }

  show() {
    this.sheet.showModal();
    this.querySelector("[data-close]").focus();
  }

  signs(keys) {
    return keys.split(" ").flatMap((name, i) => {
      const sign = Object.assign(document.createElement("kbd"), { textContent: this.sign(name) });
      return i ? [" ", sign] : [sign];
    });
  }

  sign(name) {
    const signs = { ...this.dataset, ...SIGNS };
    const parts = name.split("+").map((part) => signs[part] ?? signs[part.toLowerCase()] ?? part);
    return parts.map((part) => (part.length > 1 ? part : part.toUpperCase())).join(isMac ? "" : "+");
  }

  /** Each tool says its key, as long as it has one. */
  name() {
    for (const button of document.querySelectorAll("desk-tools [data-do]")) {
      const row = this.box.checked && this.rows.find(({ dataset }) => dataset.do === button.dataset.do);
      const label = button.ariaLabel ?? button.textContent.trim();
      button.title = row ? `${label} (${this.sign(row.dataset.keys)})` : label;
      if (row) button.setAttribute("aria-keyshortcuts", row.dataset.keys.replace("Mod", isMac ? "Meta" : "Control"));
      else button.removeAttribute("aria-keyshortcuts");
    }
  }

  hear(event) {
    if (!this.box.checked || event.defaultPrevented || event.isComposing || this.sheet.open) return;
    const row = this.rows.find(({ dataset }) => dataset.do && dataset.keys.split(" ").some((name) => isKey(event, name)));
    if (row && this.act(row.dataset.do, event.target)) event.preventDefault();
  }

  /** Whether there was something to do here. */
  act(what, target) {
    const isTyping = target.matches?.("input, textarea, select, [contenteditable]");
    if (what === "keys" && !isTyping) this.show();
    else if (what === "next" || what === "previous") this.step(what === "next" ? 1 : -1);
    else if (what === "preview") return this.preview();
    else if (what !== "keys" && target.matches?.("textarea.prose")) {
      target.dispatchEvent(new CustomEvent("prose:do", { bubbles: true, detail: what }));
    } else return false;
    return true;
  }

  preview() {
    const button = document.querySelector(".desk-bar [formaction$='/preview/']");
    button?.click();
    return Boolean(button);
  }

  /** To the first field of the block after, or before, the one that somebody writes in. */
  step(by) {
    const form = document.querySelector("desk-form");
    form?.step(by);
    const fields = [...(form?.current?.querySelectorAll(FIELDS) ?? [])];
    fields.find((field) => field.checkVisibility())?.focus({ preventScroll: true });
  }
}

customElements.define("desk-shortcuts", DeskShortcuts);
