/** Pictures in forms: the chosen one is seen beside the choice; what will be uploaded is listed. */
const $ = window.django?.jQuery;

class DeskPicture extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector("select");
    this.place = this.querySelector(".chosen");
    this.equip();
  }

  /** Show what was chosen: its picture, credit and restrictions. */
  async renew() {
    const key = this.select.value;
    const before = this.words;
    if (!key) return this.place.replaceChildren();
    const answer = await fetch(this.dataset.about.replace("/0/", `/${encodeURIComponent(key)}/`)).catch(() => null);
    if (!answer?.ok || this.select.value !== key) return;
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.place.replaceChildren(...made.querySelectorAll("template, img, p"));
    this.bring(before);
    this.equip();
  }

  get words() {
    return this.place.querySelector("template")?.dataset ?? {};
  }

  /** What the row leaves empty, or had from the picture before, is what the new one says; saving does the same. */
  bring(before) {
    for (const [name, said] of Object.entries(this.words)) {
      const field = document.getElementById(this.select.id.replace(/image$/, name));
      const free = name.startsWith("focal") ? ["50", before[name]] : ["", before[name]];
      if (!field || !free.includes(field.value) || field.value === said) continue;
      field.value = said;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /** Where the row has a focal point, it is set on the picture. */
  equip() {
    const picture = this.place.querySelector("img");
    const [x, y] = [this.dataset.x, this.dataset.y].map((id) => id && this.closest(".part")?.querySelector(`#${CSS.escape(this.here(id))}`));
    if (!picture || !x || !y) return;
    const focal = document.createElement("desk-focal");
    Object.assign(focal.dataset, { x: x.id, y: y.id, label: this.dataset.label, says: this.dataset.says });
    focal.append(picture);
    this.place.prepend(focal);
  }

  /** A new row's ids have its number where the model of rows has a word. */
  here(id) {
    const number = this.select.id.match(/-(\d+)-image$/)?.[1];
    return number ? id.replace("__prefix__", number) : id;
  }
}

class DeskDrop extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.list = document.createElement("ul");
    const said = document.createElement("div");
    said.setAttribute("role", "status");
    said.append(this.list);
    this.append(said);
    this.input.addEventListener("change", () => this.show());
    this.closest("form").addEventListener("submit", () => {
      if (!this.input.files.length) return;
      this.list.replaceChildren(this.line(this.dataset.working));
    });
  }

  show() {
    this.list.replaceChildren(
      ...[...this.input.files].map(({ name, size }) => this.line(`${name}, ${(size / 1024 ** 2).toFixed(1)} MB`)),
    );
  }

  line(words) {
    return Object.assign(document.createElement("li"), { textContent: words });
  }
}

customElements.define("desk-picture", DeskPicture);
customElements.define("desk-drop", DeskDrop);

/** A picture that was clicked in the list of all pictures becomes the choice that opened it. */
const dismiss = window.dismissRelatedLookupPopup;
if (dismiss) {
  window.dismissRelatedLookupPopup = (list, key) => {
    const select = document.getElementById(list.name.replace(/__\d+$/, ""));
    if (select?.matches("select") && ![...select.options].some(({ value }) => value === String(key))) {
      const words = list.document.querySelector(`.field-title [data-popup-opener="${CSS.escape(key)}"]`)?.textContent;
      select.add(new Option(words || key, key, true, true));
    }
    dismiss(list, key);
  };
}

/** Thumbnails beside the names that a search offers. */
function thumbnails(select) {
  const shown = $(select).data("select2");
  shown?.options.set("templateResult", ({ id, text }) => {
    if (!id) return text;
    const line = document.createElement("span");
    line.className = "offered";
    const about = select.closest("desk-picture").dataset.about;
    const picture = Object.assign(document.createElement("img"), { alt: "", loading: "lazy" });
    picture.src = about.replace("/0/about/", `/${encodeURIComponent(id)}/thumb`);
    line.append(picture, document.createElement("span"));
    line.lastChild.textContent = text;
    return line;
  });
}

if ($) {
  $(document).on("change", "desk-picture select", ({ target }) => target.closest("desk-picture").renew());
  $(document).on("select2:opening", "desk-picture select", ({ target }) => thumbnails(target));
}
