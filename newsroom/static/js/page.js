/* Any page: kept for when there is no net; the front; keys. */

const { kept } = document.documentElement.dataset;
const share = document.getElementById("share");
const LANGUAGE = document.documentElement.lang + "-u-hc-h23";
const HOUR = 3_600_000;
const list = document.getElementById("kept-pages");

/* "Edition 6, kept on 3 March at 18:40". */
function said(page) {
  const on = new Date(page.documentElement.dataset.kept);
  const when = on.toLocaleString(LANGUAGE, { dateStyle: "long", timeStyle: "short" });
  return page.getElementById("share").dataset.edition.replace("%", when);
}

if (kept && share) {
  const why = share.dataset[navigator.onLine ? "unreached" : "offline"];
  const line = element("p", {}, `${why} ${said(document)}`);
  document.querySelector("main article").prepend(element("aside", { className: "notice past kept" }, line));
}

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

/* With every picture. Once an hour the worker asks what was taken down. */
async function keep() {
  const { serviceWorker } = navigator;
  for (const image of document.images) image.loading = "eager";
  await serviceWorker.register("/offline.js");
  const { active } = await serviceWorker.ready;
  const used = performance.getEntriesByType("resource").map(({ name }) => name);
  for (const image of document.images) {
    await image.decode().catch(never);
    used.push(image.currentSrc);
  }
  const { at = 0 } = memory.get("asked");
  const ask = Date.now() - at > HOUR && memory.set("asked", { at: Date.now() });
  active.postMessage({ page: location.href, used, ask });
}

const never = () => {}; // where workers are missing or forbidden
if (list) fill().catch(never);
const isPreview = location.pathname.startsWith("/admin/");
if (!isPreview && !memory.settings.offline) addEventListener("load", () => keep().catch(never));

/* For who comes back to the front after an hour or more. */
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

/* Keys: none with another one, none while one types; /settings/ turns them off. */
const FIELDS = "input, textarea, select, dialog";
const NEAR = 48;

/* On from the block that has the focus, while its top is seen; else from what is. */
function step(way) {
  const blocks = [...document.querySelectorAll("main article > section[id]")];
  const top = (block) => block?.getBoundingClientRect().top;
  const far = (block) => way * top(block) > NEAR;
  const at = blocks.findIndex((block) => block.contains(document.activeElement));
  const seen = top(blocks[at]) >= 0 && top(blocks[at]) < innerHeight;
  const block = seen ? blocks[at + way] : way > 0 ? blocks.find(far) : blocks.findLast(far);
  if (!block) return;
  stand(block.querySelector("h2") ?? block);
  block.scrollIntoView({ behavior: "instant" });
}

/* Where one came to, the keyboard goes on. */
function stand(part, focusVisible) {
  part.tabIndex = -1;
  part.focus({ preventScroll: true, focusVisible });
}

const aim = document.getElementById(location.hash.slice(1));
if (aim?.matches(".passage")) stand(aim, false);

function press(link) {
  document.querySelector(link)?.click();
}

function search() {
  const field = document.querySelector("main [type=search]");
  if (field) field.focus();
  else press(".masthead .first");
}

async function help() {
  const answer = await fetch(document.querySelector(".masthead .wide").href);
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  const keys = made.getElementById("keys");
  if (document.querySelector("dialog.keys")) return;
  const close = element("button", {}, keys.dataset.close);
  const foot = element("form", { method: "dialog" }, element("p", { className: "actions" }, close));
  const dialog = element("dialog", { className: "keys" }, ...keys.children, foot);
  dialog.setAttribute("aria-labelledby", "keys-title");
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
