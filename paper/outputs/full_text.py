"""A story or a question as HTML that stands alone: for feeds, ninjs, frames and mail.

What it promises to whoever takes it:

* It is the whole text in full, in the order of the page and in the text's own language,
  made of the same frozen document by the parts that print the page: what the table of
  blocks (`explainer/story_blocks.py`) has, it has.
* Semantic HTML alone. No script, no style, no class, no form, nothing that needs the
  paper's stylesheet. What a page has beside the text (notes in the margin, ways back
  from a source, meanings that open) is left out; sources and glossary stand at its end.
  Pictures are those that readers may be shown at that moment.
* Every address is absolute. A citation leads to its source on the edition's own page,
  and so does whatever else leads to a place in the text.
* A block has the `id` that it has on the page of its edition (`full-3`, `quote-key`,
  `source-2`): `address#id` cites it. Whoever puts two texts into one page puts
  something before them (`prefix`).
* With `headed` it begins with kicker, headline, standfirst, names and the edition, else
  with the standfirst: a feed's entry has a title and authors of its own.
* Text stays text. It is escaped where it is written, and the whole passes a wall that
  knows no other tags and attributes than those below.
"""

import re
from dataclasses import replace

import nh3
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from paper.page import Page
from paper.page.sources import SourceList
from paper.page.writer import Row

BLOCKS = ("section", "article", "header", "div", "p", "ul", "ol", "li", "dt")
BLOCKS += ("blockquote", "figure")
TAGS = {
    *BLOCKS,
    *("h1", "h2", "h3", "h4", "h5", "h6", "hgroup", "figcaption", "aside", "dl", "dd"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary"),
    *("a", "b", "bdi", "br", "cite", "dfn", "em", "i", "img", "q", "small", "strong"),
    *("sub", "sup", "time"),
}
ATTRIBUTES = {tag: {"id", "lang", "dir"} for tag in BLOCKS} | {
    "a": {"href", "hreflang"},
    "blockquote": {"id", "cite", "lang", "dir"},
    "cite": {"lang", "dir"},
    "h1": {"dir"},
    "hgroup": {"id"},
    "h2": {"dir"},
    "img": {"src", "alt", "width", "height"},
    "li": {"id", "value", "dir"},
    "ol": {"id", "start"},
    "th": {"scope"},
    "time": {"datetime"},
}
# What a page says above a block, and of a term that its glossary explains.
BESIDE = re.compile(
    r'<p class="kind">[^<]*</p>|<button type="button" popovertarget[^>]*>\?</button>'
    r'<span id="meaning-\d+" popover="auto">[^<]*</span>'
)
# Facts in a line, which the stylesheet sets apart.
FACTS = re.compile(
    r"(?<=[^\s>·])\s*<span\b|(?<=</[ab]>)\s*<span\b|(?<=</span>)\s*<span\b"
)
EMPTY = re.compile(r"<(p|div|header|figure|section)></\1>")
TEMPLATES = {True: "paper/outputs/story_text.html"}
TEMPLATES[False] = "paper/outputs/question_text.html"


def full_text(page, *, headed=False, prefix=""):
    """The text of a `Page` in full or a `QuestionPage`, as `paper.page` builds them."""
    is_story = isinstance(page, Page)
    said = {"page": page, "headed": headed, "bare": bare, "site": settings.SITE_URL}
    said["name"] = settings.SITE_NAME
    tongue = page.tongue if is_story else translation.get_language()
    with translation.override(tongue):
        html = render_to_string(TEMPLATES[is_story], said)
    return stand_alone(html, base(page), prefix)


def base(page):
    """What a text's links begin from: the address of its edition, if it has one."""
    around = page.around if isinstance(page, Page) else page
    path = around.address
    if page.showing and "/editions/" not in path:
        path = f"{path}editions/{page.showing.number}/"
    return settings.SITE_URL + path


def bare(content):
    """What a section tells, without what stands beside it on the page."""
    if isinstance(content, SourceList):
        return replace(content, rows=[replace(row, back=[]) for row in content.rows])
    rows = getattr(content, "rows", None)
    return replace(content, rows=[]) if rows and isinstance(rows[0], Row) else content


def stand_alone(html, address, prefix=""):
    """Our own HTML with nothing of the page left in it; links begin from an address."""
    wall = cleaner(address, prefix)
    told = FACTS.sub(" · <span", BESIDE.sub("", html))
    lines = map(str.strip, EMPTY.sub("", wall.clean(told)).split("\n"))
    return SafeString("\n".join(filter(None, lines)))


def cleaner(address, prefix):
    """The wall, for links that begin from this address."""
    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags={"script", "style"},
        attributes={tag: {*names} for tag, names in ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto"},
        url_relative=("rewrite_with_base", address),
        link_rel=None,
        id_prefix=prefix or None,
    )
