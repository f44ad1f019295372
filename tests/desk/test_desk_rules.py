"""The rules of the desks: one page for each, and who sets them."""

import pytest
from django.urls import reverse

from desk.desk_rules import SET, Rules
from explainer.checks.catalogue import DEFAULTS, LISTED
from people.models import AuditEvent
from stories.models import Rule
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PAGE = "/admin/stories/rule/"
CODE, OTHER = "quote-source", "perspective-source"


@pytest.fixture
def ruth(client):
    made = make.editor(username="ruth")
    client.force_login(made)
    return made


def rule(code, level, desk=None):
    return Rule.objects.create(code=code, level=level, desk=desk)


def rules():
    return [*Rule.objects.order_by("code", "desk__name").values_list("code", "level")]


def send(client, desk=None, **levels):
    address = f"{PAGE}?desk={desk.slug}" if desk else PAGE
    sent = {"csrfmiddlewaretoken": "x"} if desk else Rule.objects.levels()
    return client.post(
        address, sent | {k.replace("_", "-"): v for k, v in levels.items()}
    )


def test_at_all_desks_a_level_is_chosen_for_each_check_that_can_be_turned_down():
    rule(CODE, "block")
    rule(OTHER, "off", make.desk())

    form = Rules(desk=None)

    assert [*form.fields] == [check.code for check in SET]
    assert form.initial == DEFAULTS | {CODE: "block"}
    assert {tuple(field.choices) for field in form.fields.values()} == {
        tuple(Rule.Level.choices)
    }
    assert not any(field.required or field.disabled for field in form.fields.values())
    assert all(f.disabled for f in Rules(desk=None, disabled=True).fields.values())


def test_at_one_desk_a_check_may_be_as_at_every_desk():
    world = make.desk()
    rule(CODE, "block")
    rule(OTHER, "off", world)
    rule(CODE, "off", make.desk())

    form = Rules(desk=world)

    assert form.initial == {OTHER: "off"}
    assert form.fields[CODE].choices == [
        ("", "As at every desk: Blocks"),
        *Rule.Level.choices,
    ]


def test_checks_stand_in_groups_with_what_can_be_set_first_and_where_it_differs():
    world, sport = make.desk(name="World"), make.desk(name="Sport")
    rule(CODE, "block")
    ours, theirs = rule(CODE, "off", sport), rule(CODE, "warn", world)

    general = dict(Rules(desk=None).groups)
    rows = [row for rows in general.values() for row in rows]
    own = [row for _name, rows in Rules(desk=world).groups for row in rows]

    assert {check for check, _field, _where in rows} == {*LISTED}
    assert len(rows) == len(LISTED)
    structural = [check.structural for check, _field, _where in rows]
    assert structural == sorted(structural)
    assert [field is None for _check, field, _where in rows] == structural
    where = {check.code: where for check, _field, where in rows if where}
    assert {code: {*found} for code, found in where.items()} == {CODE: {ours, theirs}}
    assert [where for _check, _field, where in own if where] == []


def test_only_what_differs_is_kept(client, ruth):
    default = DEFAULTS[CODE]
    rule(CODE, "block")
    rule(OTHER, "off")

    page = send(client, quote_source=default)

    assert rules() == [(OTHER, "off")]
    assert page.url == PAGE
    event = AuditEvent.objects.get()
    assert (event.verb, event.by, event.kind) == ("change", ruth, "stories.rule")
    assert (event.before, event.after) == ({CODE: "block"}, {CODE: default})
    assert event.note == CODE
    said = client.get(PAGE).context["messages"]
    assert [str(message) for message in said] == ["Saved."]


def test_saving_what_is_there_already_is_not_noted(client, ruth):
    send(client)

    assert not AuditEvent.objects.exists()
    assert rules() == []


def test_a_desk_may_say_what_is_the_papers_anyway_and_take_it_back(client, ruth):
    world = make.desk()
    default = DEFAULTS[CODE]

    page = send(client, world, quote_source=default)
    kept = rules()
    send(client, world, quote_source="")

    assert page.url == f"{PAGE}?desk={world.slug}"
    assert (kept, rules()) == ([(CODE, default)], [])
    newest, first = AuditEvent.objects.all()
    assert (first.before, first.after, first.note) == ({}, {}, CODE)
    assert newest.note == CODE


def test_a_desk_changes_its_own_rule_alone(client, ruth):
    world, sport = make.desk(name="World"), make.desk(name="Sport")
    for desk in (world, sport, None):
        rule(CODE, "block", desk)

    send(client, world, quote_source="off")

    found = Rule.objects.order_by("pk").values_list("desk", "level")
    assert [*found] == [(world.pk, "off"), (sport.pk, "block"), (None, "block")]


def test_the_page_names_every_desk_and_whose_rules_it_shows(client, ruth):
    world, sport = make.desk(name="World"), make.desk(name="Sport")

    general = client.get(PAGE).context
    own = client.get(PAGE, {"desk": world.slug}).context

    assert general["title"] == "What the checks do"
    assert general["desks"] == [
        ("Every desk", PAGE, True),
        ("Sport", f"?desk={sport.slug}", False),
        ("World", f"?desk={world.slug}", False),
    ]
    assert [shown for *_rest, shown in own["desks"]] == [False, False, True]
    assert (general["may"], own["may"]) == (True, True)
    assert client.get(PAGE, {"desk": "no\0where"}).status_code == 404
    assert client.get(reverse("admin:stories_rule_change", args=[1])).url == PAGE


def test_who_sets_the_rules_of_which_desk(client):
    world, sport = make.desk(name="World"), make.desk(name="Sport")

    def may(person):
        client.force_login(person)
        found = []
        for desk in (None, world, sport):
            page = client.get(PAGE, {"desk": desk.slug} if desk else {})
            shown = page.context["may"] if page.status_code == 200 else None
            sent = send(client, desk).status_code
            found.append((shown, sent))
        return found

    own, others, none = (True, 302), (False, 403), (None, 403)
    assert may(make.person("chief")) == [own, own, own]
    assert may(make.person("chief", world)) == [others, own, others]
    assert may(make.person("editor")) == [others, others, others]
    assert may(make.person()) == [none, none, none]
    assert client.get(f"{PAGE}add/").status_code == 403
