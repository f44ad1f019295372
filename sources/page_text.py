"""From a page's bytes to its text, whatever it says of its letters. Pure."""

import codecs
import re
import unicodedata

DECLARED = re.compile(
    rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})"""
)
LOOKED_AT = 4096
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The codecs that pages are written in, by Python's names; others are not text at all.
KNOWN = {
    *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "koi8-r", "koi8-u"),
    *("gb2312", "gbk", "gb18030", "big5", "big5hkscs", "euc_jp", "shift_jis", "cp932"),
    *("iso2022_jp", "euc_kr", "cp949", "mac-roman", "mac-cyrillic", "cp866", "cp874"),
    *(f"iso8859-{number}" for number in range(1, 17)),
    *(f"cp125{number}" for number in range(9)),
}
# As browsers read them: each is part of the other.
WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
# Signs that turn the direction of what follows; a title has no use for them.
TURNS = {*map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))}


def text_of(body: bytes, declared: str = "") -> str:
    """The text, read as its first bytes, the site or the page itself declare."""
    for mark, name in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    found = DECLARED.search(body[:LOOKED_AT])
    for name in (declared, found[1].decode("ascii", "replace") if found else ""):
        if codec := codec_of(name):
            return body.decode(codec, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as fault:
        # The last letter may have been cut in half.
        is_cut = len(body) - fault.start < 4
        return body.decode("utf-8" if is_cut else "cp1252", "replace")


def codec_of(name: str) -> str:
    """Python's codec of that name, if pages are written in it."""
    try:
        found = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return ""
    return WIDER.get(found, found) if found in KNOWN else ""


def line(text: object, most: int = 2000) -> str:
    """One line of what a page says: no control signs, no half of a letter."""
    if not isinstance(text, str):
        return ""
    kept = "".join(sign for sign in text[: most * 4] if is_kept(sign))
    words = " ".join(kept.split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def is_kept(sign: str) -> bool:
    if sign in TURNS:
        return False
    return sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cs", "Cn", "Co")
