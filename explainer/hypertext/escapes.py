"""Words of others as house markup reads them: as words, whatever signs they hold. Pure.

Only what would be read as more gets a stroke before it: editors will see these texts.
"""

import re

BLANKS = re.compile(r"[ \t\r\n\f]+")
# Wherever it stands.
ANYWHERE = re.compile(
    r"[\\*`]"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|(?<!~)~(?=~)|(?<==)=(?==)|(?<!=)=(?==)"
    r"|!(?=\[)|@(?=\[)"
    r"|\[(?=\^)|\](?=\()"
)
# What opens a block, or looks as if it did, at the beginning of a line.
OPENING = re.compile(
    r"(?P<sign>#{1,6}(?=\s|\w|$)|>|[-+](?=\s|$)|\||::(?=[A-Za-z])|:(?=\s)"
    r"|:?-{1,99}:?(?=[ \t]{0,9}\|))"
    r"|(?P<number>\d{1,9})(?=[.)](?:\s|$))"
)
DRAWN = "-=_ \t"  # A line of nothing else looks as if one were drawn.
PLACING = re.compile(r"(?<=\s)::(?=[A-Za-z])")
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
SUPERIOR = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
INFERIOR = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# In an address within round brackets.
BRACKETS = str.maketrans(
    {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C"}
    | {'"': "%22", "'": "%27", "`": "%60", "*": "%2A", "|": "%7C", "\xa0": "%C2%A0"}
    | {"[": "%5B", "]": "%5D", "^": "%5E", "{": "%7B", "}": "%7D"}
)


def escape(text: str, is_label: bool = False) -> str:
    """Words within a line; those of a link hold no bracket that could end it."""
    made = PLACING.sub(r"\\::", ANYWHERE.sub(r"\\\g<0>", text))
    if is_label:
        made = re.sub(r"(?<!\\)[\[\]]", r"\\\g<0>", made)
    return made


def escape_all(text: str) -> str:
    """The same where the shorter form was read as more than words."""
    return PUNCTUATION.sub(r"\\\1", text)


def escape_opening(line: str) -> str:
    """A line whose beginning opens nothing."""
    if line and not line.strip(DRAWN):
        return f"\\{line}"
    found = OPENING.match(line)
    if not found:
        return line
    if number := found["number"]:
        return f"{number}\\{line[len(number) :]}"
    return f"\\{line}"


def in_brackets(address: str) -> str:
    """An address as it stands behind the words of a link."""
    return re.sub(r"&(?=#?\w+;)", r"\\&", address.translate(BRACKETS))


def one_line(text: str) -> str:
    """Words without line ends and doubled spaces; spaces that hold stay."""
    return BLANKS.sub(" ", text)
