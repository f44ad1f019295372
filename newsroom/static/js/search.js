/* Answers while one types; the form works as ever without this. */

const PAUSE = 200;
const form = document.querySelector("form.search");
const found = document.getElementById("found");
let timer;
let asked;

async function look() {
  const query = new URLSearchParams(new FormData(form));
  asked = String(query);
  const answer = await fetch(`${form.action}?part=1&${query}`).catch(() => null);
  if (!answer?.ok || asked !== String(query)) return;
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  found.replaceChildren(...made.body.childNodes);
  history.replaceState(null, "", `?${query}`);
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});
