"""What of a Kite story becomes sections, pictures and outlets; what is told. Pure."""

from typing import TYPE_CHECKING

from stories.archives import kite_headings
from stories.archives.entry import Fields

if TYPE_CHECKING:
    from stories.archives.kite_story import KiteStory

# Words of a picture, by what they are called here.
PICTURE = {"src": ("url", "src"), "caption": ("caption",), "credit": ("credit",)}


def sections(story: "KiteStory") -> list[Fields]:
    made = []
    for section, keys in kite_headings.SECTIONS.items():
        said = {key: words_of(story, key) for key in keys}
        texts = [text for found in said.values() for text in found]
        if texts:
            heading = kite_headings.heading(section, story.language)
            made.append({"heading": heading, "body": body(story, said)})
    return made


def words_of(story: "KiteStory", key: str) -> list[str]:
    """What a field says; the rest says that there is nothing to say."""
    texts = story.row.texts(key)
    if key != "international_reactions":
        return texts
    filler = [text for text in texts if kite_headings.FILLER.match(text)]
    for text in filler:
        story.note(f"{key}: {text}")
    return [text for text in texts if text not in filler]


def body(story: "KiteStory", said: dict[str, list[str]]) -> str:
    """A section's text: one that is alone as it is, several as a list."""
    made = []
    for key, texts in said.items():
        is_list = isinstance(story.row.said.get(key), list) or len(texts) > 1
        if is_list and texts:
            made.append(story.articles.listed(texts))
        else:
            made += map(story.articles.prose, texts)
    return "\n\n".join(filter(None, made))


def outlets(story: "KiteStory") -> list[Fields]:
    """Who publishes the articles, by their sites."""
    walls = {}
    for row in story.row.rows("domains"):
        name = row.text("name").lower().removeprefix("www.")
        walls[name] = bool(row.value("isPaywalled"))
        row.value("favicon")
        story.note(*row.rest())
    if others := [name for name in walls if name not in story.articles.sites]:
        story.note(f"domains without an article: {', '.join(others)}")
    sites = {s.get("outlet", "") for s in story.articles.sources}
    known = [site for site in story.articles.sites if site and site in sites]
    paid = {"paywalled": True}
    return [
        {"name": site, "domains": [site]} | (paid if walls.get(site) else {})
        for site in known
    ]


def picture_of(story: "KiteStory", key: str) -> Fields:
    row = story.row.row(key)
    if row is None:
        return {}
    made = {name: row.text(*keys) for name, keys in PICTURE.items()}
    if link := row.text("link"):
        story.note(f"{key}.link: {link}")
    story.note(*row.rest())
    return made if made["src"] else {}


def tell_of_rest(story: "KiteStory") -> None:
    """What has no place here, once for the whole story."""
    articles, row = story.articles, story.row
    row.read |= {"id", "cluster_number"}
    if emoji := row.text("emoji"):
        story.note(f"emoji: {emoji}")
    if articles.common:
        story.note(f"[common], {articles.common} times: cites nothing")
    for name, found in (
        ("citations of what is not there", articles.dangling),
        ("addresses that lead nowhere", articles.faulty),
        ("pictures of articles", articles.pictures),
        ("names of sources", [*story.names]),
    ):
        if found:
            story.note(f"{name}: {', '.join(dict.fromkeys(found))}")
    story.note(*row.rest())
