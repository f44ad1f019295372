/** Tells the newsroom that this window is here, and who else is. */
const EVERY = 15000;
const WRITING = 60000;
const WINDOW = "desk.window";
const RELOAD = 10000;

class DeskPresence extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.take();
    this.form.addEventListener("input", () => (this.typedAt = Date.now()));
    this.timer = setInterval(() => this.ping(), EVERY);
    addEventListener("focus", () => this.ping());
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", ({ persisted }) => persisted && this.take());
    document.addEventListener("visibilitychange", () => this.ping());
    this.ping();
  }

  /** A page that follows at once is the same window; a copy of this one finds no key to take. */
  take() {
    const [key, at] = sessionStorage.getItem(WINDOW)?.split(" ") ?? [];
    sessionStorage.removeItem(WINDOW);
    const { _window } = this.form.elements;
    _window.value ||= Date.now() - at < RELOAD ? key : newKey();
  }

  leave() {
    sessionStorage.setItem(WINDOW, `${this.form.elements._window.value} ${Date.now()}`);
    this.ping("leaving");
  }

  async ping(leaving) {
    if (!leaving && (document.hidden || Date.now() - this.asked < 1000)) return;
    this.asked = Date.now();
    const { _window, _writer, loaded_version: version, loaded_revision: revision } = this.form.elements;
    const typing = Date.now() - this.typedAt < WRITING ? "1" : "0";
    const body = new URLSearchParams({ _window: _window.value, _writer: _writer.value, typing });
    if (leaving) body.set("leaving", "1");
    if (version) body.set("version", version.value);
    if (revision) body.set("revision", revision.value);
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
    const options = { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "manual" };
    const answer = await fetch(this.dataset.address, { ...options, keepalive: Boolean(leaving) }).catch(() => null);
    if (leaving || !answer) return;
    const said = { opaqueredirect: "out" }[answer.type] ?? { 200: "in", 409: "other" }[answer.status];
    if (said) document.dispatchEvent(new CustomEvent("desk:session", { detail: said }));
    if (said === "in") this.show((await answer.text()).trim());
  }

  /** Only what is new, so that it is read out once. */
  show(html) {
    if (html === this.shown) return;
    this.shown = html;
    this.innerHTML = html;
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

customElements.define("desk-presence", DeskPresence);
