"""A paper with one of everything that has a page, and the addresses of its pages."""

from tests import make
from tests.support.reader import picture

LONG = "Something happened again. " * 200


def paper():
    """One of everything that has a page; more addresses than a reader sees at once."""
    board = make.entity(name="Harbour board", slug="board", lead="It runs the ports.")
    question = make.question(slug="how-long", title="How long?")
    city = make.desk(name="City", slug="city")
    story = make.story(
        slug="ports",
        desk=city,
        summary=LONG,
        parts={
            "entities": [{"entity": board, "name": board.name}],
            "questions": [{"question": question, "title": question.title}],
            "related": [{"slug": "strike", "label": "The strike"}],
            "byline": [{"name": "Ruth Gold"}],
        },
    )
    make.outlet(name="Lamp")
    picture(story)
    make.edition(question)
    make.published_story(slug="other", desk=city)
    make.first_pages()
    return story


ADDRESSES = [
    *("/", "/stories/ports/", "/stories/ports/?depth=brief", "/stories/ports.json"),
    *("/stories/ports/?since=1", "/stories/ports/editions/", "/stories/other/"),
    *("/questions/", "/questions/how-long/", "/topics/", "/topics/board/"),
    *("/desks/city/", "/authors/ruth-gold/", "/outlets/", "/archive/", "/about/"),
    *("/search/?q=happened", "/corrections/", "/robots.txt", "/settings/"),
    *("/stories/strike/", "/stories/docks/", "/faq/", "/questions/how-long.md"),
]
