/** Picks one of this page's sources, for `[^key]` in the text or for a field of keys.
    One of other pages, or an address pasted into the box, becomes a source of the page first. */
const DeskPick = await customElements.whenDefined("desk-pick");
const KEYED = "input[name$='-source'], input[name$='-sources']";
const ADDRESS = /^https?:\/\/[^\s/]+\.[^\s]+$/i;

class DeskCite extends DeskPick {
  connectedCallback() {
    super.connectedCallback();
    this.locator = this.querySelector("[data-locator]");
    document.addEventListener("prose:do", ({ target, detail }) => {
      if (detail === "cite") this.openAt(target);
    });
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
    const item = document.createElement("li");
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
    const button = Object.assign(document.createElement("button"), { type: "button", className: "choose", textContent: "▾" });
    const label = field.labels[0]?.textContent.trim().replace(/:$/, "") ?? "";
    button.setAttribute("aria-label", `${this.dataset.choose}: ${label}`);
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      field.focus();
      this.openFor(field, "");
    });
    field.after(button);
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
