"""The folder with an archive's pictures: which file an address of old means."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from images.file_types import ENDINGS

# Where sites keep what was uploaded; behind it an address and a folder are alike.
ROOTS = (
    *("wp-content/uploads/", "wp-content/", "uploads/", "content/images/", "images/"),
    *("static/", "assets/", "public/", "media/", "__GHOST_URL__/"),
)
SIZED = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w{3,4}$)|-scaled(?=\.\w{3,4}$)")
GHOST_SIZE = re.compile(r"^size/w\d{1,5}(?:h\d{1,5})?/(?:format/\w+/)?")
LONGEST = 200  # letters that the column holds


class MediaFolder:
    """`beside`: the folder, within, from which addresses without a slash lead on."""

    def __init__(self, folder: str | None):
        self.folder = Path(folder).resolve() if folder else None
        self.found: dict[str, str] = {}

    def find(self, address: str, beside: str = "") -> str:
        """The file of an address, as a path in the folder, or nothing."""
        key = f"{beside}\n{address}"
        if key not in self.found:
            names = candidates(address, beside)
            self.found[key] = next(filter(self.has, names), "")
        return self.found[key]

    def has(self, name: str) -> bool:
        if self.folder is None or len(name) > LONGEST or "\0" in name:
            return False
        if name.rpartition(".")[2].lower() not in ENDINGS:
            return False
        try:
            file = (self.folder / name).resolve()
            return file.is_relative_to(self.folder) and file.is_file()
        except (OSError, ValueError):
            return False


def candidates(address: str, beside: str) -> list[str]:
    """Where a file may be: at its whole path, behind a known root, in its full size."""
    try:
        parts = urlsplit(address)
        path = unquote(parts.path)
    except ValueError:
        return []
    bare = path.lstrip("/")
    found = [f"{beside}/{bare}"] if beside and not parts.netloc and path == bare else []
    found.append(bare)
    for root in ROOTS:
        at = f"/{bare}".find(f"/{root}")
        if at >= 0:
            rest = GHOST_SIZE.sub("", bare[at + len(root) :])
            found += [rest, f"{root}{rest}"]
    found += [SIZED.sub("", name) for name in found if SIZED.search(name)]
    return [*dict.fromkeys(found)]
