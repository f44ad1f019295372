/** Names the autocomplete fields for screen readers: the library leaves empty ones without. */
function name(container) {
  const select = container.previousElementSibling;
  const label = select?.labels?.[0];
  const box = container.querySelector(".select2-selection");
  if (!label || !box) return;
  label.id ||= `${select.id}_label`;
  const shown = box.querySelector(".select2-selection__rendered");
  shown?.setAttribute("aria-labelledby", label.id);
  box.setAttribute("aria-labelledby", `${label.id} ${shown?.id ?? ""}`.trim());
}

document.querySelectorAll(".select2-container").forEach(name);
new MutationObserver((records) => {
  for (const { addedNodes } of records)
    for (const node of addedNodes) if (node.matches?.(".select2-container")) name(node);
}).observe(document.body, { childList: true, subtree: true });

document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(".select2-search__field")) return;
  const select = document.querySelector(".select2-container--open")?.previousElementSibling;
  target.setAttribute("aria-label", select?.labels?.[0]?.textContent ?? target.type);
});
