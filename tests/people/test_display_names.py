"""What people are called: one way, whoever says it."""

import pytest

from people.display_names import name_column
from stories.models import Revision
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "last", "called"),
    [("Ana", "Ruiz", "Ana Ruiz"), ("", "Ruiz", "Ruiz"), ("", "", "ana")],
)
def test_a_person_is_called_by_their_name(first, last, called):
    names = {"first_name": first, "last_name": last}
    person = make.person(username="ana", **names)
    make.story().save_revision(by=make.person(username="ben", first_name="Ben"))
    make.story().save_revision(by=person)

    said = Revision.objects.filter(created_by=person)
    assert str(person) == called
    assert [*said.values_list(name_column("created_by"), flat=True)] == [called]


def test_whoever_signs_in_is_greeted_by_their_name(client):
    client.force_login(make.editor(first_name="Ana", last_name="Ruiz"))

    assert "<strong>Ana Ruiz</strong>" in client.get("/admin/").content.decode()
