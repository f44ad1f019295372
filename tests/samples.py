"""What a test types into a field of which it knows the name and the kind alone."""

WORDS = {
    "language": "en",
    "original_language": "en",
    "slug": "another-story",
    "email": "ana@paper.example",
    "password1": "seven lanterns at noon",
    "password2": "seven lanterns at noon",
    "domains": "paper.example",
}
KINDS = {"date": "2026-01-02", "url": "https://paper.example/{}", "number": "1"}
# They name parts of the same form, which are new as well.
EMPTY = ("source", "sources", "syndicated_from")


def sample(name, kind, number=0):
    """A valid value for an input or a text; none to leave it empty."""
    last = name.rpartition("-")[2]
    if last in EMPTY or kind in ("hidden", "checkbox", "radio", "file", "submit"):
        return None
    words = WORDS.get(last) or KINDS.get(kind) or f"{last.replace('_', '-')}-{{}}"
    return words.format(number)
