/** Names the autocomplete fields for screen readers: the library leaves empty ones without. */
function name(box) {
  const select = box.closest(".select2-container").previousElementSibling;
  const label = select?.labels?.[0];
  if (!label) return;
  label.id ||= `${select.id}_label`;
  const shown = box.querySelector(".select2-selection__rendered");
  box.setAttribute("aria-labelledby", `${label.id} ${shown?.id ?? ""}`.trim());
  shown?.setAttribute("aria-labelledby", label.id);
}

function nameAll(place) {
  place.querySelectorAll("[role=combobox].select2-selection").forEach(name);
}

addEventListener("load", () => nameAll(document));
document.addEventListener("formset:added", ({ target }) => nameAll(target));
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(".select2-search__field")) return;
  const select = document.querySelector(".select2-container--open")?.previousElementSibling;
  target.setAttribute("aria-label", select?.labels?.[0]?.textContent ?? target.type);
});
