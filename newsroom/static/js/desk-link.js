/** Links the selected words to an address, or to a page of the paper found by its title. */
const DeskPick = await customElements.whenDefined("desk-pick");
const LINK = /(?<![!@\\])\[((?:[^[\]\n\\]|\\.)*)\]\(([^\s()]*)\)/g;
const LINKED = /@?\[([^[\]\n]*)\]\([^\s()]*\)/g;
const CITED = /\s*(?<!\\)\[\^[^\]\n]*\]/g;
const HOST = /^(?:www\.)?[^\s/@:]+\.[a-z]{2,}(?:[/?#]\S*)?$/i;

/** The address as it will stand in the text, or what is wrong with it. */
function checked(typed, says) {
  const isMailbox = /^[^\s@:/]+@[^\s@/]+\.[^\s@/]+$/.test(typed);
  const isOurs = /^\/(?!\/)/.test(typed);
  const begins = isMailbox ? "mailto:" : HOST.test(typed) ? "https://" : isOurs ? location.origin : "";
  const detail = { address: begins + typed };
  document.dispatchEvent(new CustomEvent("prose:address", { detail }));
  if (!detail.address) return { fault: says.wrong };
  return detail.address.startsWith("/admin/") ? { fault: says.desk } : detail;
}

class DeskLink extends DeskPick {
  wait = 150;

  connectedCallback() {
    super.connectedCallback();
    this.words = this.querySelector("[data-words]");
    this.querySelector("[data-insert]").addEventListener("click", () => this.pickTyped(this.input.value.trim()));
    this.querySelector("[data-remove]").addEventListener("click", () => this.insert(this.words.value));
    document.addEventListener("prose:do", ({ target, detail }) => {
      if (detail === "link") this.openAt(target);
    });
    document.addEventListener("prose:state", ({ target, detail }) => {
      if (this.around(target)) detail.add("link");
    });
  }

  /** The link that the caret stands in. */
  around({ value, selectionStart: at, selectionEnd }) {
    const from = value.slice(0, at).lastIndexOf("\n") + 1;
    const line = value.slice(from).split("\n", 1)[0];
    const links = [...line.matchAll(LINK)].map(({ index, 0: all, 1: words, 2: address }) => {
      return { from: from + index, to: from + index + all.length, words, address };
    });
    return links.find((link) => link.from < at && selectionEnd < link.to);
  }

  openAt(field) {
    const link = this.around(field);
    const { selectionStart: from, selectionEnd: to, value } = field;
    const selected = value.slice(from, to);
    // A link holds no other link, and no citation: those follow it.
    this.cited = link ? "" : (selected.match(CITED) ?? []).join("").trim();
    this.words.value = link ? link.words : selected.replace(CITED, "").replace(LINKED, "$1").trim();
    this.querySelector("[data-remove]").hidden = !link;
    this.open(field, { from: link?.from ?? from, to: link?.to ?? to, query: link?.address ?? "" });
  }

  async find(query, signal) {
    if (query.length < 2 || /^\/|:|@/.test(query) || HOST.test(query)) return [];
    const { found } = await this.fetch(this.dataset.pages, { query: { q: query }, signal });
    return found;
  }

  choose({ address, title }) {
    this.words.value ||= title;
    this.put(address);
  }

  pickTyped(typed) {
    const { address, fault } = checked(typed, this.dataset);
    if (fault) {
      this.say(fault);
      return;
    }
    this.words.value ||= typed.replace(/^https?:\/\/(www\.)?|^mailto:|\/$/gi, "");
    this.put(address);
  }

  put(address) {
    const words = this.words.value.replace(/\s+/g, " ").trim().replace(/(?<!\\)[[\]]/g, "\\$&");
    this.insert(`[${words}](${address})${this.cited}`);
  }
}

customElements.define("desk-link", DeskLink);
