/** Pasted addresses become rows of sources: fetched side by side, added in their order. */
const AT_ONCE = 2; // the newsroom itself fetches no more at a time
const PATIENCE = 8;

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

function made(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

class DeskIntake extends HTMLElement {
  connectedCallback() {
    this.replaceChildren(this.querySelector("template").content.cloneNode(true));
    this.field = this.querySelector("textarea");
    this.list = this.querySelector("ol");
    this.said = this.querySelector("[role=status]");
    this.form = this.closest("form");
    this.last = Promise.resolve();
    this.added = this.failed = this.running = 0;
    this.queue = [];
    // What is typed here is no part of the draft.
    this.field.addEventListener("input", (event) => event.stopPropagation());
    this.querySelector("button").addEventListener("click", () => this.begin());
  }

  get group() {
    return document.getElementById(`${this.dataset.prefix}-group`);
  }

  get rows() {
    return [...this.group.querySelectorAll(".part:not(.gone)")];
  }

  begin() {
    const lines = this.field.value.split("\n").map((line) => line.trim()).filter(Boolean);
    this.field.value = "";
    for (const line of new Set(lines)) {
      const item = made("li", {}, made("span", { className: "address", textContent: line }));
      this.list.append(item);
      this.plan(line, item);
    }
  }

  /** Each address has its turn; rows come in the order of the lines, not of the answers. */
  plan(line, item, anyway = false) {
    const note = made("p", { textContent: this.dataset.fetching });
    item.querySelectorAll("p").forEach((old) => old.remove());
    item.append(note);
    item.classList.remove("fault");
    const answer = new Promise((done) => this.queue.push(() => this.ask(line, anyway).then(done)));
    this.last = this.last.then(() => answer).then((found) => this.settle(line, item, found));
    this.work();
  }

  async work() {
    if (this.running >= AT_ONCE || !this.queue.length) return;
    this.running += 1;
    await this.queue.shift()();
    this.running -= 1;
    this.work();
  }

  async ask(url, anyway) {
    const keys = this.rows.map((row) => this.value(row, "key")).join(" ");
    const sent = { url, keys, ask: "1", csrfmiddlewaretoken: this.token };
    if (anyway) sent.anyway = "1";
    for (let time = 0; time < PATIENCE; time += 1) {
      const body = new URLSearchParams(sent);
      const answer = await fetch(this.dataset.address, { method: "POST", body, redirect: "manual" }).catch(() => null);
      if (!answer) return { error: this.dataset.offline };
      if (answer.type === "opaqueredirect") return { error: this.dataset.signedOut };
      const found = await answer.json().catch(() => ({ error: this.dataset.offline }));
      if (answer.status !== 429 || time === PATIENCE - 1) return { ...found, status: answer.status };
      await pause(Number(answer.headers.get("Retry-After") ?? 2));
    }
  }

  /** Signing in in another tab has changed it. */
  get token() {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    return cookie ?? this.form.elements.csrfmiddlewaretoken.value;
  }

  settle(line, item, found) {
    item.replaceChildren();
    if (found.error) {
      this.failed += 1;
      this.fault(line, item, found);
    } else {
      const there = this.rows.find((row) => this.value(row, "source") === String(found.id));
      if (there && !this.value(there, "key")) this.set(there, "key", this.free(found.key)); // chosen by hand
      const key = there ? this.value(there, "key") : this.add(found);
      this.added += there ? 0 : 1;
      this.tell(item, found, (there ? this.dataset.there : this.dataset.added).replace("%s", key), key);
    }
    this.said.textContent = this.dataset.count.replace("%a", this.added).replace("%f", this.failed);
  }

  fault(line, item, found) {
    item.classList.add("fault");
    const again = (words, anyway) => {
      const button = made("button", { type: "button", className: "button quiet", textContent: words });
      button.setAttribute("aria-label", `${words}: ${line}`);
      button.addEventListener("click", () => {
        this.failed -= 1;
        this.plan(line, item, anyway);
      });
      return button;
    };
    item.append(made("span", { className: "address", textContent: line }), made("p", { textContent: found.error }));
    if (found.anyway) item.append(again(this.dataset.anyway, true), " ");
    if (found.status !== 400 && found.status !== 403) item.append(again(this.dataset.again, false));
  }

  tell(item, found, words, key) {
    item.append(made("b", { textContent: found.title || found.url }));
    for (const text of [found.line, [words, found.known].filter(Boolean).join(" ")])
      if (text) item.append(made("p", { className: "facts", textContent: text }));
    for (const textContent of found.warnings) item.append(made("p", { className: "doubt", textContent }));
    if (found.claim) item.append(this.claim(found.claim, key), " ");
    if (found.wire && !found.syndicated_from) item.append(this.wire(found.wire, key), " ");
    if (!found.archive) return;
    const link = { href: found.archive, target: "_blank", rel: "noopener noreferrer" };
    item.append(made("p", { className: "facts" }, made("a", { ...link, textContent: this.dataset.archive })));
  }

  /** Whether it is an agency's text is for the editor to say. */
  wire(agency, key) {
    const words = this.dataset.wire.replace("%s", agency);
    const button = made("button", { type: "button", className: "button quiet", textContent: words });
    button.addEventListener("click", () => {
      const row = this.rows.find((each) => this.value(each, "key") === key);
      if (row) this.set(row, "syndicated_from", agency);
      button.disabled = Boolean(row);
    });
    return button;
  }

  /** What a page calls itself counts once an editor says that its host is theirs. */
  claim({ host, name, address }, key) {
    const words = this.dataset.claim.replace("%h", host).replace("%s", name);
    const button = made("button", { type: "button", className: "button quiet", textContent: words });
    const said = made("span", { role: "status" });
    button.addEventListener("click", async () => {
      button.disabled = true;
      const body = new URLSearchParams({ csrfmiddlewaretoken: this.token });
      const answer = await fetch(address, { method: "POST", body, redirect: "manual" }).catch(() => null);
      const found = answer?.type === "basic" ? await answer.json().catch(() => ({})) : {};
      const row = this.rows.find((each) => this.value(each, "key") === key);
      if (found.outlet && row) this.set(row, "outlet", found.outlet);
      button.disabled = Boolean(found.outlet);
      said.textContent = found.outlet ? ` ${this.dataset.confirmed}` : ` ${found.error ?? this.dataset.offline}`;
    });
    return made("span", {}, button, said);
  }

  /** A new row of the form with what was found; returns its key. */
  add(found) {
    const focused = document.activeElement;
    this.group.querySelector(".addlink").click();
    const row = this.rows.at(-1);
    const key = this.free(found.key);
    row.querySelector("[name$='-source']").append(new Option(found.name, found.id));
    for (const [name, value] of Object.entries({ ...found, source: found.id, key })) this.set(row, name, value);
    row.querySelector("details").open = false;
    if (this.contains(focused)) focused.focus();
    return key;
  }

  /** A key that no row has: two that were fetched at once may have got the same. */
  free(key) {
    const keys = new Set(this.rows.map((row) => this.value(row, "key")));
    while (keys.has(key)) key = key.replace(/\d+$/, (number) => Number(number) + 1);
    return key;
  }

  fieldOf(row, name) {
    return row.querySelector(`[name^="${this.dataset.prefix}-"][name$="-${name}"]`);
  }

  value(row, name) {
    return this.fieldOf(row, name)?.value ?? "";
  }

  set(row, name, value) {
    const field = this.fieldOf(row, name);
    if (!field || field.type === "hidden") return;
    field.value = value;
    field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
  }
}

customElements.define("desk-intake", DeskIntake);
