"""The catalogues of translations: brings them up to date with the code, and compiles.

`messages.py` rewrites `locale/*/LC_MESSAGES/django.po` and the `.mo` beside each: what
is new comes in untranslated, what is gone goes. `--check` changes nothing and says what
lacks. Neither needs gettext on the machine.
"""

import io
import sys
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
APPS = (
    *("newsroom", "operations", "desk", "paper", "pages", "stories", "sources"),
    *("images", "entities", "explainer", "people", "demo"),
)
KEYWORDS = ("_", "gettext", "gettext_lazy", "gettext_noop")
COUNTED = ("ngettext", "ngettext_lazy")
IN_CONTEXT = ("pgettext", "pgettext_lazy")
ALL = (*KEYWORDS, *COUNTED, *IN_CONTEXT)
# The templates of Django's engine; the others are readers', and Jinja's.
DJANGOS = {"admin", "desk", "people", "registration", "500.html"}
JINJA = {"newstyle_gettext": "on", "silent": "off"}
ABOUT = """\
# The newsroom's own texts in {language}.
# `make messages` keeps this file up to date with the code."""


class Texts(Catalog):
    """A catalogue whose head says only what a reader of it needs: no hour, no names."""

    @property
    def mime_headers(self):
        return [
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def is_djangos(path):
    return path.relative_to(ROOT / "templates").parts[0] in DJANGOS or (
        path.suffix != ".html"
    )


def sources():
    """Each file with texts, and what asks for a translation in it, as babel tells."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            yield path, calls(path.read_text())
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if is_djangos(path):
            # What templatize leaves of the markup may begin a line anywhere.
            lines = templatize(path.read_text(), origin=str(path)).splitlines()
            yield path, calls("\n".join(line.strip() for line in lines))
        else:
            with path.open("rb") as file:
                yield path, [*babel_extract(file, ALL, (), JINJA)]


def calls(code):
    """What calls of a text in Python ask for."""
    return extract_python(io.BytesIO(code.encode()), ALL, (), {"encoding": "utf-8"})


def texts():
    """(file, context, msgid) of every text; one that counts has two msgids."""
    for path, found in sources():
        for _line, keyword, said, _comments in found:
            said = said if isinstance(said, tuple) else (said,)
            context = said[0] if keyword in IN_CONTEXT else None
            msgid = said[1] if keyword in IN_CONTEXT else said[0]
            if msgid and keyword in COUNTED:
                msgid = said[:2]
            if msgid:
                yield str(path.relative_to(ROOT)), context, msgid


def catalogue(language):
    """What the code says now, with the translations that there are."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    known = Catalog(language)
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale=language)
    name = Locale.parse(language).english_name
    new = Texts(language, header_comment=ABOUT.format(language=name), fuzzy=False)
    for file, context, msgid in texts():
        key = msgid[0] if isinstance(msgid, tuple) else msgid
        old = known.get(key, context)
        fits = old and isinstance(old.id, tuple) == isinstance(msgid, tuple)
        new.add(msgid, old.string if fits else None, [(file, None)], context=context)
    for message in new:
        message.locations = sorted(dict.fromkeys(message.locations))
    return path, new


def catalogue_files(new):
    """The two files as bytes, by suffix."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, new, width=88, include_lineno=False)
    write_mo(mo, new)
    return {".po": po.getvalue(), ".mo": mo.getvalue()}


def languages():
    return sorted(path.name for path in LOCALE.iterdir() if path.is_dir())


def main(check):
    """Write the catalogues, or only `check`: 1 if one is stale or incomplete."""
    settings.configure()
    stale = []
    for language in languages():
        path, new = catalogue(language)
        lacking = [m for m in new if m.id and not complete(m)]
        print(f"{language}: {len(new)} texts, {len(lacking)} not translated")
        for suffix, text in catalogue_files(new).items():
            file = path.with_suffix(suffix)
            if not file.exists() or file.read_bytes() != text:
                stale.append(file.name)
                if not check:
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(text)
        stale += lacking if check else []
    return 1 if check and stale else 0


def complete(message):
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(said)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
