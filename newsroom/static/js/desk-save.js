/** The bar of the form: no save is sent twice or into a lost session, none is left. */
class DeskSave extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.dirty = this.sure = this.sending = false;
    this.form.addEventListener("input", () => (this.dirty = true));
    this.form.addEventListener("submit", (event) => this.check(event));
    addEventListener("pageshow", () => this.release());
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
      this.sure = this.dirty = false;
      return;
    }
    event.preventDefault();
    if (this.sending) return;
    this.sending = true;
    const answer = await fetch(this.dataset.ping, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) {
      this.release();
      this.say(answer ? this.dataset.signedOut : this.dataset.offline);
      return;
    }
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (token) this.form.elements.csrfmiddlewaretoken.value = token; // signing in changed it
    this.sure = true;
    this.form.requestSubmit(event.submitter);
    if (this.sure) this.release(); // a field kept it from being sent
    else setTimeout(() => this.release(), 15000); // or somebody stopped it
  }

  release() {
    this.sure = this.sending = false;
  }

  say(words) {
    const line = this.querySelector("[role=alert]") ?? document.createElement("p");
    line.setAttribute("role", "alert");
    line.textContent = words;
    this.append(line);
  }
}

customElements.define("desk-save", DeskSave);
