/* The settings page: each choice is kept and seen at once, and taken back as easily. */

const form = document.querySelector("form.settings");
const said = document.getElementById("kept");

function keep() {
  const set = Object.fromEntries(new FormData(form));
  memory.show(set);
  tell(memory.set("settings", set));
  if (set.offline) empty().catch(() => {});
}

function tell(done) {
  said.textContent = done ? form.dataset.kept : form.dataset.blocked;
}

async function empty() {
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}

/* How much there is to forget. */
function count() {
  for (const button of form.querySelectorAll("[data-forget]")) {
    const some = Object.values(memory.get(button.dataset.forget)).filter(Boolean).length;
    button.disabled = !some;
    button.nextElementSibling.textContent = some;
  }
}

for (const [name, value] of Object.entries(memory.settings)) {
  const choice = form.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
  if (choice) choice.checked = true;
}
count();
form.addEventListener("change", keep);
form.addEventListener("reset", () => setTimeout(keep));
form.addEventListener("click", ({ target }) => {
  if (target.dataset.forget) tell(memory.set(target.dataset.forget, {}));
  count();
});
