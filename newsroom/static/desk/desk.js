/** What every page of the desk has, and what its other scripts are made with: elements, what this
    browser remembers, fields and how they are written in, and asking the newsroom. */

export function element(tag, { role, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  if (role) made.setAttribute("role", role);
  made.append(...children);
  return made;
}

export function button(textContent, act, properties = {}) {
  const made = element("button", { type: "button", textContent, ...properties });
  if (act) made.addEventListener("click", act);
  return made;
}

/** A button that copies what an element says, or else selects it. */
export function copyButton(said, { copy, copied }) {
  const made = button(copy, async () => {
    try {
      await navigator.clipboard.writeText(said.textContent);
      made.textContent = copied;
    } catch {
      getSelection().selectAllChildren(said); // the browser's own copy does the rest
    }
  }, { className: "button quiet" });
  return made;
}

/** A page, or a part of one, that the newsroom has sent. */
export function parse(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

/** A line for what goes wrong, read out at once; there is one in each place. */
export function complain(place, words) {
  const line = place.querySelector("[role=alert]") ?? element("p", { role: "alert" });
  line.textContent = words;
  place.append(line);
}

/** A word beside a link on what came of it. */
export function remark(link, className, textContent) {
  link.after(" ", element("span", { role: "status", className, textContent }));
}

/** Does something once it was not asked for during a pause. */
export class Pause {
  constructor(act, length) {
    Object.assign(this, { act, length });
  }

  begin(length = this.length) {
    this.stop();
    this.timer = setTimeout(() => this.act(), length);
  }

  stop() {
    clearTimeout(this.timer);
  }
}

/** Which of some stops in a row the arrows, Home and End lead to. */
export function arrowTo(event, place, stops) {
  const at = stops.indexOf(event.target);
  const ahead = getComputedStyle(place).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = ahead === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  const to = { [ahead]: at + 1, [back]: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return null;
  event.preventDefault();
  return stops.at(to % stops.length);
}

/* What this browser remembers; where storage is blocked, nothing is. */

export function recall(name, storage = localStorage) {
  try {
    return JSON.parse(storage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

export function remember(name, known, storage = localStorage) {
  try {
    storage.setItem(name, JSON.stringify(known));
  } catch {
    // It holds for this page.
  }
}

const SHORTCUTS = "desk-shortcuts";

/** Shortcuts can be turned off, on the sheet that lists them. */
export function hasShortcuts() {
  return recall(SHORTCUTS).off !== true;
}

export function setShortcuts(on) {
  remember(SHORTCUTS, { off: !on });
}

/** Letters and digits that nobody else has. */
export function newKey(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* Fields. */

/** The field of that name in a row. */
export function fieldOf(row, name) {
  return row.querySelector(`[name$="-${name}"]`);
}

/** The names of the fields of the part with this mark begin so. */
export function rowName(form, uid) {
  const bare = (text) => text.replaceAll("-", "");
  const marks = [...form.querySelectorAll("input[name$='-uid']")];
  return marks.find(({ value }) => bare(value) === bare(uid))?.name.replace(/uid$/, "");
}

/** The field of a place in a document: in the row that has the part's mark, or by its id. */
export function fieldAt(form, { uid, column }, id) {
  if (!uid) return document.getElementById(id);
  const row = rowName(form, uid);
  return (row && form.elements[row + column]) || null;
}

/** Open all that a field is in. */
export function reveal(field) {
  field.dispatchEvent(new CustomEvent("desk:reveal", { bubbles: true }));
  for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
}

/** Give a field a value and let all know that watch it. */
export function set(field, value) {
  if (!field) return;
  field.value = value;
  for (const what of ["input", "change"]) field.dispatchEvent(new Event(what, { bubbles: true }));
}

const LONG = 2000;

/** The one way in which scripts change a text, so that the browser can undo it: `text` comes in the place of
    what is from `from` to `to`, and of it `select` is selected. */
export function write(field, { from, to, text, select = [text.length] }) {
  field.focus({ preventScroll: true });
  if (field.value.slice(from, to) !== text) replace(field, from, to, text);
  field.setSelectionRange(from + select[0], from + select.at(-1));
}

function replace(field, from, to, text) {
  const before = field.value;
  const wanted = before.slice(0, from) + text + before.slice(to);
  for (const way of text.length > LONG ? [atOnce, asTyped] : [asTyped]) {
    field.setSelectionRange(from, to);
    way(text);
    if (field.value === wanted) return;
    if (field.value !== before) document.execCommand("undo");
  }
  field.setRangeText(text, from, to, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function asTyped(text) {
  document.execCommand(text ? "insertText" : "delete", false, text);
}

/** Typing thousands of lines takes a browser seconds; a text field takes nothing but text this way either. */
function atOnce(text) {
  const escaped = text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt()};`);
  document.execCommand("insertHTML", false, escaped.replaceAll("\n", "<br>"));
}

/* Asking the newsroom. */

function token() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

/** Signing in in another tab has changed what a form must send. */
export function renewToken(form) {
  if (form && token()) form.elements.csrfmiddlewaretoken.value = token();
}

/** The answer; null if nobody answered, undefined if it isn't wanted any more. */
export function ask(address, options = {}) {
  const silent = (fault) => (fault.name === "AbortError" ? undefined : null);
  return fetch(address, { redirect: "manual", ...options }).catch(silent);
}

export function post(address, body, { headers, ...options } = {}) {
  if (typeof body !== "string") body.delete("csrfmiddlewaretoken"); // it may be an old one
  return ask(address, { method: "POST", body, headers: { "X-CSRFToken": token(), ...headers }, ...options });
}

/** Whoever has no session is sent to sign in. */
export function isSignedOut(answer) {
  return answer?.type === "opaqueredirect";
}

/** What a form sends, its files aside, in the shape that is quickest to read. */
export function sent(form, submitter) {
  const fields = [...new FormData(form, submitter)].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(fields);
}

/** The desk's search: `/` goes to it, results come while one types, arrows walk them. */
class DeskFind extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.list = element("div", { className: "desk-hits", hidden: true });
    this.said = element("p", { role: "status", className: "visually-hidden" });
    this.append(this.list, this.said);
    const pause = new Pause(() => this.look(), 180);
    this.input.addEventListener("input", () => pause.begin());
    this.addEventListener("keydown", (event) => this.walk(event));
    this.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.contains(relatedTarget)) this.list.hidden = true;
    });
    document.addEventListener("keydown", (event) => this.come(event));
  }

  come(event) {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.defaultPrevented || !hasShortcuts()) return;
    event.preventDefault();
    this.input.focus();
    this.input.select();
  }

  async look() {
    const asked = this.input.value.trim();
    this.asked = asked;
    if (!asked) {
      this.list.hidden = true;
      return;
    }
    const answer = await ask(`${this.input.form.action}?part=1&q=${encodeURIComponent(asked)}`);
    if (!answer?.ok || this.asked !== asked) return;
    this.list.replaceChildren(...parse(await answer.text()).body.childNodes);
    this.list.hidden = !this.contains(document.activeElement);
    const count = this.links.length;
    this.said.textContent = count ? `${count} ${this.dataset.some}` : this.dataset.none;
  }

  get links() {
    return [...this.list.querySelectorAll("a")];
  }

  walk(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.list.hidden = true;
      this.input.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || this.list.hidden) return;
    event.preventDefault();
    const stops = [this.input, ...this.links];
    const at = stops.indexOf(document.activeElement);
    stops[(at + step + stops.length) % stops.length].focus();
  }
}

customElements.define("desk-find", DeskFind);

/** Menus of the desk close when one looks elsewhere, or presses Escape. */
function closeMenus({ target, key }) {
  for (const menu of document.querySelectorAll("details.more[open]")) {
    if (!key && menu.contains(target)) continue;
    menu.open = false;
    if (key && menu.contains(target)) menu.querySelector("summary").focus();
  }
}

document.addEventListener("click", closeMenus);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus(event);
});

/** An empty address offers what the newsroom would make of a name, until somebody writes one. */
function offerAddress(slug) {
  const name = slug.form.elements[slug.dataset.of];
  let own = slug.value !== "";
  let isSent = false;
  const offer = async () => {
    const asked = name.value;
    const answer = await ask(`${slug.dataset.offers}?of=${encodeURIComponent(asked)}`);
    const said = answer?.ok && (await answer.json());
    if (!said || own || isSent || name.value !== asked) return;
    slug.value = said.slug;
    slug.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const pause = new Pause(offer, 250);
  slug.addEventListener("input", (event) => {
    if (event.isTrusted) own = slug.value !== "";
  });
  // What comes in while the form is being saved isn't in it: it would count as typed since.
  slug.form.addEventListener("submit", () => (isSent = true));
  name?.addEventListener("input", () => {
    isSent = false;
    pause.begin(own ? 0 : 250);
  });
  if (!own && name && name.value !== name.defaultValue) offer(); // Typed before this was here.
}

document.querySelectorAll("input[data-offers]").forEach(offerAddress);

/* From now on a form's saved rows may come as values. */
document.cookie = `desk-scripts=1; path=/admin/; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
