/** The sources of this page as its form has them now, saved or not; and which cited keys aren't theirs. */
const CITED = /(?<!\\)\[\^([^\s[\]]{1,60})(?: +[^\s[\]][^[\]\n]{0,80})?\]/g;
const KEYED = "input[name$='-source'], input[name$='-sources']";

class DeskSources extends HTMLElement {
  connectedCallback() {
    const later = () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.compare(), 400);
    };
    for (const name of ["input", "change", "formset:added", "parts:changed"]) document.addEventListener(name, later);
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
    const place = (part) => Number(part.querySelector("[name$='-position']")?.value || Infinity);
    const ordered = standing.map((part, i) => [place(part), i, part]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const value = (part, name) => part.querySelector(`[name$='-${name}']`)?.value.trim() ?? "";
    const names = ["key", "title", "outlet", "author", "published", "url"];
    return ordered.map(([, , part], i) => ({
      ...Object.fromEntries(names.map((name) => [name, value(part, name)])),
      number: i + 1,
      field: part.querySelector("[name$='-key']"),
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
      line = Object.assign(document.createElement("p"), { id, className: "unknown" });
      field.closest(".field").append(line);
      const described = [field.getAttribute("aria-describedby"), id].filter(Boolean).join(" ");
      field.setAttribute("aria-describedby", described);
    }
    line.textContent = keys.map((key) => this.dataset.unknown.replace("%s", key)).join(" ");
  }
}

customElements.define("desk-sources", DeskSources);
