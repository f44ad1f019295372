/* <depth-ladder>: once reading has begun, each step leads to the passage reached. */

const PARTS = "[data-across], article > section[id]";
const ABSENT = {
  glance: ["analysis", "words", "papers", "history", "conversation"],
  brief: ["words", "conversation"],
};

class DepthLadder extends HTMLElement {
  connectedCallback() {
    this.parts = [...document.querySelectorAll(PARTS)].filter(
      (part) => this.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    this.reached = 0;
    this.observer = new IntersectionObserver((seen) => this.read(seen), {
      rootMargin: "0px 0px -50% 0px",
    });
    this.parts.forEach((part) => this.observer.observe(part));
  }

  disconnectedCallback() {
    this.observer.disconnect();
  }

  read(seen) {
    const places = seen
      .filter((entry) => entry.isIntersecting)
      .map((entry) => this.parts.indexOf(entry.target));
    const furthest = Math.max(this.reached, ...places);
    if (furthest === this.reached) return;
    this.reached = furthest;
    this.point(this.parts[furthest]);
  }

  point(part) {
    for (const step of document.querySelectorAll("a[data-depth]")) {
      step.hash = place(part, step.dataset.depth);
    }
  }
}

/* Where another depth tells the same: the passage across, else the block around it. */
function place(part, depth) {
  const across = part.dataset.across ?? "";
  if (across.startsWith(`${depth}-`)) return across;
  const block = part.closest("article > section").id;
  return ABSENT[depth]?.includes(block) ? "ladder" : block;
}

customElements.define("depth-ladder", DepthLadder);
