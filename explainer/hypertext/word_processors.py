"""What word processors put on the clipboard, said in tags as the web says it. Pure.

Word, Google Docs and LibreOffice say with styles and classes what is bold, a list, a
footnote, struck out, or a comment. Comments never become text: they are given back.
"""

import re
from collections.abc import Iterator

from explainer.hypertext.pieces import Dropped
from explainer.hypertext.tree import BLOCKS, Element

Children = list[Element | str]

WEIGHT = re.compile(r"(?:^|;)font-weight:(\w+)")
SLOPE = re.compile(r"(?:^|;)font-style:(\w+)")
STRUCK = re.compile(r"text-decoration(?:-line)?:[^;]*line-through")
LEVEL = re.compile(r"mso-list:\w+level(\d)")
NUMBER = re.compile(r"(\d{1,3})[.)]")
CLASSES = re.compile(r"\bMso(Title|Quote|IntenseQuote)\b")
TAGS = {"Title": "h1", "Quote": "blockquote", "IntenseQuote": "blockquote"}
# The comments that stand beside a text, and the signs in it that lead to them.
COMMENT = re.compile(r"mso-element:comment\b|\bMsoCommentText\b")
COMMENT_SIGN = re.compile(
    r"mso-special-character:comment|\bMsoCommentReference\b|\bmsocomanchor\b"
)
DOCS_COMMENT, DOCS_SIGN = re.compile(r"#cmnt_ref\d+"), re.compile(r"#cmnt\d+")
# How the foot of a page is called where a note stands, and around it.
NOTE = re.compile(r"_(?:ftn|edn)\d+|ftnt\d+|sd(?:foot|end)note\d+sym")
AROUND = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)\d+")
DEEPEST = 3  # levels of a list
LISTS = ("ul", "ol")
MOST_NOTES = 200


def in_tags(root: Element) -> list[Dropped]:
    """Write a tree anew, in place; returns the comments that stood in it."""
    name_notes(root)
    dropped: list[Dropped] = []
    rewrite(root, dropped)
    return dropped


def name_notes(root: Element) -> None:
    """Call each note's own element what the sign in the text leads to."""
    names: dict[str, str] = {}
    for parents, element in lines_of(root, ()):
        name = element.said("name") or element.said("id")
        is_note = element.tag == "a" and NOTE.fullmatch(name) and name not in names
        if is_note and len(names) < MOST_NOTES:
            names[name] = f"fn-{len(names) + 1}"
            foot = foot_of(parents)
            foot.attributes["id"] = names[name]
            parents[-1].children.remove(element)
    for element in root.elements():
        if new := names.get(element.said("href").removeprefix("#")):
            element.attributes["href"] = f"#{new}"


def lines_of(
    element: Element, parents: tuple[Element, ...]
) -> Iterator[tuple[tuple[Element, ...], Element]]:
    """Every link of a tree with all that it stands in."""
    for child in [*element.children]:
        if isinstance(child, Element):
            if child.tag == "a":
                yield (*parents, element), child
            yield from lines_of(child, (*parents, element))


def foot_of(parents: tuple[Element, ...]) -> Element:
    """The element of a note: all its paragraphs if they stand in one of their own."""
    for parent in reversed(parents):
        if AROUND.fullmatch(parent.said("id")):
            return parent
    blocks = [p for p in parents if p.tag in ("p", "li", "div", "dd")]
    return blocks[-1] if blocks else parents[-1]


def rewrite(element: Element, dropped: list[Dropped]) -> None:
    made: Children = []
    for child in element.children:
        if isinstance(child, str):
            made.append(child)
        elif not is_apart(child, dropped):
            number = drawn_number(child)
            rewrite(child, dropped)
            restyle(child, number)
            made.append(child)
    element.children = nested(element, with_lists(made))


def is_apart(element: Element, dropped: list[Dropped]) -> bool:
    """Whether an element is no text: a comment, its sign, or what only draws a list."""
    style, href = style_of(element), element.said("href")
    looks = f"{style} {element.said('class')}"
    if element.tag == "o:p" and not element.words():
        return True
    if COMMENT.search(looks):
        rewrite(element, dropped)  # Without the sign, and by its paragraphs.
        dropped += [Dropped("comment", w)] if (w := element.words()) else []
        return True
    if element.tag in ("p", "div") and (sign := docs_sign(element)):
        sign.children = []
        dropped.append(Dropped("comment", element.words()))
        return True
    if COMMENT_SIGN.search(looks) or (element.tag == "a" and DOCS_SIGN.fullmatch(href)):
        return True
    return "mso-list:ignore" in style


def docs_sign(element: Element) -> Element | None:
    """The link by which a comment of Google Docs leads back to the text."""
    if any(isinstance(c, Element) and c.tag in BLOCKS for c in element.children):
        inner = [c for c in element.children if isinstance(c, Element)]
        return docs_sign(inner[0]) if inner and element.tag == "div" else None
    links = (item for item in element.elements() if item.tag == "a")
    return next((a for a in links if DOCS_COMMENT.fullmatch(a.said("href"))), None)


def style_of(element: Element) -> str:
    return "".join(element.said("style").lower().split())


def drawn_number(element: Element) -> str:
    """The number that Word draws before a paragraph of a list."""
    for item in element.elements():
        if "mso-list:ignore" in style_of(item):
            found = NUMBER.match(item.words())
            return found[1] if found else ""
    return ""


def restyle(element: Element, number: str) -> None:
    """Say in tags what its style and its class say."""
    style = style_of(element)
    if found := LEVEL.search(style):
        element.attributes["data-level"], element.attributes["data-number"] = (
            *(found[1], number),
        )
    if found := CLASSES.search(element.said("class")):
        element.tag = TAGS[found[1]]
    if "mso-hide:all" in style:
        element.attributes["hidden"] = ""
    emphasise(element, style)
    if STRUCK.search(style):
        wrap(element, "del")
    if element.tag == "span" and "vertical-align:super" in style:
        element.tag = "sup"


def emphasise(element: Element, style: str) -> None:
    weight, slope = WEIGHT.search(style), SLOPE.search(style)
    is_bold = weight and re.match("bold|[6-9]00", weight[1])
    if weight and not is_bold and element.tag in ("b", "strong"):
        element.tag = "span"
    elif is_bold and element.tag[0] != "h":
        wrap(element, "strong")
    if slope and slope[1] in ("italic", "oblique"):
        wrap(element, "em")


def wrap(element: Element, tag: str) -> None:
    inner = Element(tag, children=element.children, is_block=element.is_block)
    element.children = [inner]


def with_lists(children: Children) -> Children:
    """Word's paragraphs of lists as lists."""
    made: Children = []
    open_lists: list[Element] = []
    for child in children:
        level = level_of(child)
        if isinstance(child, str) or not level:
            if not isinstance(child, str) or child.strip():
                open_lists = []
            made.append(child)
            continue
        tag = "ol" if child.said("data-number") else "ul"
        del open_lists[level:]
        if len(open_lists) == level and open_lists[-1].tag != tag:
            open_lists.pop()
        while len(open_lists) < level:
            new = Element(tag, {"start": child.said("data-number")}, is_block=True)
            place = last_item(open_lists[-1]).children if open_lists else made
            place.append(new)
            open_lists.append(new)
        item = Element("li", children=child.children, is_block=child.is_block)
        open_lists[-1].children.append(item)
    return made


def level_of(child: Element | str) -> int:
    if isinstance(child, str) or child.tag not in ("p", "div"):
        return 0
    found = child.said("data-level")
    return min(int(found), DEEPEST) if found else 0


def last_item(parent: Element) -> Element:
    items = [c for c in parent.children if isinstance(c, Element) and c.tag == "li"]
    if not items:
        items = [Element("li", is_block=True)]
        parent.children += items
    items[-1].is_block = True
    return items[-1]


def nested(element: Element, children: Children) -> Children:
    """A list that stands between the items of another belongs to the one before."""
    if element.tag not in LISTS:
        return children
    holder = Element(element.tag)
    for child in children:
        if isinstance(child, Element) and child.tag in LISTS:
            last_item(holder).children.append(child)
        else:
            holder.children.append(child)
    return holder.children
