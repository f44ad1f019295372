"""Shortcodes in the texts of WordPress and Hugo: a picture's are read, others are said.

Pure. What a shortcode stands around stays.
"""

import re
from collections.abc import Callable, Iterable
from html import escape

TAG = re.compile(
    r"\[(?P<twice>\[?)(?P<end>/?)(?P<name>[A-Za-z][\w-]{1,40})"
    r"(?P<said>(?:[\s=][^\[\]]{0,4000})?)(?P<alone>/?)\](?P<after>\]?)"
)
SAID = re.compile(r"""([\w-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))""")
# Those that take nothing, and so look like words in brackets.
BARE = {"gallery", "playlist", "audio", "video", "embed", "caption", "wp_caption"}
CAPTION = re.compile(
    r"\[(?:wp_)?caption(?P<said>[^\]]{0,2000})\]"
    r"(?P<inner>(?:(?!\[(?:wp_)?caption|\[/(?:wp_)?caption\]).){0,20000}?)"
    r"\[/(?:wp_)?caption\]",
    re.DOTALL,
)
IMAGE = re.compile(r"(?:<a\b[^>]{0,2000}>\s*)?<img\b[^>]{0,4000}>(?:\s*</a>)?", re.I)

Gallery = Callable[[dict[str, str]], Iterable[str]]


def attributes(text: str) -> dict[str, str]:
    return {
        found[1].lower(): found[2] or found[3] or found[4] or ""
        for found in SAID.finditer(text)
    }


def figure(found: re.Match[str]) -> str:
    """A picture with its caption, new or old."""
    said = attributes(found["said"])
    image = IMAGE.search(found["inner"])
    if not image:
        return found["inner"]
    inner = found["inner"]
    words = (inner[: image.start()] + inner[image.end() :]).strip()
    words = words or escape(said.get("caption", ""))
    return f"<figure>{image[0]}<figcaption>{words}</figcaption></figure>"


def without_shortcodes(text: str, gallery: Gallery, notes: list[str]) -> str:
    """A text whose shortcodes are HTML, or gone with a word about it.

    `gallery(said)` gives the addresses of the pictures that one shows.
    """
    if "[" not in text:
        return text
    text = CAPTION.sub(figure, text)
    closed = {found["name"] for found in TAG.finditer(text) if found["end"]}

    def replaced(found: re.Match[str]) -> str:
        name, said = found["name"], found["said"]
        if found["twice"]:  # WordPress shows [[name]] as [name].
            return found[0][1:-1] if found["after"] else found[0]
        is_one = "=" in said or name in closed or name in BARE or bool(found["end"])
        if not is_one:
            return found[0]
        if name == "gallery":
            shown = gallery(attributes(said))
            images = (f'<img src="{escape(address)}">' for address in shown)
            return f"<div>{''.join(images)}</div>{found['after']}"
        notes.append(f"shortcode: {found[0].removesuffix(found['after'])}")
        return found["after"]

    return TAG.sub(replaced, text)
