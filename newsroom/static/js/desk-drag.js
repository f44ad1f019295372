/** Parts are dragged by their grip, with a finger as with a mouse. The others move around
    the one that is dragged; Escape puts all back. */
const EDGE = 70;
const STEP = 14;
let drag = null;

document.addEventListener("pointerdown", (event) => {
  const row = event.target.closest?.(".grip")?.closest(".part");
  if (!row || event.button || drag) return;
  event.preventDefault();
  start(row, event);
});

function start(row, { pointerId, clientY }) {
  const parts = row.closest("desk-parts");
  drag = { row, parts, pointerId, y: clientY, before: parts.kept };
  staying(() => parts.classList.add("sorting"));
  row.classList.add("dragged");
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", cancel);
  document.addEventListener("keydown", escape, true);
  drag.frame = requestAnimationFrame(scroll);
}

function follow(event) {
  if (event.pointerId !== drag?.pointerId) return;
  drag.y = event.clientY;
  settle();
}

/** The row takes the place under the pointer. */
function settle() {
  const { row, parts, y } = drag;
  for (;;) {
    const { kept } = parts;
    const at = kept.indexOf(row);
    const [above, below] = [kept[at - 1], kept[at + 1]];
    if (above && y < middle(above)) row.after(above);
    else if (below && y > middle(below)) row.before(below);
    else return;
    parts.say(`${parts.texts.moved} ${parts.kept.indexOf(row) + 1}`);
  }
}

function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}

/** Near the edges of the window the page moves along. */
function scroll() {
  if (!drag) return;
  const top = document.querySelector(".desk-bar")?.getBoundingClientRect().bottom ?? 0;
  const by = drag.y < top + EDGE ? -STEP : drag.y > innerHeight - EDGE ? STEP : 0;
  if (by) {
    scrollBy({ top: by, behavior: "instant" });
    settle();
  }
  drag.frame = requestAnimationFrame(scroll);
}

function end(event) {
  if (event.pointerId !== drag?.pointerId) return;
  const { parts, before } = drag;
  const moved = parts.kept.some((row, i) => row !== before[i]);
  stop();
  if (moved) parts.number();
}

function cancel() {
  const { parts, before, row } = drag;
  const last = parts.rows.at(-1).nextSibling;
  for (const item of before) parts.insertBefore(item, last);
  stop();
  row.scrollIntoView({ block: "nearest" });
  parts.say(parts.texts.undone);
}

function escape(event) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  cancel();
}

function stop() {
  const { row, parts, frame } = drag;
  cancelAnimationFrame(frame);
  row.classList.remove("dragged");
  staying(() => parts.classList.remove("sorting"));
  document.removeEventListener("pointermove", follow);
  document.removeEventListener("pointerup", end);
  document.removeEventListener("pointercancel", cancel);
  document.removeEventListener("keydown", escape, true);
  drag = null;
}

/** What is dragged stays where it is on the screen while the parts close or open. */
function staying(change) {
  const before = drag.row.getBoundingClientRect().top;
  change();
  scrollBy({ top: drag.row.getBoundingClientRect().top - before, behavior: "instant" });
}
