/** Places one of this story's figures or quotes in the telling, on a line of its own. */
const DeskPick = await customElements.whenDefined("desk-pick");

class DeskPlace extends DeskPick {
  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("prose:do", ({ target, detail }) => {
      if (detail === "place") this.openAt(target);
    });
  }

  /** Before the line if the caret is at its start, else behind it: no sentence is torn apart. */
  openAt(field) {
    const { selectionEnd: at, value } = field;
    const isStart = at === 0 || value[at - 1] === "\n";
    const from = isStart ? at : at + value.slice(at).split("\n", 1)[0].length;
    this.open(field, { from, to: from });
  }

  async find(query) {
    const rows = [...this.rows("figure", "caption", "alt"), ...this.rows("quote", "text", "speaker")];
    return rows.filter((row) => Object.values(row).join(" ").toLowerCase().includes(query.toLowerCase()));
  }

  rows(kind, ...names) {
    const standing = [...document.querySelectorAll(`#${kind}_set-group .part:not(.gone)`)];
    const value = (part, name) => part.querySelector(`[name$='-${name}']`)?.value.trim() ?? "";
    return standing.map((part, i) => {
      const key = value(part, "key");
      const isThere = key && this.field.value.split("\n").includes(`::${kind} ${key}`);
      const [title, said] = names.map((name) => value(part, name));
      const mark = this.dataset[kind];
      const named = title || said || `${mark} ${i + 1}`;
      return { kind, key, part, mark, title: named, said: title && said, more: isThere ? this.dataset.placed : key };
    });
  }

  /** What has no key yet gets one: a placement needs it. */
  choose({ kind, key, part, said, mark }) {
    const name = key || this.keyFor(part, said || mark);
    const { field, from } = this;
    const [before, after] = [field.value.slice(0, from), field.value.slice(from)];
    const line = `::${kind} ${name}`;
    const open = !before.trim() ? "" : "\n".repeat(2 - before.match(/\n{0,2}$/)[0].length);
    const end = !after.trim() ? "\n\n" : "\n".repeat(2 - after.match(/^\n{0,2}/)[0].length);
    this.insert(open + line + end, [open.length + line.length + 2]);
  }

  keyFor(part, words) {
    const taken = [...part.parentElement.querySelectorAll("[name$='-key']")].map(({ value }) => value);
    const bare = words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const base = bare.match(/[a-z0-9]{1,40}(?=[^a-z0-9]*$)/)?.[0] ?? "part";
    let [name, number] = [base, 1];
    while (taken.includes(name)) name = `${base}-${(number += 1)}`;
    const field = part.querySelector("[name$='-key']");
    field.value = name;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return name;
  }
}

customElements.define("desk-place", DeskPlace);
