/* The search of a copy of the paper: no server is asked, but small files of words.

   Words are cut and folded as the paper does it (explainer/folding.py), by what the
   index says of that. A word is found by its beginning, as endings differ. */

const found = document.getElementById("found");
const form = document.querySelector("main form.search");
const field = form.elements.q;
const MOST = 50;
const LONGEST = 60;
const SHORTEST = 4; // letters of a word that a longer one may be a form of
const ENDING = 2;
const files = new Map();
let asked;

function read(name) {
  if (!files.has(name)) {
    const answer = fetch(`${found.dataset.words}${name}.json`);
    files.set(name, answer.then((said) => (said.ok ? said.json() : Promise.reject(new Error(name)))));
  }
  return files.get(name);
}

const isAscii = (text) => !/[^\0-\x7f]/.test(text);
const through = (text, table) => [...text].map((letter) => table[letter] ?? letter).join("");

function fold(text, tables) {
  if (isAscii(text)) return text.toLowerCase();
  const small = through(text.normalize("NFKD").toLowerCase(), tables.small).normalize("NFKD");
  const apart = small.replace(new RegExp(tables.nasal, "gu"), "\u0902");
  const silent = new Set(tables.silent);
  let plain = [...apart].filter((letter) => !silent.has(letter)).join("").normalize("NFC");
  for (const [two, one] of Object.entries(tables.whole)) plain = plain.replaceAll(two, one);
  return through(plain, tables.letters);
}

/* The tokens of what is sought; of scripts without spaces each pair of letters. */
function tokens(text, tables) {
  const line = through(text, tables.signs).replace(new RegExp(tables.between, "gu"), "'");
  if (isAscii(line)) return line.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const { dense, inner } = tables;
  const runs = line.match(new RegExp(`[\\p{L}\\p{N}][\\p{L}\\p{N}${inner}]*`, "gu")) ?? [];
  const parts = runs.flatMap((run) => run.match(new RegExp(`[${dense}][${dense}${inner}]*|[^${dense}]+`, "gu")));
  return parts.flatMap((part) => {
    const units = part.match(new RegExp(`[${dense}][${inner}]*`, "gu"))?.map((unit) => fold(unit, tables));
    if (!units) return [fold(part, tables).replace(/[^\p{L}\p{N}\p{M}]/gu, "").slice(0, LONGEST)];
    return units.length > 1 ? units.slice(1).map((unit, number) => units[number] + unit) : units;
  });
}

/* The file that a word stands in: the numbers of its first letters. */
function shelf(word) {
  const two = [...word].slice(0, 2);
  const begun = isAscii(two.join("")) ? two : two.slice(0, 1);
  return begun.map((letter) => letter.codePointAt(0).toString(16)).join("-");
}

function worth(word, token) {
  if (word === token) return 3;
  if (word.startsWith(token)) return 1;
  const isForm = token.startsWith(word) && word.length >= SHORTEST && token.length - word.length <= ENDING;
  return isForm ? 2 : 0;
}

/* Texts that have a word, and what that counts: more in a title. */
async function having(token, begun) {
  const texts = new Map();
  const name = shelf(token);
  if (!begun.has(name)) return texts;
  for (const [word, places] of Object.entries(await read(name))) {
    const counts = worth(word, token);
    for (const place of counts ? places : []) {
      const number = place >> 1;
      texts.set(number, Math.max(texts.get(number) ?? 0, counts * (place & 1 ? 4 : 1)));
    }
  }
  return texts;
}

/* Those that have every word, the best first, and of those the newest. */
async function find(text) {
  const tables = await read("index");
  const begun = new Set(tables.begun);
  const sought = [...new Set(tokens(text, tables))].filter(Boolean);
  const lists = await Promise.all(sought.map((token) => having(token, begun)));
  const [first, ...others] = lists.sort((one, other) => one.size - other.size);
  const all = [...(first ?? [])].filter(([number]) => others.every((list) => list.has(number)));
  const ranked = all.map(([number, counts]) => [number, others.reduce((sum, list) => sum + list.get(number), counts)]);
  ranked.sort(([one, more], [other, less]) => less - more || one - other);
  return Promise.all(
    ranked.slice(0, MOST).map(async ([number]) => {
      const at = number % tables.shelf;
      return (await read(`texts-${number - at}`))[at];
    }),
  );
}

function element(name, fields, ...children) {
  const made = Object.assign(document.createElement(name), fields);
  made.append(...children);
  return made;
}

function item([href, headline, about, day, lang, kicker]) {
  const when = new Date(day).toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
  const title = element("h2", { dir: "auto", lang }, element("a", { href }, headline));
  const told = about ? [element("p", { className: "note" }, element("bdi", { lang }, about))] : [];
  return element("li", {}, title, ...told, element("p", { className: "stamp" }, [kicker, when].filter(Boolean).join(" · ")));
}

async function show() {
  const text = field.value.trim();
  asked = text;
  document.title = [text, found.dataset.title].filter(Boolean).join(" – ");
  const texts = text ? await find(text) : [];
  if (asked !== text) return;
  const none = text ? [element("p", {}, found.dataset.none.replace("%s", () => text))] : [];
  found.replaceChildren(...(texts.length ? [element("ul", { className: "listed" }, ...texts.map(item))] : none));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", field.value ? `?q=${encodeURIComponent(field.value)}` : form.action);
  show();
});

field.value = new URLSearchParams(location.search).get("q") ?? "";
show();
