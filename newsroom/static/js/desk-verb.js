/** The foot of a verb's form: what was typed is neither left behind nor sent into a lost session. */
class DeskVerb extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.dirty = "typed" in this.dataset;
    this.sure = false;
    this.form.addEventListener("input", ({ target }) => {
      if (target.matches("textarea, [type=date]")) this.dirty = true;
    });
    if (this.dataset.later) this.follow(this.form.elements.at, this.form.elements.when);
    this.form.addEventListener("submit", (event) => this.check(event));
    addEventListener("beforeunload", (event) => {
      if (this.dirty) event.preventDefault();
    });
  }

  /** The button says what it will do: a time that is filled in is chosen, and named. */
  follow(time, when) {
    const button = this.querySelector("input[type=submit]");
    if (!time || !button) return;
    const now = button.value;
    const say = () => {
      const isLater = time.value && (!when || when.value === "at");
      button.value = isLater ? this.dataset.later.replace("{at}", this.words(time.value)) : now;
    };
    time.addEventListener("input", () => {
      if (when) when.value = time.value ? "at" : "now";
    });
    this.form.addEventListener("input", say);
    say();
  }

  /** A typed moment, "2026-03-04T18:05", as the page's language writes it; today as its
      time, and another year than this one by its number. */
  words(typed) {
    const language = `${document.documentElement.lang}-u-hc-h23`;
    const { today } = this.dataset;
    const year = typed.split("-")[0] === today.split("-")[0] ? {} : { year: "numeric" };
    const day = typed.startsWith(today) ? {} : { day: "numeric", month: "long", ...year };
    const form = { ...day, hour: "2-digit", minute: "2-digit", timeZone: "UTC" };
    return new Date(`${typed}Z`).toLocaleString(language, form);
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
