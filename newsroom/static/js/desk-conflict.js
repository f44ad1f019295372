/** Where two people wrote: what one chooses stands in the form at once. */
class DeskMerge extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.dataset.field);
    this.addEventListener("change", () => this.fill());
  }

  get text() {
    const parts = JSON.parse(this.dataset.parts).map((part) => {
      if (typeof part === "string") return part;
      const choice = this.querySelector(`[name="_take-${part.key}"]:checked`)?.value;
      return part[choice ?? "mine"];
    });
    return parts.filter(Boolean).join("\n\n");
  }

  fill() {
    const { field, text } = this;
    if (!field) return;
    this.querySelector("[name=_settled]").disabled = false; // the form has it: nothing is to be mixed again
    if (field.type === "checkbox") field.checked = Boolean(text);
    else if (field.localName === "select") this.choose(field, text);
    else field.value = text;
    document.querySelector("desk-form")?.reveal?.(field);
    for (const what of ["input", "change"]) field.dispatchEvent(new Event(what, { bubbles: true }));
  }

  /** A list that is filled while one searches may not have the choice yet. */
  choose(field, value) {
    if (![...field.options].some((option) => option.value === value)) {
      const name = this.querySelector(":checked").closest(".version")?.querySelector("p")?.textContent;
      field.add(new Option(name, value));
    }
    field.value = value;
  }
}

customElements.define("desk-merge", DeskMerge);
