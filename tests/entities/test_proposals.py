"""What is proposed of an entry is what it lacks, and nothing is written over."""

import pytest

from entities import proposals
from entities.models import Entity
from entities.wikidata_items import item
from tests import make
from tests.support.wikidata import ITEM, LENA, OFFICES, statement, time

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def proposed(**fields):
    entity = make.entity(name="Lena Graf", **{"kind": "", **fields})
    found = item(LENA)
    for office in found.offices:
        office.title = item(OFFICES[office.item]).name("en")
    proposals.propose(entity, found)
    return entity


def names(entity):
    return [offer.name for offer in proposals.offers(entity, entity.proposal.said)]


def test_all_that_an_entry_lacks_may_be_taken_once():
    entity = proposed()
    offered = names(entity)
    assert offered == [
        *("same_as", "kind", "lead-en", "lead-de"),
        *("alias-en-lgraf", "alias-uk-ленаграф"),
        *("role-0-Q900002", "role-1-Q900003", "role-2-Q900004"),
    ]

    proposals.take(entity, [name for name in offered if name != "lead-de"])

    entity = Entity.objects.get(pk=entity.pk)
    assert (entity.kind, entity.lead) == ("person", "mayor of Almarra")
    assert (entity.attribution, entity.licence) == ("Wikidata", "CC0 1.0")
    assert entity.same_as == f"https://www.wikidata.org/wiki/{ITEM}"
    assert not entity.public_figure
    assert {a.name for a in entity.aliases.all()} == {"L. Graf", "Лена Ґраф"}
    held = [
        (r.title, str(r.since), r.since_precision, str(r.until), r.until_precision)
        for r in entity.roles.all()
    ]
    assert held == [
        ("mayor of Almarra", "2019-05-01", "month", "None", ""),
        ("harbour pilot", "2010-01-01", "year", "2018-03-04", "day"),
        ("Leuchtturmwärterin", "None", "", "None", ""),
    ]
    assert names(entity) == []
    assert proposals.take(entity, offered) == []


def test_what_the_entry_says_itself_is_neither_offered_nor_written_over():
    entity = proposed(kind="organisation", lead="Our own words.", same_as="")
    asked = ["kind", "lead-en", "nonsense", "role-99-Q1", "alias-en-lgraf"]

    taken = proposals.take(entity, asked)

    assert [offer.name for offer in taken] == ["alias-en-lgraf"]
    entity = Entity.objects.get(pk=entity.pk)
    assert (entity.kind, entity.lead) == ("organisation", "Our own words.")
    assert (entity.attribution, entity.licence) == ("", "")


@pytest.mark.parametrize(
    ("until", "held"),
    [
        (time("+2013-00-00T00:00:00Z", 9), ("2013-05-14", "year")),
        (time("+2013-05-00T00:00:00Z", 10), ("2013-05-14", "month")),
        (time("+2012-00-00T00:00:00Z", 9), ("None", "")),
        (time("+2014-00-00T00:00:00Z", 9), ("2014-01-01", "year")),
    ],
)
def test_an_office_that_ended_in_its_first_year_ends_in_it(until, held):
    said = statement("P39", "Q2", P580=time("+2013-05-14T00:00:00Z"), P582=until)
    found = item({"id": "Q1", "claims": {"P39": [said]}})
    found.offices[0].title = "mayor"
    entity = make.entity()
    proposals.propose(entity, found)

    proposals.take(entity, ["role-0-Q2"])

    role = entity.roles.get()
    assert (str(role.since), role.since_precision) == ("2013-05-14", "day")
    assert (str(role.until), role.until_precision) == held
