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

if (article?.dataset.edition) {
  const { story, edition, fact } = article.dataset;
  const it = { story, edition: Number(edition), fact: Number(fact) };
  greet(it, article.dataset);
  watch(it);
}
