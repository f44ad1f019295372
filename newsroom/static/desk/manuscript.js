/** The box of a new story: what a word processor puts on the clipboard beside the words of a document is kept with
    them, as long as nobody changes these. */
import { bare } from "./clipboard.js";
import { parse } from "./desk.js";

const LARGEST = 3_500_000;
const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, blockquote, td";
const HEADINGS = "h1, h2, h3, h4, h5, h6, .MsoTitle";
const FEWEST = 3; // blocks that make a document

class DeskManuscript extends HTMLElement {
  connectedCallback() {
    const { text, document: kept } = this.closest("form").elements;
    this.line = this.querySelector("p");
    this.first = this.line.textContent;
    this.text = text;
    this.kept = kept;
    text.addEventListener("paste", (event) => this.take(event));
    text.addEventListener("input", ({ inputType }) => {
      if (inputType !== "insertFromPaste") this.forget();
    });
    if (kept.value) this.tell(kept.value);
  }

  /** Only what fills the box alone is a document. */
  take({ clipboardData }) {
    this.forget();
    const { value, selectionStart, selectionEnd } = this.text;
    const isAlone = !value.slice(0, selectionStart).trim() && !value.slice(selectionEnd).trim();
    const html = clipboardData.getData("text/html").replace(/(\ssrc=)(["'])data:[^"']*\2/gi, "$1$2$2");
    if (!html || !isAlone) return;
    if (html.length > LARGEST) this.line.textContent = this.line.dataset.large;
    else if (this.tell(html)) this.kept.value = html;
  }

  /** Whether it is a document, and what there is of it. */
  tell(html) {
    const page = parse(bare(html));
    const blocks = [...page.querySelectorAll(BLOCKS)].filter((block) => block.textContent.trim());
    const headings = [...page.querySelectorAll(HEADINGS)].filter((block) => block.textContent.trim());
    if (blocks.length < FEWEST && !headings.length) return false;
    const words = page.body.textContent.trim().split(/\s+/).length;
    this.line.textContent = this.line.dataset.found
      .replace("%words", words.toLocaleString(document.documentElement.lang))
      .replace("%headings", headings.length);
    return true;
  }

  forget() {
    this.kept.value = "";
    this.line.textContent = this.first;
  }
}

customElements.define("desk-manuscript", DeskManuscript);
