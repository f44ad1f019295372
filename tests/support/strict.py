"""HTML of our prose, read as strictly as nobody else does."""

from html.parser import HTMLParser

ATTRIBUTES = {
    "a": {"href", "rel", "id", "aria-label"},
    "sup": {"class", "role", "aria-label"},
    "strong": {"class"},
    "ol": {"start"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "th": {"scope", "class"},
    "td": {"class"},
}
BARE = {"p", "em", "ul", "li", "blockquote", "br", "h3", "h4"} | {
    *("table", "caption", "thead", "tbody", "tr")
}
NESTING = {"ul", "ol", "li", "blockquote", "em", "strong"}


class Reader(HTMLParser):
    """Reads HTML as strictly as nobody else does."""

    def __init__(self, html):
        super().__init__()
        self.open, self.ids, self.words, self.numbers = [], [], [], []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        assert tag in BARE | ATTRIBUTES.keys()
        assert dict(attrs).keys() <= ATTRIBUTES.get(tag, set())
        assert tag not in self.open or tag in NESTING
        href = dict(attrs).get("href", "/").lower()
        assert href.startswith(("http://", "https://", "mailto:", "/", "#source-"))
        assert not href.startswith("//")
        self.ids += [value for name, value in attrs if name == "id"]
        self.words += [] if tag in ("em", "strong", "a", "sup") else [" "]
        self.open += [] if tag == "br" else [tag]
        if tag in ("ul", "ol"):
            self.numbers.append(int(dict(attrs).get("start", 1)) if tag == "ol" else 0)
        elif tag == "li" and self.open[-2:-1] == ["ol"]:
            self.words.append(f"{self.numbers[-1]}. ")
            self.numbers[-1] += 1

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        if tag in ("ul", "ol"):
            self.numbers.pop()

    def handle_data(self, data):
        self.words += [] if "sup" in self.open else [data]

    def unknown_decl(self, data):
        raise AssertionError(data)

    handle_comment = handle_decl = handle_pi = unknown_decl
