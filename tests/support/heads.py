"""What is wrong with the head of a page, by rules that every page keeps."""

from collections import defaultdict
from html.parser import HTMLParser

from tests.support import vocabulary

ONCE = {"title", "description", "viewport", "robots", "color-scheme", "canonical"}
LINKED = {
    *("og:type", "og:site_name", "og:locale", "og:title", "og:description", "og:url"),
    *("og:image", "og:image:width", "og:image:height", "og:image:alt", "twitter:card"),
}
DATED = {"article:published_time", "article:modified_time"}
MANY = {"article:author", "article:tag", "og:locale:alternate", "theme-color"}
# Errors, and forms that were sent: they stand at no address.
NOWHERE = {"title", "description", "viewport", "robots", "color-scheme"}


class Head(HTMLParser):
    """The values of each thing that a head says, by its name."""

    def __init__(self, html):
        super().__init__()
        self.said, self.tongues, self.in_title = defaultdict(list), {}, False
        self.links = []
        self.feed(html.partition("</head>")[0])

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        self.in_title = tag == "title"
        name = attrs.get("name") or attrs.get("property")
        if tag == "meta" and name:
            self.said[name].append(attrs.get("content", ""))
        if tag == "link":
            self.links.append(tuple(sorted(attrs.items())))
        if attrs.get("rel") == "canonical":
            self.said["canonical"].append(attrs["href"])
        if "hreflang" in attrs and "type" not in attrs:
            self.tongues[attrs["hreflang"]] = attrs["href"]

    def handle_data(self, data):
        if self.in_title and data.strip():
            self.said["title"].append(data)

    def handle_endtag(self, tag):
        self.in_title = False


def faults(html, site):
    """What is missing, there twice, empty, or at odds with the rest."""
    head = Head(html)
    said, is_placed = head.said, bool(head.said["canonical"])
    wanted = ONCE | LINKED if is_placed else NOWHERE
    is_article = said["og:type"] == ["article"]
    found = [f"no {name}" for name in wanted if not said[name]]
    found += [f"no {name}" for name in DATED if is_article and not said[name]]
    found += [f"{n} twice" for n in said if len(said[n]) > 1 and n not in MANY]
    found += [f"{n} twice" for n in MANY if len({*said[n]}) < len(said[n])]
    found += [f"{name} empty" for name in said if not all(map(str.strip, said[name]))]
    found += [f"{link} twice" for link in {*head.links} if head.links.count(link) > 1]
    if len(said["theme-color"]) != 2:
        found.append("no colour for light and dark")
    if is_placed:
        found += placed_faults(head, site)
    graphs = vocabulary.graphs(html)
    if len(graphs) != 1 and not (said["robots"][0].startswith("noindex")):
        found.append(f"{len(graphs)} graphs")
    return found + [fault for graph in graphs for fault in vocabulary.faults(graph)]


def placed_faults(head, site):
    """What is at odds on a page that stands at an address."""
    said, found = head.said, []
    [canonical, url, picture] = (
        said[n][0] for n in ("canonical", "og:url", "og:image")
    )
    if canonical != url or not canonical.startswith(f"{site}/") or "?" in canonical:
        found.append(f"canonical {canonical}, og:url {url}")
    if not picture.startswith(f"{site}/"):
        found.append(f"og:image {picture}")
    if head.tongues and canonical not in head.tongues.values():
        found.append("its own language is missing")
    if said["robots"][0] not in ("noindex", "max-image-preview:large"):
        found.append(f"robots {said['robots']}")
    sizes = [*said["og:image:width"], *said["og:image:height"]]
    return found + [f"og:image of {size}" for size in sizes if not int(size) > 0]
