/** The foot of a verb's form: what was typed is neither left behind nor sent into a lost session. */
class DeskVerb extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.dirty = "typed" in this.dataset;
    this.sure = false;
    this.form.addEventListener("input", ({ target }) => {
      if (target.matches("textarea, [type=date]")) this.dirty = true;
    });
    this.form.addEventListener("submit", (event) => this.check(event));
    addEventListener("beforeunload", (event) => {
      if (this.dirty) event.preventDefault();
    });
    this.form.querySelector(".errornote")?.scrollIntoView({ block: "center" });
  }

  async check(event) {
    if (this.sure) {
      this.dirty = this.sure = false;
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

customElements.define("desk-verb", DeskVerb);
