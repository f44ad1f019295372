"""A small paper with something of each kind that programs ask for, and beside each what
they must not hear of."""

from explainer.blocks import Change
from tests import make

SECRET = "Zqx"


def fill():
    """A story that was corrected, one that is gone and one that isn't out; a question,
    a topic, an outlet."""
    board = make.entity(name="Harbour board", slug="board", kind="organisation")
    make.outlet(name="Lamp", slug="lamp", domains="lamp.example", country="Norway")
    story = make.story(
        {
            "sources": [{"key": "plan", "title": "The plan", "outlet": "Lamp"}],
            "entities": [{"entity": board, "name": board.name, "prominence": 1}],
        },
        slug="ports",
        headline="Ports: higher walls",
        summary="The walls rise.[^plan]",
        report="The sea rises.[^plan]\n\nSo do costs.",
        desk=make.desk(slug="city", name="City"),
    )
    make.edition(story)
    old, new = "The walls rise.[^plan]", "The walls will rise.[^plan]"
    change = Change("replace", field="summary", index=0, old=old, new=new)
    story.correct(changes=[change], note="They will rise.")
    make.published_question(slug="why", title="Why walls?", intro="The sea.")
    gone = make.published_story(slug="gone", headline=f"{SECRET} gone", summary=SECRET)
    gone.withdraw(note="It was wrong.")
    draft = make.story(slug="draft", headline=f"{SECRET} draft", summary=SECRET)
    draft.save_revision()
    make.entity(name=f"{SECRET} body", slug="only-in-a-draft")
    soon = make.story(slug="soon", headline=f"{SECRET} soon", summary=SECRET)
    make.edition(soon, at=make.soon())
    return story
