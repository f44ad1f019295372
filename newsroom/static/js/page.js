/* Every page: kept for when there is no net, and moved through with single keys. */

const { kept } = document.documentElement.dataset;
const share = document.getElementById("share");
const list = document.getElementById("kept-pages");

function element(name, fields, ...inside) {
  const made = Object.assign(document.createElement(name), fields);
  made.append(...inside);
  return made;
}

/* "Edition 6, kept on 3 March at 18:40", as a kept page says of itself. */
function said(page) {
  const on = new Date(page.documentElement.dataset.kept);
  const form = { dateStyle: "long", timeStyle: "short" };
  return page.getElementById("share").dataset.edition.replace("%", on.toLocaleString(document.documentElement.lang, form));
}

if (kept && share) {
  const { offline, unreached } = share.dataset;
  const line = element("p", {}, `${navigator.onLine ? unreached : offline} ${said(document)}`);
  document.querySelector("main article").prepend(element("aside", { className: "notice past kept" }, line));
}

async function fill() {
  const pages = await caches.open("pages");
  for (const { url } of (await pages.keys()).reverse()) {
    const answer = await pages.match(url);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const link = element("a", { href: url }, page.querySelector("h1").textContent);
    list.append(element("li", {}, element("h2", {}, link), element("p", {}, said(page))));
    list.nextElementSibling.hidden = true;
  }
}

async function keep() {
  const { serviceWorker } = navigator;
  await serviceWorker.register("/offline.js");
  const used = performance.getEntriesByType("resource").map(({ name }) => name);
  (await serviceWorker.ready).active.postMessage({ page: location.href, used });
}

/* Where workers are missing or forbidden nothing is kept. */
const never = () => {};
if (list) {
  list.previousElementSibling.hidden = true; // what those without a script are told
  fill().catch(never);
}
if (!location.pathname.startsWith("/admin/") && memory.settings.offline !== "off") {
  addEventListener("load", () => keep().catch(never));
}

/* Keys: none with another one, none while one types; /settings/ turns them off. */
const FIELDS = "input, textarea, select, [contenteditable], dialog";
const NEAR = 24;

function step(way) {
  const blocks = [...document.querySelectorAll("main article > section[id]")];
  const far = (block) => way * block.getBoundingClientRect().top > NEAR;
  const block = way > 0 ? blocks.find(far) : blocks.findLast(far);
  if (!block) return;
  const heading = block.querySelector("h2") ?? block;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  block.scrollIntoView({ behavior: "instant" });
}

function press(link) {
  document.querySelector(link)?.click();
}

function search() {
  const field = document.querySelector("main [type=search]");
  if (field) field.focus();
  else press('a[href$="/search/"]');
}

async function help() {
  const answer = await fetch(document.querySelector('a[href$="/settings/"]').href);
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  const keys = made.getElementById("keys");
  const close = element("button", {}, keys.dataset.close);
  const dialog = element("dialog", { className: "keys" }, ...keys.children, close);
  dialog.setAttribute("aria-labelledby", "keys-title");
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const DEEDS = {
  j: () => step(1),
  k: () => step(-1),
  "/": search,
  g: () => press("[data-depth=glance]"),
  b: () => press("[data-depth=brief]"),
  f: () => press("[data-depth=full]"),
  s: () => press('.notice a[href*="since="]'),
  "?": () => help().catch(never),
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const deed = DEEDS[key];
  if (!deed || event.ctrlKey || event.metaKey || event.altKey) return;
  if (memory.settings.keys || target.closest(FIELDS)) return;
  event.preventDefault();
  deed();
});
