/** Beside every prose field: how many words it has, without citations and markup. */
const shown = new WeakMap();

function words(text) {
  const bare = text.replace(/\[\^[^\]]*\]|\]\([^)]*\)|^::.*$/gm, " ");
  return (bare.match(/[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu) ?? []).length;
}

function count(field) {
  if (!shown.has(field)) {
    const line = document.createElement("span");
    line.className = "words";
    field.after(line);
    shown.set(field, line);
  }
  shown.get(field).textContent = field.value ? `${field.dataset.words} ${words(field.value)}` : "";
}

function countAll(place) {
  place.querySelectorAll("textarea[data-words]:not([name*=__prefix__])").forEach(count);
}

countAll(document);
document.addEventListener("formset:added", ({ target }) => countAll(target));
document.addEventListener("input", ({ target }) => {
  if (target.matches?.("textarea[data-words]")) count(target);
});
