/** The bar of the form: no save is sent twice or into a lost session, none is left behind,
    and after a save one is where one was. */
const PLACE = "place";
const LASTS = 60_000;

class DeskSave extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.dirty = this.sure = this.sending = false;
    this.line = this.querySelector(".saved");
    this.form.addEventListener("input", () => this.soil());
    this.form.addEventListener("submit", (event) => this.check(event));
    this.form.addEventListener("focusin", ({ target }) => {
      if (!this.contains(target)) this.last = target;
    });
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
    const refused = this.form.querySelector(".errornote");
    if (refused) this.soil();
    refused?.scrollIntoView({ block: "center" });
    addEventListener("load", () => this.return(), { once: true });
  }

  /** What is in the form isn't what was saved. */
  soil() {
    if (this.dirty) return;
    this.dirty = true;
    this.line.classList.remove("fresh");
    this.line.classList.add("changed");
    this.line.textContent = this.line.dataset.changed;
  }

  /** Leave a mark of where one writes. */
  leave() {
    const { id, selectionStart: from, selectionEnd: to } = this.last ?? {};
    const mark = { at: Date.now(), y: scrollY, id, from, to };
    sessionStorage.setItem(PLACE, JSON.stringify(mark));
  }

  /** Go back there, if what was saved is what this page shows. */
  return() {
    const mark = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
    sessionStorage.removeItem(PLACE);
    if (!mark || Date.now() - mark.at > LASTS || !document.querySelector(".messagelist .success")) return;
    this.line.classList.add("fresh");
    const field = mark.id && document.getElementById(mark.id);
    if (field && this.form.contains(field)) {
      document.querySelector("desk-form")?.reveal?.(field);
      field.focus({ preventScroll: true });
      if (typeof mark.from === "number") field.setSelectionRange?.(mark.from, mark.to);
    }
    scrollTo({ top: mark.y, behavior: "instant" });
  }

  async check(event) {
    if (event.submitter?.formTarget) return;
    if (this.sure) {
      this.sure = this.dirty = false;
      this.leave();
      return;
    }
    event.preventDefault();
    if (this.sending) return;
    this.sending = true;
    const answer = await fetch(this.dataset.ping, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) {
      this.release();
      if (answer) document.dispatchEvent(new CustomEvent("desk:session", { detail: "out" }));
      else this.say(this.dataset.offline);
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
