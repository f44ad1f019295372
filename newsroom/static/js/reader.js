/* A story: read to its end, and what is new since; deeper or shorter; folded; handed on. */

const article = document.querySelector("main article");
const share = document.getElementById("share");
const words = article?.dataset;

function greet({ story, edition, fact }) {
  const read = memory.get("read")[story];
  if (!read || read >= edition || document.getElementById("since")) return;
  const address = new URL(location);
  address.searchParams.set("since", read);
  address.hash = "";
  const said = fact > read ? element("a", { href: address }, words.since.replace("%", read)) : words.none;
  article.prepend(element("aside", { className: "notice past" }, element("p", {}, said)));
}

function mark({ story, edition }) {
  const known = memory.get("read");
  known[story] = Math.max(known[story] ?? 0, edition);
  return memory.set("read", known);
}

/* Coming to the end of the telling makes it read, or saying so. */
function watch(it) {
  const end = [...article.querySelectorAll("#telling :is(.passage, .onward)")].at(-1);
  const observer = new IntersectionObserver((seen) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    mark(it);
  });
  for (const place of [end, document.getElementById("method") ?? share]) if (place) observer.observe(place);
  if (memory.get("read")[it.story] >= it.edition) return;
  offer("read", () => mark(it) || Promise.reject());
}

/* Who reads in brief first comes in at the bare address, and may still go on from there. */
function prefer(depth) {
  const step = document.querySelector(`[data-depth="${CSS.escape(depth)}"]`);
  const [visit] = performance.getEntriesByType("navigation");
  const within = document.referrer && new URL(document.referrer).pathname === location.pathname;
  if (!step || location.search || location.hash || within || visit?.type !== "navigate") return;
  location.replace(step.href);
}

/* Who knows the background folds it away. What is new in it stays. */
function fold({ story }) {
  const past = document.getElementById("history");
  if (!past || past.querySelector(".mark, :target")) return;
  const rest = [...past.children].filter((part) => !part.matches("h2, .kind, .ahead"));
  const button = element("button", { type: "button", className: "known" });
  const usual = memory.settings.background && memory.get("read")[story];
  const show = (folded) => {
    for (const part of rest) part.hidden = folded;
    button.textContent = folded ? words.show : words.know;
    button.ariaExpanded = !folded;
  };
  button.addEventListener("click", () => {
    const folded = button.ariaExpanded === "true";
    memory.set("known", { ...memory.get("known"), [story]: folded });
    show(folded);
  });
  past.querySelector(".kind").append(element("br"), button);
  show(Boolean(memory.get("known")[story] ?? usual));
}

/* A button that only a script can make work, and what came of it. */
function offer(name, deed) {
  const button = share.querySelector(`[data-do=${name}]`);
  const status = share.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    const { done = "", failed = "" } = button.dataset;
    status.textContent = await Promise.resolve().then(deed).then(() => done, () => failed);
  });
}

/* Once reading has begun, each step of the ladder leads to the passage reached. */
function climb(ladder) {
  const parts = [...article.querySelectorAll("[data-across], article > section")].filter(
    (part) => ladder.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  const observer = new IntersectionObserver(
    () => {
      if (!scrollY) return;
      const reached = parts.findLast((part) => part.isConnected && part.getBoundingClientRect().top < innerHeight / 5);
      if (!reached) return;
      for (const step of document.querySelectorAll("a[data-depth]")) {
        step.hash = place(reached, step.dataset.depth);
      }
    },
    { rootMargin: "0px 0px -80% 0px" },
  );
  for (const part of parts) observer.observe(part);
}

const ABSENT = {
  glance: ["analysis", "words", "papers", "history", "conversation"],
  brief: ["words", "conversation"],
};

/* Where another depth tells the same: the passage across, else the block around it. */
function place(part, depth) {
  const across = part.dataset.across ?? "";
  if (across.startsWith(`${depth}-`)) return across;
  const { id } = part.closest("article > section");
  return ABSENT[depth]?.includes(id) ? "ladder" : id;
}

function follow(ways) {
  const observer = new IntersectionObserver(
    (seen) => {
      const last = seen.findLast((entry) => entry.isIntersecting);
      if (!last) return;
      for (const way of ways) way.ariaCurrent = way.hash.slice(1) === last.target.id ? "true" : null;
    },
    { rootMargin: "-20% 0px -75% 0px" },
  );
  const places = [...ways].map((way) => document.querySelector(way.hash));
  for (const place of places) if (place) observer.observe(place);
}

follow(document.querySelectorAll("nav.contents ol a"));
if (share) {
  const url = share.querySelector("[data-address]").textContent;
  if (navigator.clipboard) offer("copy", () => navigator.clipboard.writeText(url));
  if (navigator.share) offer("send", () => navigator.share({ url, title: document.title }));
  offer("print", print);
}

const ladder = document.getElementById("ladder");
if (ladder) climb(ladder);
if (words?.edition) {
  const it = { story: words.story, edition: Number(words.edition), fact: Number(words.fact) };
  const { depth } = memory.settings;
  if (depth) prefer(depth);
  fold(it);
  greet(it);
  watch(it);
}
