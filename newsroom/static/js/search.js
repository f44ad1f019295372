/* The field of a search: a list of pages that may be meant, while one types. */

const form = document.querySelector("main form.search");
const field = form.elements.q;
const found = document.getElementById("found");
const never = () => {};
let list;
let timer;
let asked;

field.role = "combobox";
field.ariaAutoComplete = "list";
field.setAttribute("aria-controls", "suggestions");
close();

function close() {
  clearTimeout(timer);
  asked = undefined;
  list?.remove();
  list = undefined;
  select();
}

function select(option) {
  for (const other of list?.children ?? []) other.ariaSelected = other === option;
  field.ariaExpanded = Boolean(list);
  field.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

async function suggest() {
  const said = field.value;
  asked = said;
  const answer = await fetch(`${form.dataset.suggestions}?q=${encodeURIComponent(said)}`);
  const text = answer.ok ? await answer.text() : "";
  if (asked !== said) return;
  list?.remove(); // what is typed meanwhile is still asked
  const made = new DOMParser().parseFromString(text, "text/html");
  list = made.body.firstElementChild ?? undefined;
  if (list) field.parentElement.after(list);
  list?.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  select();
}

/* On to the next option; before the first and behind the last one is the field. */
function step(way) {
  const options = [undefined, ...list.children];
  const at = options.findIndex((option) => option?.ariaSelected === "true");
  select(options.at((Math.max(at, 0) + way) % options.length));
}

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Escape: close,
  Enter: () => list.querySelector("[aria-selected=true]").click(),
};

field.addEventListener("keydown", (event) => {
  const { key, isComposing } = event;
  const isOpen = list && !isComposing && KEYS[key];
  if (!isOpen || (key === "Enter" && !list.querySelector("[aria-selected=true]"))) return;
  event.preventDefault();
  KEYS[key]();
});

field.addEventListener("input", () => {
  if (!form.dataset.suggestions) return;
  clearTimeout(timer);
  timer = setTimeout(() => suggest().catch(never), 200);
});
field.addEventListener("blur", close);

/* What was narrowed is answered in place. */
async function look() {
  const query = String(new URLSearchParams(new FormData(form)));
  found.dataset.asked = query;
  const answer = await fetch(`${form.action}?part=1&${query}`);
  if (!answer.ok || found.dataset.asked !== query) return;
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  found.replaceChildren(...made.body.childNodes);
  history.replaceState(null, "", query ? `?${query}` : form.action);
  document.title = [field.value, found.dataset.title].filter(Boolean).join(" – ");
}

form.addEventListener("change", ({ target }) => {
  if (found && target !== field) look().catch(never);
});

/* An address says only what is asked. */
form.addEventListener("formdata", ({ formData }) => {
  for (const [name, said] of [...formData]) if (!said) formData.delete(name);
});
