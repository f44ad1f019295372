"""Control characters: what word processors put between lines, and what nobody typed.

Pure. Every door passes here: requests (`newsroom.middleware`), explainer files, the
frozen document, and markup.
"""

import re

# Soft breaks of Word (U+000B), PowerPoint (U+0085) and others, with a space beside.
BREAK = re.compile(" ?[\x0b\x0c\x1c\x1d\x85\u2028]+ ?")
PARAGRAPH = "\u2029"
HYPHEN = "\x1e"  # Word's hyphen at which no line breaks.
FORBIDDEN = "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff"
# What turns the order of all that follows around, unseen: names and headlines stand
# beside other words, and a page's own markup says which way each of them runs.
TURNS = "\u202a-\u202e\u2066-\u2069"
CONTROL = re.compile(
    f"[{FORBIDDEN}{TURNS}\x0b\x0c\x1c-\x1e\x85\u2028\u2029\ud800-\udfff]"
)
HALF = re.compile("[\ud800-\udfff]")  # of a character beyond U+FFFF
REFUSED = re.compile(f"[{FORBIDDEN}]")
# What has no shape of its own, alone: joiners, marks of direction, fillers, variants.
SHAPELESS = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f"
)
SHAPELESS += "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
UNSEEN = re.compile(rf"[\s{SHAPELESS}]+")


def clean(text: str) -> str:
    """The text with a space for each soft break and nothing that is no character."""
    if not CONTROL.search(text):
        return text
    text = BREAK.sub(" ", text)
    text = text.replace(PARAGRAPH, "\n\n").replace(HYPHEN, "\u2011")
    return CONTROL.sub("", HALF.sub("\ufffd", text))


def is_unseen(text: str) -> bool:
    """Whether somebody has typed this and nobody could see it."""
    return bool(UNSEEN.fullmatch(text)) and not text.isspace()


def tidy(text: str) -> str:
    """A clean text with plain line ends and nothing around it, or nothing to see."""
    text = clean(text)
    if is_unseen(text):
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
