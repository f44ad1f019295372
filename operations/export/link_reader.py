"""Links of what a paper sends, whatever kind of text it is; and the same text with its
links leading to the files of a copy. Pure."""

import re
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

# Attributes of our own pages, which are always quoted so.
ATTRIBUTE = re.compile(
    r'(?<=\s)(href|src|action|srcset|imagesrcset|poster|content|data-[a-z]+)="([^"]*)"'
)
SETS = {"srcset", "imagesrcset"}
IN_CSS = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
IN_SCRIPT = re.compile(r"[\"'](\.{0,2}/[\w./-]+\.(?:m?js|css|json|svg|png|woff2))[\"']")
IN_JSON = re.compile(r'"(/[^"\\\s]*)"')
IN_MARKDOWN = re.compile(r"\]\(<?(/[^)>\s]*)>?\)")
# In the text of a page: an address that ends where a quoted one does.
ESCAPED = re.compile("&(?:quot|lt|gt|#x27|#39|#34);")
HEADER = re.compile(r"<([^<>]*)>")
FORMS = {
    "text/css": IN_CSS,
    "text/javascript": IN_SCRIPT,
    "application/manifest+json": IN_JSON,
    "text/markdown": IN_MARKDOWN,
}
HTML = "text/html"


class LinkReader:
    """For the paper at one address. `lead` is given a path of ours and a query, and
    says what to ask for there, if anything, and what a copy has instead of that link,
    or None if it stays."""

    def __init__(self, site, lead):
        self.site, self.lead, self.found = site, lead, {}
        self.absolute = re.compile(
            re.escape(site) + r"(?![\w.:-])[^\s\"'<>\\\]\[)}|`]*"
        )

    def read(self, text, kind, base):
        """The text with its links changed; `found` are those that lead to us."""
        self.found = {}
        if kind == HTML:
            text = ATTRIBUTE.sub(lambda match: self.attribute(match, base), text)
        elif kind in FORMS:
            text = FORMS[kind].sub(lambda match: self.within(match, base), text)
        is_markup = kind == HTML or kind.endswith("xml")
        return self.absolute.sub(lambda match: self.whole(match, is_markup), text)

    def of_header(self, value, base):
        """Links of a `Link:` header."""
        self.found = {}
        for link in HEADER.findall(value):
            self.follow(link, base)
        return {*self.found}

    def attribute(self, match, base):
        name, value = match[1], unescape(match[2])
        if name in SETS:
            parts = (part.strip().partition(" ") for part in value.split(","))
            said = ", ".join(self.follow(a, base) + s + size for a, s, size in parts)
        elif name == "content" or name.startswith("data-"):
            if not value.startswith("/") or " " in value:
                return match[0]  # a whole address in it is found with the others
            said = self.follow(value, base)
        else:
            said = self.follow(value, base)
        return match[0] if said == value else f'{name}="{escape(said)}"'

    def within(self, match, base):
        """What stands in the middle of something else."""
        said = self.follow(match[1], base)
        return match[0] if said == match[1] else match[0].replace(match[1], said)

    def whole(self, match, is_markup):
        """An address with the paper's name in it, which stays a whole one."""
        link = match[0]
        if is_markup:
            link = ESCAPED.split(link)[0]
        link = link.rstrip(".,;:!?*_")
        if "{" in link:
            return match[0]
        plain = unescape(link) if is_markup else link
        said = self.follow(plain, self.site)
        if said == plain:
            return match[0]
        said = self.site + said
        return (escape(said) if is_markup else said) + match[0][len(link) :]

    def follow(self, link, base):
        """What stands for a link, which is noted if it leads to us."""
        if not link or link.startswith(("#", "data:", "mailto:", "tel:")):
            return link
        try:
            parts = urlsplit(urljoin(base, link))
        except ValueError:
            return link
        if f"{parts.scheme}://{parts.netloc}" != self.site:
            return link
        path = parts.path or "/"
        followed, written = self.lead(path, parts.query)
        if followed:
            self.found[followed] = None
        if written is None and not is_relative(link):
            return link
        asked = f"?{parts.query}" if parts.query and written is None else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return f"{written or path}{asked}{fragment}"


def is_relative(link):
    """Whether where it leads hangs on the page that it stands on, which may move."""
    return not link.startswith("/") and not urlsplit(link).scheme
