/* Remembers, in this browser alone, which edition was read to its end; says what is new since. */

const article = document.querySelector("article[data-edition]");
const KEY = "read";

/* Storage may be full, blocked or absent: then nothing is remembered. */
function memory(change) {
  try {
    const known = JSON.parse(localStorage.getItem(KEY)) ?? {};
    if (!change) return known;
    change(known);
    localStorage.setItem(KEY, JSON.stringify(known));
    return known;
  } catch {
    return {};
  }
}

function greet({ story, edition, fact }, words) {
  const read = memory()[story];
  if (!read || read >= edition || document.getElementById("since")) return;
  const line = document.createElement("p");
  const bar = Object.assign(document.createElement("aside"), { className: "notice past" });
  if (fact > read) {
    const address = new URL(location);
    address.searchParams.set("since", read);
    address.hash = "";
    line.append(Object.assign(document.createElement("a"), { href: address, textContent: words.since.replace("%", read) }));
  } else {
    line.textContent = words.none;
  }
  bar.append(line);
  article.prepend(bar);
}

/* Opening a page doesn't make it read: coming to the end of the telling does. */
function watch({ story, edition }) {
  const end = article.querySelector("#method");
  if (!end) return;
  new IntersectionObserver((seen, observer) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    memory((known) => (known[story] = Math.max(known[story] ?? 0, edition)));
  }).observe(end);
}

function setting(name) {
  try {
    return JSON.parse(localStorage.getItem("settings"))?.[name];
  } catch {
    return undefined;
  }
}

/* Who reads in brief first comes in at the bare address, and may still go on from there. */
function prefer(depth) {
  const [step] = document.querySelectorAll(`a[data-depth="${CSS.escape(depth)}"]`);
  const [visit] = performance.getEntriesByType("navigation");
  const within = document.referrer && new URL(document.referrer).pathname === location.pathname;
  if (!step || location.search || location.hash || within || visit?.type !== "navigate") return;
  location.replace(step.href);
}

/* What one has read before can be folded away, and opened again. */
function fold({ story }, words) {
  const past = article.querySelector("#history");
  if (!past || !memory()[story]) return;
  const rest = [...past.children].filter((part) => !part.matches("h2, .kind, .timeline.ahead"));
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: words.show });
  rest.forEach((part) => (part.hidden = true));
  button.addEventListener("click", () => {
    rest.forEach((part) => (part.hidden = false));
    button.remove();
  });
  past.querySelector("h2").after(button);
}

if (article?.dataset.edition) {
  const { story, edition, fact } = article.dataset;
  const it = { story, edition: Number(edition), fact: Number(fact) };
  if (setting("depth")) prefer(setting("depth"));
  if (setting("background")) fold(it, article.dataset);
  greet(it, article.dataset);
  watch(it);
}
