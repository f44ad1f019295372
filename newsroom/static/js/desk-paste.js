/** What is pasted as HTML becomes house markup; a line below the field says what was left out,
    and offers to take it back. An address pasted over words makes them a link. */
const PROSE = "textarea.prose";
const ADDRESS = /^https?:\/\/[^\s/]+\.\S+$/i;

function write(field, detail) {
  field.dispatchEvent(new CustomEvent("prose:write", { bubbles: true, detail }));
}

function asked(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
  return detail;
}

class DeskPaste extends HTMLElement {
  connectedCallback() {
    if (this.said) return;
    this.said = this.querySelector("[role=status]");
    this.addEventListener("click", ({ target }) => this.answer(target.closest("button")?.dataset.then));
    document.addEventListener("input", ({ target }) => {
      if (target === this.field && this.at < 0) this.hidden = true;
    });
    document.addEventListener("paste", (event) => {
      if (event.target.matches?.(PROSE) && !event.target.readOnly && this.paste(event)) event.preventDefault();
    });
  }

  /** Where the pasted text stands now; -1 once it was changed. */
  get at() {
    return this.field.value.indexOf(this.text);
  }

  paste({ target: field, clipboardData }) {
    const html = clipboardData.getData("text/html");
    const plain = clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
    if (ADDRESS.test(plain.trim()) && this.link(field, plain.trim())) return true;
    if (!html) return this.tooLong(field, plain) && this.put(field, plain, plain, {});
    const { text, dropped } = asked("prose:convert", { html });
    if (text === plain.trim() && !Object.keys(dropped).length && !this.tooLong(field, text)) return false;
    return this.put(field, text, plain, dropped);
  }

  link(field, typed) {
    const { selectionStart: from, selectionEnd: to, value } = field;
    const words = value.slice(from, to);
    const isBare = words.trim() && !/[\n[\]]/.test(words) && !ADDRESS.test(words.trim());
    if (!isBare || /\]\([^)\s]*$/.test(value.slice(0, from))) return false;
    const { address } = asked("prose:address", { address: typed });
    const [, lead, core, trail] = words.match(/^(\s*)(.*?)(\s*)$/);
    write(field, { from, to, text: `${lead}[${core}](${address})${trail}` });
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
