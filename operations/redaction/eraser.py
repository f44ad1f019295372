"""What becomes of a text by an order: a mark for the sentence, and other addresses."""

import re
from contextlib import suppress

from django.conf import settings
from django.utils import translation

from explainer.blocks import fields_of
from explainer.erasure import each_text, is_made_of, seal, without
from stories.models.redactions import removed_mark

SHORT, SHORTEST = "[…]", "…"
IN_ADDRESS = "removed"
SLUG = re.compile(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w-])")
LONGEST = 80  # letters of a slug


def known_language(code):
    """The paper's language for the code of a text's, or its own where it has none."""
    for tried in (code, code.partition("-")[0]):
        with suppress(LookupError):
            return translation.get_supported_language_variant(tried)
    return settings.LANGUAGE_CODE


class Eraser:
    """What is looked for, and what stands in its place."""

    def __init__(self, wanted, new_address):
        self.wanted, self.new_address = wanted, new_address

    def text(self, text, language="", limit=None):
        """A text without it, no longer than its place allows."""
        renamed = SLUG.sub(self.slug, text) if "-" in text else text
        if not any(wanted.is_in(renamed) for wanted in self.wanted):
            return renamed
        if "/" in renamed and len(renamed.split()) == 1:  # of a page: a mark ends it
            return self.without(renamed, IN_ADDRESS)
        long = removed_mark(known_language(language or settings.LANGUAGE_CODE))
        for said in (long, SHORT, SHORTEST):
            made = self.without(renamed, said)
            if limit is None or len(made) <= limit:
                return made
        return made[:limit]

    def without(self, text, said):
        for wanted in self.wanted:
            text = without(text, wanted, said)
        return text

    def slug(self, found):
        return self.new_address(found[0]) or found[0]

    def slugs_in(self, text):
        """The addresses in a text that get another one."""
        found = SLUG.findall(text) if "-" in text else []
        return [slug for slug in found if self.new_address(slug)]

    def value(self, value, language="", limit=None):
        """A column's value: a text, or JSON with texts in it."""
        if isinstance(value, str):
            return self.text(value, language, limit)
        return each_text(value, lambda text: self.text(text, language))

    def document(self, document):
        """A frozen document, with all that is in it."""
        language = document.get("language", "")
        return self.part(document, fields_of(document), language)

    def part(self, value, fields, language):
        made = {}
        for key, item in value.items():
            field = fields.get(key)
            if field is not None and field.kind in ("list", "object"):
                made[key] = self.parts(item, field.items, language)
            else:
                limit = field.limit if field is not None else 0
                made[key] = self.value(item, language, limit or None)
        return made

    def parts(self, value, fields, language):
        if isinstance(value, list):
            return [self.parts(item, fields, language) for item in value]
        if isinstance(value, dict):
            return self.part(value, fields, language)
        return self.value(value, language)


class NewAddresses:
    """By what an address is replaced that says the sentence: each by one of its own."""

    def __init__(self, sentence, number):
        self.sentence, self.number, self.found = sentence, number, {}

    def __call__(self, slug):
        if slug in self.found:
            return self.found[slug]
        if len(slug) > LONGEST or not is_made_of(slug, self.sentence):
            return None
        self.found[slug] = f"removed-{self.number}-{len(self.found) + 1}"
        return self.found[slug]


class KnownAddresses:
    """The same of orders that were carried out: known by the seals of addresses."""

    def __init__(self, redactions):
        kept = [each for each in redactions if each.addresses]
        self.keys = [key for each in kept for key in each.keys]
        self.sealed = dict(pair for each in kept for pair in each.addresses)

    def __call__(self, slug):
        found = (self.sealed.get(seal(slug, key)) for key in self.keys)
        return next(filter(None, found), None)
