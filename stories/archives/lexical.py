"""Texts of Ghost's editors, Lexical and Mobiledoc, as the HTML that they stand for.

Pure. A card that is no text is said, and so is one that nobody knows.
"""

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

Node = dict[str, Any]
Card = Callable[[Node], str]
DEEPEST = 40
# Bits of a text's format, and the tags for them.
FORMATS = {1: "strong", 2: "em", 4: "s", 32: "sub", 64: "sup"}
BLOCKS = {
    **dict.fromkeys(("paragraph", "root"), "p"),
    **dict.fromkeys(("quote", "extended-quote", "aside"), "blockquote"),
    "listitem": "li",
    "tablerow": "tr",
    "table": "table",
}
HEADINGS = {f"h{number}" for number in range(1, 7)}


def word(node: Node, name: str) -> str:
    """A text of a node or a card, if it is one."""
    value = node.get(name)
    return value if isinstance(value, str) else ""


def figure(card: Node) -> str:
    image = f'<img src="{escape(word(card, "src"))}" alt="{escape(word(card, "alt"))}">'
    return f"<figure>{image}{caption(card)}</figure>"


def caption(card: Node) -> str:
    text = word(card, "caption")
    return f"<figcaption>{text}</figcaption>" if text else ""


def gallery(card: Node) -> str:
    images = [item for item in items(card, "images") if word(item, "src")]
    return "".join(map(figure, images)) + f"<p>{word(card, 'caption')}</p>"


def items(node: Node, name: str) -> list[Node]:
    found = node.get(name)
    return [i for i in found if isinstance(i, dict)] if isinstance(found, list) else []


def bookmark(card: Node) -> str:
    told = card.get("metadata")
    told = told if isinstance(told, dict) else {}
    address = word(card, "url") or word(told, "url")
    title = word(told, "title") or address
    words = escape(word(told, "description"))
    link = f'<p><a href="{escape(address)}">{escape(title)}</a></p>'
    return (
        link + (f"<p>{words}</p>" if words else "") + f"<p>{word(card, 'caption')}</p>"
    )


def toggle(card: Node) -> str:
    return f"<h4>{word(card, 'heading')}</h4>{word(card, 'content')}"


def callout(card: Node) -> str:
    return f"<blockquote>{word(card, 'calloutText')}</blockquote>"


def button(card: Node) -> str:
    address, words = escape(word(card, "buttonUrl")), escape(word(card, "buttonText"))
    return f'<p><a href="{address}">{words}</a></p>'


def code(card: Node) -> str:
    return f"<pre>{escape(word(card, 'code'))}</pre><p>{word(card, 'caption')}</p>"


def header(card: Node) -> str:
    words = word(card, "subheader")
    return f"<h2>{word(card, 'header')}</h2>" + (f"<p>{words}</p>" if words else "")


def product(card: Node) -> str:
    image = (
        figure({"src": card.get("productImageSrc")})
        if word(card, "productImageSrc")
        else ""
    )
    title, text = word(card, "productTitle"), word(card, "productDescription")
    return f"{image}<h4>{title}</h4><p>{text}</p>"


def embed(card: Node) -> str:
    """What stands elsewhere: the converter says it with its address."""
    address = escape(word(card, "url") or word(card, "src"))
    return f'<figure><iframe src="{address}"></iframe>{caption(card)}</figure>'


def attachment(card: Node) -> str:
    words = " ".join(word(card, n) for n in ("fileTitle", "fileCaption", "title"))
    return f'<object data="{escape(word(card, "src"))}">{escape(words)}</object>'


CARDS: dict[str, Card] = {
    "image": figure,
    "gallery": gallery,
    "html": lambda card: word(card, "html"),
    "bookmark": bookmark,
    "toggle": toggle,
    "callout": callout,
    "button": button,
    "header": header,
    "header-v2": header,
    "product": product,
    "call-to-action": lambda card: f"<div>{word(card, 'textValue')}</div>",
    **dict.fromkeys(("codeblock", "code"), code),
    **dict.fromkeys(("embed", "video"), embed),
    **dict.fromkeys(("audio", "file"), attachment),
    **dict.fromkeys(("horizontalrule", "hr"), lambda card: "<hr>"),
}
# They say nothing that a reader of the text would miss.
SILENT = {"paywall", "tk"}


class Cards:
    """Turns cards into HTML; `notes` hears of those that are none."""

    def __init__(self, markdown: Callable[[str], str], notes: list[str]):
        self.markdown = markdown
        self.notes = notes

    def html(self, name: str, card: Node) -> str:
        if name == "markdown" or name == "card-markdown":
            return self.markdown(word(card, "markdown"))
        if name in CARDS:
            return CARDS[name](card)
        if name not in SILENT:
            texts = [v for v in card.values() if isinstance(v, str) and v.strip()]
            self.notes.append(f"card: {name} {' '.join(texts)}".strip())
        return ""


def lexical(document: Node, cards: Cards) -> str:
    root = document.get("root")
    return "".join(inner(root, cards, 0)) if isinstance(root, dict) else ""


def inner(node: Node, cards: Cards, depth: int) -> Iterator[str]:
    for child in items(node, "children"):
        if depth > DEEPEST:
            cards.notes.append(f"nested too deep: {words_in(child)}")
        else:
            yield one(child, cards, depth + 1)


def words_in(node: Node) -> str:
    """The words of a node that nobody goes into, however deep they are."""
    found, waiting = [], [node]
    while waiting:
        item = waiting.pop()
        found.append(word(item, "text"))
        waiting += reversed(items(item, "children"))
    return " ".join(filter(None, found))


def one(node: Node, cards: Cards, depth: int) -> str:
    kind = word(node, "type")
    if kind in ("text", "extended-text", "code-highlight"):
        return formatted(node)
    if kind in ("linebreak", "tab"):
        return "<br>" if kind == "linebreak" else " "
    text = "".join(inner(node, cards, depth))
    if kind in ("link", "autolink", "at-link"):
        return f'<a href="{escape(word(node, "url"))}">{text}</a>'
    if kind in ("heading", "extended-heading"):
        tag = word(node, "tag") if word(node, "tag") in HEADINGS else "h2"
        return f"<{tag}>{text}</{tag}>"
    if kind == "list":
        return listing(node, text)
    if kind == "tablecell":
        return f"<td>{text}</td>"
    if tag := BLOCKS.get(kind, ""):
        return f"<{tag}>{text}</{tag}>"
    return f"<div>{text}</div>" if text else cards.html(kind, node)


def listing(node: Node, text: str) -> str:
    if word(node, "listType") != "number":
        return f"<ul>{text}</ul>"
    return f'<ol start="{escape(str(node.get("start", 1)))}">{text}</ol>'


def formatted(node: Node) -> str:
    text, bits = escape(word(node, "text")), node.get("format")
    for bit, tag in FORMATS.items():
        if isinstance(bits, int) and bits & bit:
            text = f"<{tag}>{text}</{tag}>"
    return text


def mobiledoc(document: Node, cards: Cards) -> str:
    """The older form: sections that point into lists of cards, atoms and marks."""
    sections = document.get("sections")
    found = sections if isinstance(sections, list) else []
    return "".join(section(item, document, cards) for item in found)


def section(found: Any, document: Node, cards: Cards) -> str:
    if not isinstance(found, list) or len(found) < 2:
        return ""
    kind, about = found[0], found[1]
    rest = found[2] if len(found) > 2 and isinstance(found[2], list) else []
    if kind == 10:
        card = entry_of(document, "cards", about)
        payload = card[1] if len(card) > 1 and isinstance(card[1], dict) else {}
        return cards.html(str(card[0]) if card else "", payload)
    if kind == 2 and isinstance(about, str):
        return figure({"src": about})
    tag = about if isinstance(about, str) and about.isalnum() else "p"
    tag = {"pull-quote": "blockquote", "aside": "blockquote"}.get(tag, tag)
    if kind == 3:
        lines = "".join(f"<li>{markers(item, document)}</li>" for item in rest)
        return f"<{tag}>{lines}</{tag}>"
    return f"<{tag}>{markers(rest, document)}</{tag}>"


def entry_of(document: Node, name: str, number: Any) -> list[Any]:
    """An entry of one of its lists, or nothing."""
    found = document.get(name)
    is_there = (
        isinstance(found, list)
        and isinstance(number, int)
        and 0 <= number < len(found)
        and isinstance(found[number], list)
    )
    return found[number] if is_there and isinstance(found, list) else []


def markers(found: Any, document: Node) -> str:
    """Words with the marks that open and close around them."""
    made, opened = "", list[str]()
    for marker in found if isinstance(found, list) else ():
        if not isinstance(marker, list) or len(marker) < 4:
            continue
        kind, opening, closing, value = marker[:4]
        for number in opening if isinstance(opening, list) else ():
            tag, html = mark(entry_of(document, "markups", number))
            opened.append(tag)
            made += html
        if kind == 0:
            made += escape(value) if isinstance(value, str) else ""
        else:
            made += atom(entry_of(document, "atoms", value))
        for _each in range(
            min(closing, len(opened)) if isinstance(closing, int) else 0
        ):
            made += f"</{opened.pop()}>"
    return made


def mark(found: list[Any]) -> tuple[str, str]:
    tag = str(found[0]) if found and str(found[0]).isalnum() else "span"
    said = found[1] if len(found) > 1 and isinstance(found[1], list) else []
    if tag == "a" and "href" in said[:-1]:
        address = str(said[said.index("href") + 1])
        return tag, f'<a href="{escape(address)}">'
    return tag, f"<{tag}>"


def atom(found: list[Any]) -> str:
    if found and found[0] == "soft-return":
        return "<br>"
    return escape(str(found[1])) if len(found) > 1 else ""
