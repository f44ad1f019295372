/** The short form of a new story: its address is suggested from the headline until somebody
    writes it, and shown as it will be, to be copied for those who announce it. */
class DeskQuick extends HTMLElement {
  connectedCallback() {
    this.slug = this.querySelector("#id_slug");
    this.headline = this.querySelector("#id_headline");
    this.small = new Set(this.dataset.small.split(" "));
    this.own = this.slug.value !== "";
    this.line = this.querySelector(".address");
    this.address = document.createElement("output");
    this.button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: this.dataset.copy });
    this.line.append(`${this.dataset.address} `, this.address, " ", this.button);
    this.headline.addEventListener("input", () => this.suggest());
    this.slug.addEventListener("input", () => {
      this.own = this.slug.value !== "";
      this.show();
    });
    this.button.addEventListener("click", () => this.copy());
    this.suggest();
    this.show();
  }

  /** Short, without small words and numbers: a breaking headline may yet be wrong. */
  suggest() {
    if (this.own) return;
    const plain = this.headline.value.replace(/['’]s\b/g, "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const words = plain.replace(/[^\w\s-]/g, "").split(/[\s_-]+/);
    const telling = words.filter((word) => /^[a-z]+$/.test(word) && !this.small.has(word));
    this.slug.value = telling.slice(0, Number(this.dataset.most)).join("-").slice(0, 70);
    this.show();
  }

  show() {
    this.line.hidden = this.slug.value === "";
    this.address.textContent = `${this.dataset.before}${this.slug.value}/`;
    this.button.textContent = this.dataset.copy;
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.address.textContent);
      this.button.textContent = this.dataset.copied;
    } catch {
      getSelection().selectAllChildren(this.address); // the browser's own copy does the rest
    }
  }
}

customElements.define("desk-quick", DeskQuick);
