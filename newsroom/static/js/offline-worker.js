/* Keeps the stories and questions that were read here. The net is asked first; what was
   kept answers when it is away, slow or broken. `SHELL`: what the list of them needs. */

const PAGES = "pages";
const FILES = "files";
const MOST = { [PAGES]: 40, [FILES]: 200 };
const PATIENCE = 4000;
const READ = /^\/(stories|questions)\/[-\w]+\/$/;
const FILE = /^\/(static|images)\//;
const never = () => {};

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("message", (event) => {
  event.waitUntil(take(event.data).catch(never));
  if (event.data.ask) event.waitUntil(review().catch(never));
});
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin || /^\/(admin|letters|shared)\//.test(pathname)) return;
  if (mode === "navigate" || FILE.test(pathname)) event.respondWith(answer(event, pathname));
});

async function install() {
  await (await caches.open("shell")).addAll(SHELL);
  await skipWaiting();
}

async function tidy() {
  const shell = await caches.open("shell");
  for (const key of await shell.keys()) if (!SHELL.includes(new URL(key.url).pathname)) await shell.delete(key);
  await clients.claim();
}

async function answer(event, pathname) {
  const { request } = event;
  const name = READ.test(pathname) ? PAGES : FILE.test(pathname) ? FILES : "";
  const kept = name && (await find(new URL(request.url)));
  const online = fetch(request);
  if (name) event.waitUntil(online.then((said) => settle(name, request.url, said.clone())).catch(never));
  try {
    return await inTime(online, kept);
  } catch {
    if (request.mode !== "navigate") return Response.error();
    return (await caches.match(pathname)) ?? caches.match(SHELL[0]);
  }
}

/* What the net says, unless that is late or an error and there is something kept. */
async function inTime(online, kept) {
  if (!kept) return online;
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  const said = await Promise.race([online.catch(never), late]);
  return said?.status < 500 ? said : kept;
}

/* Each depth of a page is kept; whatever else an address asks for isn't. */
function named(url) {
  const depth = /[?&]depth=(brief|glance)/.exec(url.search);
  return url.pathname + (depth ? `?depth=${depth[1]}` : "");
}

async function find(url) {
  return (await caches.match(named(url))) ?? caches.match(url.pathname, { ignoreSearch: true });
}

/* What was taken down goes from here, too. */
async function drop(name, { pathname }, { status }) {
  const cache = await caches.open(name);
  if ([404, 410].includes(status)) await cache.delete(pathname, { ignoreSearch: true });
}

async function settle(name, address, said) {
  const url = new URL(address);
  await drop(name, url, said);
  if (name === PAGES && said.ok && !url.search.includes("since=")) await put(PAGES, named(url), await dated(said));
}

/* Also what nobody looks at; one by one. */
async function review() {
  const pages = await caches.open(PAGES);
  for (const { url } of await pages.keys()) {
    await drop(PAGES, new URL(url), await fetch(url, { method: "HEAD", cache: "no-store" }));
  }
}

async function dated(said) {
  const html = await said.text();
  const headers = new Headers();
  for (const name of ["Content-Type", "Content-Security-Policy"]) headers.set(name, said.headers.get(name) ?? "");
  return new Response(html.replace("<html", `<html data-kept="${new Date().toISOString()}"`), { headers });
}

/* The first page was there before this worker was. */
async function take({ page, used }) {
  const url = new URL(page);
  if (!READ.test(url.pathname)) return;
  if (!(await caches.match(named(url)))) await settle(PAGES, page, await fetch(page, { cache: "force-cache" }));
  for (const address of used) {
    const { origin, pathname } = new URL(address);
    if (origin !== location.origin || !FILE.test(pathname)) continue;
    const said = (await caches.match(address)) ?? (await fetch(address, { cache: "force-cache" }));
    if (said.ok) await put(FILES, address, said);
  }
}

/* What was used last stands last; what stands first goes first. */
async function put(name, address, said) {
  const cache = await caches.open(name);
  await cache.delete(address);
  await cache.put(address, said);
  for (const key of (await cache.keys()).slice(0, -MOST[name])) await cache.delete(key);
}
