/** Offers the address of what is typed in another field, until somebody writes one. The server makes
    it, as it does where there are no scripts; so there is one way of making them. */
const PAUSE = 250;

for (const slug of document.querySelectorAll("input[data-offers]")) {
  const name = slug.form.elements[slug.dataset.of];
  let own = slug.value !== "";
  let isSent = false;
  let pause;

  const offer = async () => {
    const asked = name.value;
    const answer = await fetch(`${slug.dataset.offers}?of=${encodeURIComponent(asked)}`).catch(() => null);
    const said = answer?.ok && (await answer.json());
    if (!said || own || isSent || name.value !== asked) return;
    slug.value = said.slug;
    slug.dispatchEvent(new Event("input", { bubbles: true }));
  };

  slug.addEventListener("input", (event) => {
    if (event.isTrusted) own = slug.value !== "";
  });
  // What comes in while the form is being saved isn't in it: it would count as typed since.
  slug.form.addEventListener("submit", () => (isSent = true));
  name?.addEventListener("input", () => {
    isSent = false;
    clearTimeout(pause);
    pause = setTimeout(offer, own ? 0 : PAUSE);
  });
  if (!own && name && name.value !== name.defaultValue) offer(); // Typed before this was here.
}
