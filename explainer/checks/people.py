"""Whether people are named in full at first, with the role of the day. Pure."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from explainer.checks.context import Context, KnownEntity, Office
from explainer.checks.lines import Line, lines
from explainer.checks.proper_names import WORD, fold_name
from explainer.document import Document
from explainer.finding import Finding


def roles(document: Document, context: Context) -> Iterator[Finding]:
    """Offices that had ended, or not begun, on the day of which the text speaks."""
    for number, quote in enumerate(document.get("quotes", [])):
        said = quote.get("said_on")
        on = date.fromisoformat(said) if said else context.today
        yield from role(f"quotes[{number}].role", quote, "entity", on, context)
    for number, item in enumerate(document.get("entities", [])):
        yield from role(
            f"entities[{number}].role", item, "slug", context.today, context
        )


def role(
    place: str, item: Document, key: str, on: date, context: Context
) -> Iterator[Finding]:
    """A role that the who's who has for another time, or doesn't have for that day."""
    who, title = context.entities.get(item.get(key, "")), item.get("role", "")
    if not who or not title:
        return
    same = [office for office in who.offices if titles_match(office.title, title)]
    if same and not any(office.held(on) for office in same):
        message = stale(who, same[0], on)
        yield Finding(place, message, "stale-role", title)
    elif key == "entity" and not same:
        held = [office.title for office in who.offices if office.held(on)]
        if held and not any(bare(title) & bare(office) for office in held):
            message = _("The who's who has {} as {} on that day.")
            message = message.format(who.name, ", ".join(held))
            yield Finding(place, message, "stale-role", title)


def stale(who: KnownEntity, office: Office, on: date) -> str:
    if office.until and office.until < on:
        message, day = _("{} was {} until {}."), office.until
    else:
        message, day = _("{} became {} on {}."), office.since or on
    return str(message.format(who.name, office.title, date_format(day, "DATE_FORMAT")))


def titles_match(one: str, other: str) -> bool:
    """Whether one title has all the words of the other."""
    words, others = bare(one), bare(other)
    return bool(words and others) and (words <= others or others <= words)


def bare(title: str) -> set[str]:
    return {fold_name(word) for word in WORD.findall(title) if len(word) > 3}


def first_mentions(document: Document, context: Context) -> Iterator[Finding]:
    """Each depth is read alone: the brief and the report each name people in full."""
    people = [
        known
        for slug, known in context.entities.items()
        if known.kind == "person" and len(known.name.split()) > 1
    ]
    surnames = [fold_name(person.name.split()[-1]) for person in people]
    for place in ("brief", "report"):
        told = lines(document.get(place, ""))
        for person, surname in zip(people, surnames, strict=True):
            if surnames.count(surname) == 1 and len(surname) > 3:
                yield from first_mention(place, told, person, surname)


def first_mention(
    place: str, told: tuple[Line, ...], person: KnownEntity, surname: str
) -> Iterator[Finding]:
    """A finding where a surname stands before the full name or an alias does."""
    known = {tuple(map(fold_name, WORD.findall(name))) for name in person.aliases}
    given = {fold_name(word) for word in WORD.findall(person.name)[:-1]}
    for line in told:
        words, plain = in_words(line.words)
        at = next((n for n, word in enumerate(plain) if word == surname), None)
        if at is None or not words[at][0].isupper():
            continue
        before = plain[max(0, at - 3) : at]
        aliased = any((*before, surname)[-len(alias) :] == alias for alias in known)
        if not (aliased or given & {*before}):
            message = _("“{}” stands here before the full name, {}.")
            message = message.format(words[at], person.name)
            yield Finding(place, message, "first-mention", words[at])
        return


@lru_cache(maxsize=512)
def in_words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a line, as they stand and folded."""
    words = WORD.findall(text)
    return tuple(words), tuple(map(fold_name, words))
