/** Says that one was signed out, or that somebody else has signed in, until that is over. */
class DeskSession extends HTMLElement {
  connectedCallback() {
    document.addEventListener("desk:session", ({ detail }) => {
      if (detail === "in" || detail === "back") this.over();
      else this.say(detail);
    });
  }

  say(state) {
    if (this.state === state && this.querySelector("a")) return;
    this.state = state;
    const link = Object.assign(document.createElement("a"), { href: this.dataset.login, target: "_blank", rel: "noopener" });
    link.textContent = this.dataset.signIn;
    this.replaceChildren(`${this.dataset[state]} `, link);
  }

  over() {
    this.replaceChildren();
    this.state = "";
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    const field = this.closest("form")?.elements.csrfmiddlewaretoken;
    if (token && field) field.value = token; // signing in changed it
  }
}

customElements.define("desk-session", DeskSession);
