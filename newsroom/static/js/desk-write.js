/** The one way in which the desk's tools change a field, so that the browser can undo it.
    They ask by events sent to the field: "prose:write" puts a text in the place of another,
    "prose:do" does something to what is selected, "prose:state" collects what is true there. */
const LONG = 2000;
const done = new WeakMap(); // what was added last, to be taken away when it is asked for again

function write(field, { from, to, text, select = [text.length], as }) {
  if (as) done.set(field, { as, from, text, before: field.value.slice(from, to) });
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

function takeBack(field, what) {
  const last = done.get(field);
  const end = last && last.from + last.text.length;
  if (last?.as !== what || field.value.slice(last.from, end) !== last.text) return false;
  if (field.selectionStart < last.from || field.selectionEnd > end) return false;
  done.delete(field);
  write(field, { from: last.from, to: end, text: last.before });
  return true;
}

document.addEventListener("prose:write", ({ target, detail }) => write(target, detail));
document.addEventListener(
  "prose:do",
  (event) => {
    const { target, detail } = event;
    if (target.readOnly || target.disabled || takeBack(target, detail)) event.stopImmediatePropagation();
  },
  true,
);
