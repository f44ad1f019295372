/** The sources of a page as its form has them now, saved or not: which cited keys aren't theirs, citing one in the
    text, and taking in pasted addresses. */
import { DeskPick } from "./picker.js";
import { Pause, button, element, fieldOf, isSignedOut, post, set } from "./desk.js";

const CITED = /(?<!\\)\[\^([^\s[\]]{1,60})(?: +[^\s[\]][^[\]\n]{0,80})?\]/g;
const KEYED = "input[name$='-source'], input[name$='-sources']";

class DeskSources extends HTMLElement {
  connectedCallback() {
    const pause = new Pause(() => this.compare(), 400);
    for (const name of ["input", "change", "formset:added", "parts:changed"]) document.addEventListener(name, () => pause.begin());
    this.compare();
  }

  get group() {
    return document.querySelector("#storysource_set-group, #questionsource_set-group");
  }

  get rows() {
    return this.all.filter(({ key }) => key);
  }

  /** In the order in which readers will find them numbered; one without a key can't be cited yet. */
  get all() {
    const standing = [...(this.group?.querySelectorAll(".part:not(.gone)") ?? [])];
    const place = (part) => Number(fieldOf(part, "position")?.value || Infinity);
    const ordered = standing.map((part, i) => [place(part), i, part]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const value = (part, name) => fieldOf(part, name)?.value.trim() ?? "";
    const names = ["key", "title", "outlet", "author", "published", "url"];
    return ordered.map(([, , part], i) => ({
      ...Object.fromEntries(names.map((name) => [name, value(part, name)])),
      number: i + 1,
      field: fieldOf(part, "key"),
      chosen: part.querySelector("select[name$='-source'] option:checked")?.textContent.trim() ?? "",
    }));
  }

  compare() {
    if (!this.group) return;
    const known = new Set(this.rows.map(({ key }) => key));
    const unknown = (keys) => [...new Set(keys)].filter((key) => key && !known.has(key));
    for (const field of document.querySelectorAll("textarea.prose:not([name*=__prefix__])")) {
      this.remark(field, unknown([...field.value.matchAll(CITED)].map(([, key]) => key)));
    }
    for (const field of document.querySelectorAll(KEYED)) {
      if (!field.name.includes("__prefix__")) this.remark(field, unknown(field.value.trim().split(/\s+/)));
    }
  }

  /** A line under the field: a textarea can't underline. */
  remark(field, keys) {
    const id = `${field.id}_unknown`;
    let line = document.getElementById(id);
    if (!keys.length && !line) return;
    if (!line) {
      line = element("p", { id, className: "unknown" });
      field.closest(".field").append(line);
      const described = [field.getAttribute("aria-describedby"), id].filter(Boolean).join(" ");
      field.setAttribute("aria-describedby", described);
    }
    line.textContent = keys.map((key) => this.dataset.unknown.replace("%s", key)).join(" ");
  }
}

customElements.define("desk-sources", DeskSources);

/** Picks one of this page's sources, for `[^key]` in the text or for a field of keys. One of other pages, or an
    address pasted into the box, becomes a source of the page first. */
const ADDRESS = /^https?:\/\/[^\s/]+\.[^\s]+$/i;

class DeskCite extends DeskPick {
  tool = "cite";

  connectedCallback() {
    super.connectedCallback();
    this.locator = this.querySelector("[data-locator]");
    this.follow(/(?<all>(?<!\\)\[\^(?<query>[^[\]\n]{0,60}))$/, /^[^\s[\]]*\]/);
    document.querySelectorAll(KEYED).forEach((field) => this.equip(field));
    document.addEventListener("formset:added", ({ target }) => {
      target.querySelectorAll(KEYED).forEach((field) => this.equip(field));
    });
  }

  get sources() {
    return document.querySelector("desk-sources");
  }

  get intake() {
    return document.querySelector("desk-intake"); // for who may add sources
  }

  /** Behind the words that are cited, which stay. */
  openAt(field) {
    const { selectionEnd: at } = field;
    this.locator.value = "";
    this.open(field, { from: at, to: at });
  }

  async find(query, signal) {
    const { rows, all } = this.sources;
    const words = query.toLowerCase().split(/\s+/);
    const has = ({ field, ...row }, word) => Object.values(row).join(" ").toLowerCase().includes(word);
    let found = rows.filter((row) => words.every((word) => has(row, word)));
    this.where = "";
    if (!found.length && this.isInline && words.length > 1) {
      found = rows.filter((row) => has(row, words[0]));
      this.where = query.slice(words[0].length);
    }
    // Those that begin like that come first; the others stay in their order.
    const begins = ({ key, outlet }) => [key, outlet].some((name) => name.toLowerCase().startsWith(words[0]));
    found = [...found.filter(begins), ...found.filter((row) => !begins(row))];
    const options = found.map((row) => ({
      key: row.key,
      mark: String(row.number),
      title: row.outlet || row.title || row.key,
      said: [row.published, row.key].filter(Boolean).join(" · "),
      more: row.outlet ? row.title : "",
    }));
    const keyless = all.filter((row) => !row.key && words.every((word) => has(row, word)));
    if (!this.isInline) options.push(...keyless.flatMap((row) => this.askForKey(row)));
    if (ADDRESS.test(query) && !found.length && this.intake && !this.isInline) {
      options.push({ title: this.dataset.add, said: query, act: () => this.add(query) });
    } else if (query && this.intake && !this.isInline) options.push(...(await this.others(query, signal)));
    return options;
  }

  /** Leads to the key of a typed source; one chosen of ours gets its key as others do. */
  askForKey({ title, outlet, chosen, field }) {
    const act = () => {
      this.close();
      document.querySelector("desk-form").go(`#${field.id}`);
    };
    const said = this.dataset.keyless;
    return chosen || !(title || outlet) ? [] : [{ title: outlet || title, said, more: outlet && title, act }];
  }

  /** What other pages cite; without an answer this page's own are enough. */
  async others(query, signal) {
    await new Promise((done) => setTimeout(done, 150)); // somebody types
    signal.throwIfAborted();
    const { found } = await this.fetch(this.dataset.sources, {
      query: { q: query },
      signal: AbortSignal.any([signal, AbortSignal.timeout(3000)]),
    }).catch(() => ({ found: [] }));
    const here = new Set(this.sources.all.filter(({ key, chosen }) => key || !chosen).map(({ url }) => url));
    const others = found.filter(({ url }) => !here.has(url));
    const chosen = new Set(this.sources.all.map((row) => row.chosen));
    return others.map(({ url, said, ...row }) => ({
      ...row,
      said: [said, !chosen.has(row.more) && this.dataset.elsewhere].filter(Boolean).join(" · "),
      act: () => {
        this.input.value = url;
        this.add(url);
      },
    }));
  }

  choose({ key }) {
    this.put(key, this.isInline ? this.where : this.locator.value);
  }

  put(key, where) {
    if (this.field.matches(KEYED)) {
      const isLast = this.field.name.endsWith("-sources") && !this.field.value.slice(this.to).trim();
      this.insert(isLast ? `${key} ` : key);
    } else {
      const bare = where.replace(/[[\]\s]+/g, " ").trim().slice(0, 80);
      this.insert(`[^${key}${bare ? ` ${bare}` : ""}]`);
    }
  }

  /** The sources' own box takes the address, as if pasted there; its key comes here. */
  async add(url, anyway = false) {
    const { intake } = this;
    const where = this.locator.value;
    this.say(this.dataset.adding);
    const found = await intake.ask(url, anyway);
    if (!this.isOpen || this.input.value.trim() !== url) return;
    if (found.error) {
      this.show(found.anyway ? [{ title: this.dataset.anyway, said: url, act: () => this.add(url, true) }] : []);
      this.say(found.error);
      return;
    }
    const { scrollX: left, scrollY: top } = window;
    const item = element("li");
    intake.list.append(item);
    intake.settle(url, item, found);
    scrollTo({ left, top, behavior: "instant" }); // a new row asks for the focus
    const row = intake.rows.find((each) => intake.value(each, "source") === String(found.id));
    this.put(intake.value(row, "key"), where);
  }

  /* Fields that hold keys: the same list, opened by a button, by the arrow down, or by typing. */

  equip(field) {
    if (field.name.includes("__prefix__") || field.role === "combobox") return;
    Object.assign(field, { role: "combobox", ariaExpanded: "false", ariaAutoComplete: "list", autocomplete: "off" });
    const label = field.labels[0]?.textContent.trim().replace(/:$/, "") ?? "";
    const open = () => {
      field.focus();
      this.openFor(field, "");
    };
    const arrow = button("▾", open, { className: "choose", ariaLabel: `${this.dataset.choose}: ${label}` });
    arrow.addEventListener("mousedown", (event) => event.preventDefault());
    field.after(arrow);
    field.addEventListener("input", ({ inputType }) => inputType && this.openFor(field));
    field.addEventListener("keydown", ({ key }) => {
      if (key === "ArrowDown" && !this.isOpen) this.openFor(field, "");
    });
  }

  /** The key that the caret is in, of one or of several. */
  openFor(field, query) {
    const isMany = field.name.endsWith("-sources");
    const before = field.value.slice(0, field.selectionEnd);
    const from = isMany ? before.lastIndexOf(" ") + 1 : 0;
    const to = isMany ? from + field.value.slice(from).match(/^\S*/)[0].length : field.value.length;
    const asked = query ?? field.value.slice(from, to);
    if (this.isInline && this.field === field) {
      Object.assign(this, { from, to });
      this.ask(asked);
    } else this.open(field, { from, to, query: asked, inline: true });
  }
}

customElements.define("desk-cite", DeskCite);

/** Pasted addresses become rows of sources: fetched side by side, added in their order. */
const AT_ONCE = 2; // the newsroom itself fetches no more at a time
const PATIENCE = 8;

const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

class DeskIntake extends HTMLElement {
  connectedCallback() {
    this.replaceChildren(this.querySelector("template").content.cloneNode(true));
    this.field = this.querySelector("textarea");
    this.list = this.querySelector("ol");
    this.said = this.querySelector("[role=status]");
    this.form = this.closest("form");
    this.last = Promise.resolve();
    this.added = this.failed = this.running = 0;
    this.queue = [];
    // What is typed here is no part of the draft.
    this.field.addEventListener("input", (event) => event.stopPropagation());
    this.querySelector("button").addEventListener("click", () => this.begin());
  }

  get group() {
    return document.getElementById(`${this.dataset.prefix}-group`);
  }

  get rows() {
    return [...this.group.querySelectorAll(".part:not(.gone)")];
  }

  begin() {
    const lines = this.field.value.split("\n").map((line) => line.trim()).filter(Boolean);
    this.field.value = "";
    for (const line of new Set(lines)) {
      const item = element("li", {}, element("span", { className: "address", textContent: line }));
      this.list.append(item);
      this.plan(line, item);
    }
  }

  /** Each address has its turn; rows come in the order of the lines, not of the answers. */
  plan(line, item, anyway = false) {
    const note = element("p", { textContent: this.dataset.fetching });
    item.querySelectorAll("p").forEach((old) => old.remove());
    item.append(note);
    item.classList.remove("fault");
    const answer = new Promise((done) => this.queue.push(() => this.ask(line, anyway).then(done)));
    this.last = this.last.then(() => answer).then((found) => this.settle(line, item, found));
    this.work();
  }

  async work() {
    if (this.running >= AT_ONCE || !this.queue.length) return;
    this.running += 1;
    await this.queue.shift()();
    this.running -= 1;
    this.work();
  }

  async ask(url, anyway) {
    const keys = this.rows.map((row) => this.value(row, "key")).join(" ");
    const asked = { url, keys, ask: "1" };
    if (anyway) asked.anyway = "1";
    for (let time = 0; time < PATIENCE; time += 1) {
      const answer = await post(this.dataset.address, new URLSearchParams(asked));
      if (!answer) return { error: this.dataset.offline };
      if (isSignedOut(answer)) return { error: this.dataset.signedOut };
      const found = await answer.json().catch(() => ({ error: this.dataset.offline }));
      if (answer.status !== 429 || time === PATIENCE - 1) return { ...found, status: answer.status };
      await wait(Number(answer.headers.get("Retry-After") ?? 2));
    }
  }

  settle(line, item, found) {
    item.replaceChildren();
    if (found.error) {
      this.failed += 1;
      this.fault(line, item, found);
    } else {
      const there = this.rows.find((row) => this.value(row, "source") === String(found.id));
      if (there && !this.value(there, "key")) this.set(there, "key", this.free(found.key)); // chosen by hand
      const key = there ? this.value(there, "key") : this.add(found);
      this.added += there ? 0 : 1;
      this.tell(item, found, (there ? this.dataset.there : this.dataset.added).replace("%s", key), key);
    }
    this.said.textContent = this.dataset.count.replace("%a", this.added).replace("%f", this.failed);
  }

  fault(line, item, found) {
    item.classList.add("fault");
    const again = (words, anyway) => {
      const act = () => {
        this.failed -= 1;
        this.plan(line, item, anyway);
      };
      return button(words, act, { className: "button quiet", ariaLabel: `${words}: ${line}` });
    };
    item.append(element("span", { className: "address", textContent: line }), element("p", { textContent: found.error }));
    if (found.anyway) item.append(again(this.dataset.anyway, true), " ");
    if (found.status !== 400 && found.status !== 403) item.append(again(this.dataset.again, false));
  }

  tell(item, found, words, key) {
    item.append(element("b", { textContent: found.title || found.url }));
    for (const text of [found.line, [words, found.known].filter(Boolean).join(" ")])
      if (text) item.append(element("p", { className: "facts", textContent: text }));
    for (const textContent of found.warnings) item.append(element("p", { className: "doubt", textContent }));
    if (found.claim) item.append(this.claim(found.claim, key), " ");
    if (found.wire && !found.syndicated_from) item.append(this.wire(found.wire, key), " ");
    if (!found.archive) return;
    const link = { href: found.archive, target: "_blank", rel: "noopener noreferrer" };
    item.append(element("p", { className: "facts" }, element("a", { ...link, textContent: this.dataset.archive })));
  }

  /** Whether it is an agency's text is for the editor to say. */
  wire(agency, key) {
    const act = ({ target }) => {
      const row = this.rows.find((each) => this.value(each, "key") === key);
      if (row) this.set(row, "syndicated_from", agency);
      target.disabled = Boolean(row);
    };
    return button(this.dataset.wire.replace("%s", agency), act, { className: "button quiet" });
  }

  /** What a page calls itself counts once an editor says that its host is theirs. */
  claim({ host, name, address }, key) {
    const words = this.dataset.claim.replace("%h", host).replace("%s", name);
    const said = element("span", { role: "status" });
    const act = async ({ target }) => {
      target.disabled = true;
      const answer = await post(address, new URLSearchParams());
      const found = answer?.type === "basic" ? await answer.json().catch(() => ({})) : {};
      const row = this.rows.find((each) => this.value(each, "key") === key);
      if (found.outlet && row) this.set(row, "outlet", found.outlet);
      target.disabled = Boolean(found.outlet);
      said.textContent = found.outlet ? ` ${this.dataset.confirmed}` : ` ${found.error ?? this.dataset.offline}`;
    };
    return element("span", {}, button(words, act, { className: "button quiet" }), said);
  }

  /** A new row of the form with what was found; returns its key. */
  add(found) {
    const focused = document.activeElement;
    this.group.querySelector(".addlink").click();
    const row = this.rows.at(-1);
    const key = this.free(found.key);
    row.querySelector("[name$='-source']").append(new Option(found.name, found.id));
    for (const [name, value] of Object.entries({ ...found, source: found.id, key })) this.set(row, name, value);
    row.querySelector("details").open = false;
    if (this.contains(focused)) focused.focus();
    return key;
  }

  /** A key that no row has: two that were fetched at once may have got the same. */
  free(key) {
    const keys = new Set(this.rows.map((row) => this.value(row, "key")));
    while (keys.has(key)) key = key.replace(/\d+$/, (number) => Number(number) + 1);
    return key;
  }

  fieldOf(row, name) {
    return row.querySelector(`[name^="${this.dataset.prefix}-"][name$="-${name}"]`);
  }

  value(row, name) {
    return this.fieldOf(row, name)?.value ?? "";
  }

  set(row, name, value) {
    const field = this.fieldOf(row, name);
    if (field?.type !== "hidden") set(field, value);
  }
}

customElements.define("desk-intake", DeskIntake);
