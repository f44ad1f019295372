/* Marks in the contents of a page the block that is being read. */

const ways = document.querySelectorAll("nav.contents ol a");
const blocks = [...ways].map((way) => document.querySelector(way.hash)).filter(Boolean);
const read = new IntersectionObserver(
  (seen) => {
    const entry = seen.findLast((each) => each.isIntersecting);
    if (!entry) return;
    const at = `#${entry.target.id}`;
    for (const way of ways) way.ariaCurrent = way.hash === at ? "true" : null;
  },
  { rootMargin: "-20% 0px -75%" },
);
blocks.forEach((block) => read.observe(block));
