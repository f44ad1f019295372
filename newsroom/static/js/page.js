/* Any page: kept for when there is no net; what is new at the front; search while one
   types; and single keys. */

const { kept } = document.documentElement.dataset;
const share = document.getElementById("share");
const LANGUAGE = document.documentElement.lang;
const HOUR = 3_600_000;
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
  return page.getElementById("share").dataset.edition.replace("%", on.toLocaleString(LANGUAGE, form));
}

if (kept && share) {
  const { offline, unreached } = share.dataset;
  const line = element("p", {}, `${navigator.onLine ? unreached : offline} ${said(document)}`);
  document.querySelector("main article").prepend(element("aside", { className: "notice past kept" }, line));
}

/* Each once, at the depth read last. */
async function fill() {
  const pages = await caches.open("pages");
  list.parentElement.lastElementChild.hidden = false;
  for (const { url } of (await pages.keys()).reverse()) {
    if (list.querySelector(`[href^="${url.split("?")[0]}"]`)) continue;
    const answer = await pages.match(url);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const link = element("a", { href: url }, page.querySelector("h1").textContent);
    list.append(element("li", {}, element("h2", {}, link), element("p", {}, said(page))));
    list.nextElementSibling.hidden = true;
  }
}

/* With every picture, seen or not. Once an hour the worker asks what was taken down. */
async function keep() {
  const { serviceWorker } = navigator;
  await serviceWorker.register("/offline.js");
  const used = performance.getEntriesByType("resource").map(({ name }) => name);
  used.push(...[...document.images].map((image) => image.currentSrc || image.src));
  const { at = 0 } = memory.get("asked");
  const ask = Date.now() - at > HOUR && memory.set("asked", { at: Date.now() });
  (await serviceWorker.ready).active.postMessage({ page: location.href, used, ask });
}

/* Where workers are missing or forbidden nothing is kept. */
const never = () => {};
if (list) {
  list.previousElementSibling.hidden = true; // what those without a script are told
  fill().catch(never);
}
const isPreview = location.pathname.startsWith("/admin/");
if (!isPreview && !memory.settings.offline) addEventListener("load", () => keep().catch(never));

/* For who comes back to the front after an hour or more: what has new facts since then. */
const back = document.getElementById("back");

if (back) {
  const { moments, zone: timeZone, one, many, only, since } = back.dataset;
  const visit = memory.get("visit");
  if (Date.now() - visit.at > HOUR) visit.before = visit.at;
  memory.set("visit", { ...visit, at: Date.now() });
  const last = new Date(visit.before);
  const fresh = moments.split(" ").filter((moment) => new Date(moment) > last).length;
  if (fresh) {
    const day = Date.now() - last < 6 * 86_400_000 ? { weekday: "long" } : { day: "numeric", month: "long" };
    const form = { ...day, hour: "2-digit", minute: "2-digit", timeZone };
    const words = (fresh === 1 ? one : many).replace("%n", fresh).replace("%t", last.toLocaleString(LANGUAGE, form));
    const on = last.toLocaleDateString("sv", { timeZone }); // as addresses have it
    back.append(words, " ", element("a", { href: since.replace("2000-01-01", on) }, only));
    back.hidden = false;
  }
}

/* Answers while one types; the form works as ever without this. */
const form = document.querySelector("form.search[role=search]");
const found = document.getElementById("found");
let timer;
let asked;

async function look() {
  const query = new URLSearchParams([...new FormData(form)].filter(([, said]) => said));
  asked = String(query);
  const answer = await fetch(`${form.action}?part=1&${query}`);
  if (!answer.ok || asked !== String(query)) return;
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  found.replaceChildren(...made.body.childNodes);
  history.replaceState(null, "", asked ? `?${asked}` : form.action);
  document.title = [query.get("q"), found.dataset.title].filter(Boolean).join(" – ");
}

if (found) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => look().catch(never), 200);
  });
}

/* Keys: none with another one, none while one types; /settings/ turns them off. */
const FIELDS = "input, textarea, select, [contenteditable], dialog";
const NEAR = 48;

/* On from the heading stepped to last, while it is seen; else from what is. */
function step(way) {
  const blocks = [...document.querySelectorAll("main article > section[id]")];
  const title = (block) => block.querySelector("h2") ?? block;
  const top = (block) => block.getBoundingClientRect().top;
  const far = (block) => way * top(block) > NEAR;
  const at = blocks.findIndex((block) => title(block) === document.activeElement);
  const seen = at >= 0 && Math.abs(top(blocks[at])) < innerHeight;
  const block = seen ? blocks[at + way] : way > 0 ? blocks.find(far) : blocks.findLast(far);
  if (!block) return;
  stand(title(block));
  block.scrollIntoView({ behavior: "instant" });
}

/* Where one came to, the keyboard goes on. */
function stand(part) {
  part.tabIndex = -1;
  part.focus({ preventScroll: true });
}

const aim = document.getElementById(location.hash.slice(1));
if (aim) stand(aim);

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
  if (document.querySelector("dialog.keys")) return;
  const close = element("button", {}, keys.dataset.close);
  const foot = element("p", { className: "actions" }, close);
  const dialog = element("dialog", { className: "keys" }, ...keys.children, foot);
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
  g: () => press(".story [data-depth=glance]"),
  b: () => press(".story [data-depth=brief]"),
  f: () => press(".story [data-depth=full]"),
  s: () => press('.notice a[href*="since="]'),
  "?": () => help().catch(never),
};

const menu = document.querySelector(".masthead details");

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key === "Escape" && menu?.open) {
    menu.open = false;
    menu.firstElementChild.focus();
  }
  const deed = DEEDS[key];
  if (!deed || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isPreview || memory.settings.keys || target.closest(FIELDS)) return;
  event.preventDefault();
  deed();
});
