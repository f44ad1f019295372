/* <depth-ladder>: a step of the ladder leads to the passage that is being read. */

const READ = "[data-across], article > section[id]";

/* The last passage or block that begins in the upper half of the window. */
function here() {
  const begun = [...document.querySelectorAll(READ)].filter(
    (part) => part.getBoundingClientRect().top < innerHeight / 2,
  );
  return begun.at(-1);
}

/* Where the same thing is told at another depth: the passage across, or the block. */
function place(part, depth) {
  const across = part?.dataset.across ?? "";
  if (across.startsWith(`${depth}-`)) return across;
  const section = part?.closest("section[id]");
  return section?.id ?? "ladder";
}

class DepthLadder extends HTMLElement {
  connectedCallback() {
    document.addEventListener("click", this);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this);
  }

  handleEvent(event) {
    const step = event.target.closest?.("a[data-depth]");
    if (!step) return;
    const part = this.below() ? here() : null;
    if (part) step.hash = place(part, step.dataset.depth);
  }

  /* Above the ladder all depths are the same: there its own links are right. */
  below() {
    return this.getBoundingClientRect().bottom < 0;
  }
}

customElements.define("depth-ladder", DepthLadder);
