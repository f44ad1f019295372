"""What the form of a draft says of those who follow: numbers, and nobody."""

import pytest

from paper.fediverse.rows import RemoteInbox
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SAID = "2 readers follow the paper in the fediverse."


def test_a_story_says_how_many_are_told_of_it_elsewhere(admin_client, settings):
    story, question = make.published_story(), make.published_question()
    said = {"address": "https://a.example/inbox", "host": "a.example"}
    inbox = RemoteInbox.objects.create(**said)
    for mark, kind in (("a", "front"), ("b", "front"), ("a", "desk")):
        inbox.follows.create(digest=mark, kind=kind)

    def page(owner, kind):
        address = f"/admin/stories/{kind}/{owner.pk}/change/"
        return admin_client.get(address).content.decode()

    assert SAID not in page(story, "story")
    settings.FEDIVERSE_NAME = "lantern"
    assert SAID in page(story, "story")
    assert "a.example" not in page(story, "story")
    assert "fediverse" not in page(question, "question")
