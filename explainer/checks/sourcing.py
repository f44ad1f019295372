"""Whether what is said rests on sources, and on more than one. Pure."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from explainer.addresses import host_of, normalise_url
from explainer.blocks import lists as part_lists
from explainer.checks.context import Context
from explainer.checks.lines import lines, prose_of
from explainer.checks.numbers import numbers_and_days
from explainer.checks.vocabulary import UNNAMED, base_language
from explainer.document import Document
from explainer.finding import Finding

FEWEST_WORDS = 60  # A shorter section may well rest on one source.
FEWEST_POINTS = 3
NAMELESS = ("own", "unnamed")  # Their kind says all that there is to say.


def quotes(document: Document, context: Context) -> Iterator[Finding]:
    """A quote says where it is from."""
    for number, quote in enumerate(document.get("quotes", [])):
        if not quote.get("source"):
            said = quote.get("speaker") or _("Nobody named")
            message = _("The quote of {} has no source.").format(said)
            yield Finding(f"quotes[{number}].source", message, "quote-source")


def lead_quote(document: Document, context: Context) -> Iterator[Finding]:
    """The quote shown large is somebody's words, and its marks are earned."""
    key = document.get("lead_quote")
    for number, quote in enumerate(document.get("quotes", [])):
        place, text = f"quotes[{number}]", quote.get("text", "")
        if quote.get("paraphrase") and re.search(
            r"^\s*[“«„\"].+[”»“\"]\W*$", text, re.S
        ):
            message = _("A paraphrase is no quote: take the quotation marks away.")
            yield Finding(f"{place}.text", message, "lead-quote", about=text)
        if key and quote.get("key") == key and not quote.get("speaker"):
            message = _("The lead quote does not say who said it.")
            yield Finding(f"{place}.speaker", message, "lead-quote")


def perspectives(document: Document, context: Context) -> Iterator[Finding]:
    """What a paper is said to hold can be read there."""
    for number, item in enumerate(document.get("perspectives", [])):
        cited = any(line.cited for line in lines(item.get("text", "")))
        if not (item.get("sources") or cited):
            who = item.get("outlet") or item.get("holder") or _("A perspective")
            message = _("{}: the perspective has no source.").format(who)
            yield Finding(
                f"perspectives[{number}].sources", message, "perspective-source"
            )


def divergence(document: Document, context: Context) -> Iterator[Finding]:
    """Where papers differ, there are two of them."""
    if not document.get("divergence"):
        return
    held = {
        (item.get("holder") or item.get("outlet") or "").casefold()
        for item in document.get("perspectives", [])
    }
    if len(held - {""}) < 2:
        message = _("A difference needs two perspectives of different holders.")
        yield Finding("divergence", message, "thin-divergence")


def single(document: Document, context: Context) -> Iterator[Finding]:
    """What rests on one source alone: the story, else a section or the key points."""
    cited = {key for _place, text in prose_of(document) for key in keys(text)}
    sources = document.get("sources", [])
    told = document.get("report") or document.get("brief") or document.get("sections")
    if told and (len(sources) == 1 or (len(cited) == 1 and len(sources) > 1)):
        message = _("The whole story rests on one source.")
        yield Finding("sources", message, "one-source")
        return
    for number, section in enumerate(document.get("sections", [])):
        text = section.get("body", "")
        size = sum(len(line.words.split()) for line in lines(text))
        if len(keys(text)) > 1 and len({*keys(text)}) == 1 and size >= FEWEST_WORDS:
            message = _("This section rests on one source.")
            yield Finding(f"sections[{number}].body", message, "one-source")
    points = [keys(item.get("text", "")) for item in document.get("key_points", [])]
    if len(points) >= FEWEST_POINTS and len({k for p in points for k in p}) == 1:
        yield Finding(
            "key_points", _("The key points rest on one source."), "one-source"
        )


def keys(text: str) -> list[str]:
    return [key for line in lines(text) for key in line.cited]


def figures(document: Document, context: Context) -> Iterator[Finding]:
    """A paragraph with figures says where they come from."""
    language = base_language(document.get("language", ""))
    for place in ("report" if document.get("report") else "brief", "background"):
        yield from bare_figures(place, document.get(place, ""), language)
    for number, section in enumerate(document.get("sections", [])):
        yield from bare_figures(
            f"sections[{number}].body", section.get("body", ""), language
        )


def bare_figures(place: str, text: str, language: str) -> Iterator[Finding]:
    """One finding for all paragraphs with figures and neither a source nor a link."""
    found = []
    for line in lines(text):
        if line.heading or line.cited or line.links:
            continue
        numbers = [
            n
            for n in numbers_and_days(line.words, language)[0]
            if n.counts and (n.exact or n.words[0].isdigit())
        ]
        if numbers:
            found.append((numbers[0].words, line.words))
    if found:
        message = ngettext(
            "{} paragraph with figures cites no source.",
            "{} paragraphs with figures cite no source.",
            len(found),
        ).format(len(found))
        about = "\n".join(words for _number, words in found)
        yield Finding(place, message, "uncited-figures", found[0][0], about)


def voices(document: Document, context: Context) -> Iterator[Finding]:
    """“Officials say” needs a source to be more than hearsay."""
    pattern = UNNAMED.get(base_language(document.get("language", "")))
    if not pattern:
        return
    for place, text in prose_of(document):
        if place.startswith("conversation"):
            continue
        for line in lines(text):
            found = re.search(rf"\b(?:{pattern})\b", line.words, re.IGNORECASE)
            if found and not line.cited:
                message = _("“{}”: no source is cited here.").format(found[0])
                yield Finding(place, message, "unnamed-voices", found[0], line.words)


def sources(document: Document, context: Context) -> Iterator[Finding]:
    """Sources that nothing cites, or that nobody says to have read."""
    used = {key for _place, text in prose_of(document) for key in keys(text)}
    for _path, items, fields in part_lists(document):
        cites = [name for name, field in fields.items() if field.kind == "keys"]
        for item in items:
            used |= {item.get("source", "")}
            used |= {key for name in cites for key in item.get(name, [])}
    listed = [*enumerate(document.get("sources", []))]
    named = [(n, source["key"]) for n, source in listed if source.get("key")]
    idle = [(n, key) for n, key in named if key not in used]
    if idle:
        message = ngettext(
            "Nothing cites the source {}.", "Nothing cites the sources {}.", len(idle)
        )
        yield about_sources(idle, "key", message, "unused-source")
    unread = [
        (n, source_label(n, source))
        for n, source in listed
        if source.get("url") and not source.get("accessed")
    ]
    if unread:
        message = ngettext(
            "The source {} does not say when we read it.",
            "The sources {} do not say when we read them.",
            len(unread),
        )
        yield about_sources(unread, "accessed", message, "unread-source")


def attribution(document: Document, context: Context) -> Iterator[Finding]:
    """A name and an address that we know as two outlets', until an editor confirms it.

    What nobody knows by address is the story's own word: a letter, a printed paper.
    """
    for number, source in enumerate(document.get("sources", [])):
        host = host_of(source.get("url", ""))
        named = context.publishers.called(source.get("outlet", ""))
        if not host or not named or normalise_url(source["url"]) in context.vouched:
            continue
        owner = context.publishers.at(host)
        if owner is named or not (owner or named.hosts):
            continue
        said = {"key": source.get("key", ""), "name": named.name, "host": host}
        if owner:
            message = _("“%(key)s”: %(host)s is %(owner)s’s, not %(name)s’s.")
            said |= {"owner": owner.name}
        else:
            message = _("“%(key)s”: we know %(name)s at %(hosts)s, not at %(host)s.")
            said |= {"hosts": ", ".join(sorted(named.hosts))}
        more = _("An editor can confirm it in the form of the source.")
        text = f"{message % said} {more}"
        yield Finding(f"sources[{number}].outlet", text, "outlet-differs")


def nameless(document: Document, context: Context | None = None) -> Iterator[Finding]:
    """Sources of which readers would be told nothing but our key for them."""
    found = [
        (number, source_label(number, source))
        for number, source in enumerate(document.get("sources", []))
        if is_nameless(source)
    ]
    if found:
        message = ngettext(
            "The source {} has neither a title nor an outlet.",
            "The sources {} have neither a title nor an outlet.",
            len(found),
        )
        yield about_sources(found, "title", message, "nameless-source")


def source_label(number: int, source: Document) -> str:
    """By what an editor finds a source in the form, also before it has a key."""
    return str(source.get("key") or source.get("url") or number + 1)


def is_nameless(source: Document) -> bool:
    named = source.get("outlet") or source.get("title")
    return not named and source.get("kind") not in NAMELESS


def about_sources(
    found: list[tuple[int, str]], field: str, message: str, code: str
) -> Finding:
    """One finding for all of them, at the first."""
    keys = ", ".join(str(_("“{}”").format(key)) for _number, key in found)
    place = f"sources[{found[0][0]}].{field}"
    return Finding(place, message.format(keys), code, about=keys)
