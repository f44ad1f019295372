/** The bar of the form: no save is sent into a lost session, no page left unsaved. */
class DeskSave extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.dirty = this.sure = false;
    this.form.addEventListener("input", () => (this.dirty = true));
    this.form.addEventListener("submit", (event) => this.check(event));
    addEventListener("beforeunload", (event) => {
      if (this.dirty) event.preventDefault();
    });
    addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "s") {
        event.preventDefault();
        this.form.requestSubmit(this.querySelector("[name=_save]"));
      }
    });
    const more = this.querySelector("details");
    addEventListener("click", ({ target }) => {
      if (more && !more.contains(target)) more.open = false;
    });
    this.form.querySelector(".errornote")?.scrollIntoView({ block: "center" });
  }

  async check(event) {
    if (event.submitter?.formTarget) return;
    if (this.sure) {
      this.dirty = false;
      return;
    }
    event.preventDefault();
    const answer = await fetch(this.dataset.ping, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) {
      this.say(answer ? this.dataset.signedOut : this.dataset.offline);
      return;
    }
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (token) this.form.elements.csrfmiddlewaretoken.value = token; // signing in changed it
    this.sure = true;
    this.form.requestSubmit(event.submitter);
  }

  say(words) {
    const line = this.querySelector("[role=alert]") ?? document.createElement("p");
    line.setAttribute("role", "alert");
    line.textContent = words;
    this.append(line);
  }
}

customElements.define("desk-save", DeskSave);
