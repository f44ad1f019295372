/* The settings page: each choice is kept and seen at once. */

const form = document.querySelector("form.settings");
const said = document.querySelector("#kept");

function kept() {
  try {
    return JSON.parse(localStorage.getItem("settings")) ?? {};
  } catch {
    return {};
  }
}

function keep() {
  const set = Object.fromEntries(new FormData(form));
  for (const name of ["theme", "size", "numbers"]) {
    if (set[name]) document.documentElement.dataset[name] = set[name];
    else delete document.documentElement.dataset[name];
  }
  try {
    localStorage.setItem("settings", JSON.stringify(set));
    said.textContent = form.dataset.kept;
  } catch {
    said.textContent = form.dataset.blocked;
  }
}

if (form) {
  form.hidden = false;
  for (const [name, value] of Object.entries(kept())) {
    const choice = form.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    if (choice) choice.checked = true;
  }
  form.addEventListener("change", keep);
  form.addEventListener("reset", () => setTimeout(keep));
}
