/** Picks somebody or something of the who's who for `@[label](slug)`, or adds it there first. */
const DeskPick = await customElements.whenDefined("desk-pick");
// Only behind a space or an opening sign, so that no e-mail address asks for a name.
const BEGUN = /(?<=^|[\s([{"'“‘„«–—])(?<all>@(?:\[|(?=[\p{L}\p{N}]))(?<query>[^\n@[\]()]{0,60}))$/u;
const NAMED = /@\[([^[\]\n]{1,120})\]\(([^\s()]{1,80})\)/g;

class DeskMention extends DeskPick {
  wait = 150;

  connectedCallback() {
    super.connectedCallback();
    this.form = this.querySelector("form");
    this.words = this.form.elements;
    this.search = this.querySelector("[data-picks]");
    document.addEventListener("prose:do", ({ target, detail }) => {
      if (detail === "mention") this.openAt(target);
    });
    this.follow(BEGUN, /^[^[\]\n]{0,120}\]\([^\s()]*\)/);
    this.words.kind.addEventListener("change", () => this.askOfPersons());
    this.form.addEventListener("submit", (event) => this.make(event));
    this.querySelector("[data-back]").addEventListener("click", () => this.turnTo(this.search));
  }

  openAt(field) {
    const { selectionStart: from, selectionEnd: to, value } = field;
    this.open(field, { from, to, query: value.slice(from, to) });
  }

  open(field, place) {
    this.selected = place.inline ? "" : field.value.slice(place.from, place.to);
    this.turnTo(this.search);
    super.open(field, place);
  }

  turnTo(shown) {
    this.search.hidden = this.list.hidden = shown !== this.search;
    this.form.hidden = shown !== this.form;
    if (this.isOpen && shown === this.search) this.input.focus();
  }

  async find(query, signal) {
    if (!query) return this.named();
    if (query.split(/\s+/).length > 4) return [];
    const { found, kinds } = await this.fetch(this.dataset.entities, { query: { q: query }, signal });
    this.kinds = kinds;
    const options = found.map(({ slug, name, said, lead, also }) => {
      const isAlias = also && !name.toLowerCase().includes(query.toLowerCase());
      return { slug, title: name, said, more: isAlias ? `${this.dataset.also} ${also}` : lead };
    });
    if (kinds.length && query.length > 1) {
      options.push({ title: this.dataset.create.replace("%s", query), act: () => this.begin(query) });
    }
    return options;
  }

  /** Whoever this page mentions already. */
  named() {
    const texts = [...document.querySelectorAll("textarea.prose")].map(({ value }) => value);
    const found = new Map([...texts.join("\n").matchAll(NAMED)].map(([, title, slug]) => [slug, { slug, title }]));
    return [...found.values()].slice(0, 8);
  }

  /** The words that were selected stay, as the label. */
  choose({ slug, title }) {
    const label = (this.selected || title).replace(/[[\]\s]+/g, " ").trim().slice(0, 120);
    this.insert(`@[${label}](${slug})`);
  }

  begin(name) {
    if (this.isInline) {
      super.open(this.field, { from: this.from, to: this.to });
      this.selection = [this.to - this.from];
    }
    this.settle();
    this.form.reset();
    this.words.name.value = name;
    this.words.kind.replaceChildren(...this.kinds.map(([value, label]) => new Option(label, value)));
    this.askOfPersons();
    this.turnTo(this.form);
    this.say("");
    this.words.name.focus();
    this.place();
  }

  askOfPersons() {
    const isPerson = this.words.kind.value === "person";
    const asks = this.form.querySelector("[data-persons]");
    asks.hidden = asks.disabled = !isPerson;
  }

  async make(event) {
    event.preventDefault();
    const body = [...new FormData(this.form)];
    const made = await this.fetch(this.dataset.make, { body }).catch((fault) => this.fail(fault));
    if (made && this.isOpen) this.choose({ slug: made.slug, title: made.name });
  }
}

customElements.define("desk-mention", DeskMention);
