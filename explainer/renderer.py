"""Parsed house markup to HTML. Every value is escaped where it is written, and the
whole then passes a second wall. Pure; `prose` is the door."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from itertools import groupby

import nh3
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from markdown_it.token import Token

from explainer.markup import Citation
from explainer.terms import Terms

# The second wall: the writers below produce nothing else, and this holds them to it.
WALL = nh3.Cleaner(
    tags={
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote"),
        *("strong", "em", "a", "sup", "br", "dfn", "button", "span"),
        *("div", "table", "caption", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={
        **{tag: {"id"} for tag in ("p", "ul", "blockquote")},
        "a": {"href", "id", "aria-label"},
        "sup": {"aria-label"},
        "ol": {"id", "start"},
        "div": {"id", "aria-label"},
        "button": {"popovertarget", "aria-label"},
        "span": {"id"},
    },
    tag_attribute_values={
        "a": {"rel": {"external"}},
        "sup": {"role": {"group"}},
        "div": {"role": {"region"}, "tabindex": {"0"}},
        "button": {"type": {"button"}},
        "span": {"popover": {"auto"}},
        "th": {"scope": {"col", "row"}},
    },
    allowed_classes={
        **{"sup": {"cites"}, "strong": {"lead-in"}, "div": {"table"}},
        **{"th": {"end", "centre"}, "td": {"end", "centre"}},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
EMPTY = re.compile(r'<(p|h[1-6])(?: id="[^"]*")?></\1>\n')


@dataclass
class Context:
    """What one page knows; it counts repeated citations so that ids are unique.

    In a block that has a name each paragraph, list and quotation gets an address.
    """

    sources: Mapping[str, str] = field(default_factory=dict)
    mentions: Mapping[str, str] = field(default_factory=dict)
    placed: Mapping[tuple[str, str], SafeString] = field(default_factory=dict)
    cited: list[tuple[str, str]] = field(default_factory=list)
    block: str = ""
    terms: Terms = field(default_factory=Terms)  # Not explained on the page yet.
    explained: list[int] = field(default_factory=list)
    unexplained: int = 0  # How deep in a heading, a quotation or a link we are.
    _times: Counter[str] = field(default_factory=Counter, init=False, repr=False)
    _labels: dict[tuple[str, str], str] = field(
        default_factory=dict, init=False, repr=False
    )
    _places: Counter[str] = field(default_factory=Counter, init=False, repr=False)

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self.sources, 1)}

    def cite(self, key: str) -> str:
        """Note one more citation of a source, and return the id of its anchor."""
        self._times[key] += 1
        anchor = f"cite-{self.numbers[key]}-{self._times[key]}"
        self.cited.append((key, anchor))
        return anchor

    def label(self, citation: Citation) -> str:
        """What a citation is read out as, as an attribute; many cite the same."""
        asked = citation.key, citation.locator
        if asked not in self._labels:
            spoken = ", ".join(filter(None, [self.sources[asked[0]], asked[1]]))
            said = gettext("Source %s") % self.numbers[asked[0]]
            self._labels[asked] = escape(said + (f": {spoken}" if spoken else ""))
        return self._labels[asked]

    def address(self) -> str:
        """The id of the next paragraph of the block, as an attribute."""
        if not self.block:
            return ""
        self._places[self.block] += 1
        return f' id="{escape(self.block)}-{self._places[self.block]}"'


def render_tokens(tokens: Iterable[Token], context: Context, level: int) -> str:
    """HTML that is safe to print; headings begin at the level."""
    return WALL.clean(EMPTY.sub("", _html(tokens, context, level))).strip()


def render_words(words: str, context: Context) -> str:
    """HTML of a paragraph of nothing but words."""
    told = f"<p{context.address()}>{_with_meanings(words, context)}</p>"
    return WALL.clean(told)


def _html(tokens: Iterable[Token], context: Context, level: int) -> str:
    """Words that two lines of the source share are looked at as one text."""
    html, words = "", ""
    for token in tokens:
        if token.type in WORDS:
            words += BREAKS.get(token.type) or token.content
            continue
        if words:
            html += _with_meanings(words, context)
            words = ""
        html += _write(token, context, level)
    return html + _with_meanings(words, context) if words else html


def _with_meanings(words: str, context: Context) -> str:
    """Words, and behind each term that the page hasn't explained yet a button that
    opens its meaning, without a script. Where no browser hides it, it follows."""
    html, at = "", 0
    for start, end, term in () if context.unexplained else context.terms.take(words):
        context.explained.append(term.number)
        name, said = f"meaning-{term.number}", escape(words[start:end])
        label = escape(gettext("What “%s” means") % " ".join(term.term.split()))
        html += f"{escape(words[at:start])}<dfn>{said}</dfn>"
        html += f'<button type="button" popovertarget="{name}" aria-label="{label}">?'
        meaning = f" ({escape(term.meaning)})"
        html += f'</button><span id="{name}" popover="auto">{meaning}</span>'
        at = end
    return html + escape(words[at:])


def _write(token: Token, context: Context, level: int) -> str:
    if token.type == "inline":
        return _html(token.children or (), context, level)
    if token.type in UNEXPLAINED:
        context.unexplained += token.nesting
    if token.type in HEADINGS:
        return _heading(token, level)
    usual = _tag if token.nesting else _text
    return "" if token.hidden else WRITERS.get(token.type, usual)(token, context)


def _tag(token: Token, context: Context) -> str:
    """A tag without attributes of its own; those of blocks end their lines."""
    if token.nesting == 1:
        end = "\n" if token.tag in AROUND_BLOCKS else ""
        return _with_address(token, f"<{token.tag}>{end}", context)
    return f"</{token.tag}>" + ("" if token.tag in IN_LINE else "\n")


def _with_address(token: Token, tag: str, context: Context) -> str:
    """What opens a block of a text, with the block's address."""
    return tag if token.level else tag.replace(">", f"{context.address()}>", 1)


def _heading(token: Token, level: int) -> str:
    tag = f"h{min(level + (token.tag > 'h2'), 6)}"
    return f"<{tag}>" if token.nesting == 1 else f"</{tag}>\n"


def _text(token: Token, context: Context) -> str:
    return BREAKS.get(token.type) or escape(token.content)


def _list_start(token: Token, context: Context) -> str:
    start = token.attrs.get("start")
    number = "" if start is None else f' start="{int(start)}"'
    return _with_address(token, f"\n<{token.tag}{number}>\n", context)


def _table(token: Token, context: Context) -> str:
    """What may be wider than the page, so that it can be scrolled by the keyboard."""
    caption = token.meta.get("caption")
    words = "".join(t.content for t in caption.children or ()) if caption else ""
    label = escape(words or gettext("Table"))
    tag = f'<div class="table" role="region" tabindex="0" aria-label="{label}">'
    return f"{_with_address(token, tag, context)}\n<table>\n"


def _table_end(token: Token, context: Context) -> str:
    return "</table>\n</div>\n"


def _cell(token: Token, context: Context) -> str:
    """A cell of the head or of the body; `tag` says which it is read out as."""
    scope = str(token.attrs.get("scope", "col")) if token.tag == "th" else ""
    side = ALIGNED.get(str(token.attrs.get("style")), "")
    scope = f' scope="{scope}"' if scope else ""
    return f"<{token.tag}{scope}" + (f' class="{side}">' if side else ">")


def _strong(token: Token, context: Context) -> str:
    return '<strong class="lead-in">' if "class" in token.attrs else "<strong>"


def _link(token: Token, context: Context) -> str:
    address = str(token.attrs["href"])
    external = address.lower().startswith("http")
    rel = ' rel="external"' if external else ""
    return f'<a href="{escape(address)}"{rel}>' if address else "<a>"


def _mention(token: Token, context: Context) -> str:
    label = escape(token.meta["label"])
    address = token.meta["linked"] and context.mentions.get(token.meta["slug"])
    return f'<a href="{escape(address)}">{label}</a>' if address else label


def _cites(token: Token, context: Context) -> str:
    """The known ones in small raised figures; an unknown one as it was typed."""
    run = token.meta["run"]
    if len(run) == 1 and run[0].key in context.sources:
        return f'<sup class="cites">{_anchor(run[0], context)}</sup>'
    groups = groupby(run, lambda citation: citation.key in context.sources)
    return "".join(
        _group(list(group), context)
        if known
        else escape("".join(citation.typed for citation in group))
        for known, group in groups
    )


def _group(citations: list[Citation], context: Context) -> str:
    anchors = ",\u2009".join(_anchor(citation, context) for citation in citations)
    if len(citations) == 1:
        return f'<sup class="cites">{anchors}</sup>'
    numbers = dict.fromkeys(str(context.numbers[c.key]) for c in citations)
    said = ngettext("Source %s", "Sources %s", len(numbers)) % ", ".join(numbers)
    label = escape(said)
    return f'<sup class="cites" role="group" aria-label="{label}">{anchors}</sup>'


def _anchor(citation: Citation, context: Context) -> str:
    number, anchor = context.numbers[citation.key], context.cite(citation.key)
    label = context.label(citation)
    return f'<a href="#source-{number}" id="{anchor}" aria-label="{label}">{number}</a>'


ALIGNED = {"text-align:right": "end", "text-align:center": "centre"}
AROUND_BLOCKS = ("blockquote", "thead", "tbody", "tr")
IN_LINE = ("a", "em", "strong")
WORDS = ("text", "softbreak")
HEADINGS = ("heading_open", "heading_close")
UNEXPLAINED = {
    *HEADINGS,
    *(f"{name}_{end}" for name in ("blockquote", "link") for end in ("open", "close")),
}
BREAKS = {"softbreak": "\n", "hardbreak": "<br>\n"}
WRITERS: dict[str, Callable[[Token, Context], str]] = {
    "bullet_list_open": _list_start,
    "ordered_list_open": _list_start,
    "table_open": _table,
    "table_close": _table_end,
    "th_open": _cell,
    "td_open": _cell,
    "strong_open": _strong,
    "link_open": _link,
    "mention": _mention,
    "cites": _cites,
}
