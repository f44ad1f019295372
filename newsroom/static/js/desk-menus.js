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
