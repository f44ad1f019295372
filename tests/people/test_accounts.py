"""Accounts at the desk: roles given, nobody raised too high, nobody locked out."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from people import accounts, factor
from people.accounts import RoleAdmin
from people.models import AuditEvent, Membership
from tests import make
from tests.support import desk as form_of
from tests.support import door

pytestmark = [pytest.mark.django_db, pytest.mark.once]

User = get_user_model()
LIST = "/admin/auth/user/"


@pytest.fixture
def chief_of_staff(client):
    """An administrator, who is no superuser."""
    made = make.person("admin")
    client.force_login(made)
    return made


def address(person, page="change"):
    return reverse(f"admin:auth_user_{page}", args=[person.pk])


def save(client, person, **changes):
    page = client.get(address(person))
    return client.post(address(person), form_of.fields(page, "user_form") | changes)


def add(client, role="editor", desk=None, **changes):
    sent = form_of.fields(client.get(f"{LIST}add/"), "user_form")
    sent |= {"username": "tom", "password1": door.PASSWORD, "password2": door.PASSWORD}
    given = {"group": str(group(role).pk), "desk": str(desk.pk) if desk else ""}
    if role:
        form_of.add_part(sent, "memberships", **given)
    return client.post(f"{LIST}add/", sent | changes)


def group(role):
    return Group.objects.filter(name=role).first() or Group()


def test_an_account_is_made_with_its_role_at_a_desk(client, chief_of_staff):
    world = make.desk(name="World")

    add(client, "editor", world)

    tom = User.objects.get(username="tom")
    event = AuditEvent.objects.get()
    assert [str(item) for item in tom.memberships.all()] == ["Editor, World"]
    assert tom.is_staff
    assert event.after["Roles at desks"] == [{"Role": "editor", "Desk": "World"}]
    assert "Password" not in event.after


def test_without_a_role_an_account_is_no_way_to_the_desk(client, chief_of_staff):
    add(client, "")

    assert not User.objects.get(username="tom").is_staff


def test_whoever_loses_the_last_role_loses_the_desk(client, chief_of_staff):
    tom = make.person("editor")

    save(client, tom, **{"memberships-0-DELETE": "on"})

    tom.refresh_from_db()
    event = AuditEvent.objects.get()
    assert not tom.is_staff
    assert event.before["Roles at desks"] == [{"Role": "editor"}]
    assert "Roles at desks" not in event.after


def test_an_administrator_is_one_for_every_desk(client, chief_of_staff):
    page = add(client, "admin", make.desk())

    assert "one for every desk" in page.content.decode()
    assert not User.objects.filter(username="tom").exists()


def test_one_role_at_each_desk_is_enough(client, chief_of_staff):
    world = make.desk()
    tom = make.person("editor", world)
    sent = form_of.fields(client.get(address(tom)), "user_form")
    given = {"group": str(group("chief").pk), "desk": str(world.pk)}
    form_of.add_part(sent, "memberships", **given)

    page = client.post(address(tom), sent)

    assert page.status_code == 200
    assert tom.memberships.count() == 1


def test_only_the_four_roles_are_given(client, chief_of_staff):
    other = Group.objects.create(name="Owners")

    add(client, "editor", **{"memberships-0-group": str(other.pk)})

    assert not Membership.objects.filter(group=other).exists()


def test_an_administrator_makes_no_superuser(client, chief_of_staff):
    tom = make.person("editor")
    sent = {"is_superuser": "on", "is_staff": "on", "groups": str(group("admin").pk)}

    save(client, tom, **sent)
    save(client, chief_of_staff, **sent, user_permissions="1")

    assert not User.objects.filter(is_superuser=True).exists()
    assert not User.objects.filter(groups__isnull=False).exists()
    assert not User.objects.filter(user_permissions__isnull=False).exists()


@pytest.mark.parametrize(
    "page", ["change", "password_change", "second_factor", "delete"]
)
def test_an_administrator_changes_no_superuser(client, chief_of_staff, page):
    root = make.editor(username="root")
    new = {"password1": "taken over by Tom", "password2": "taken over by Tom"}

    response = client.post(address(root, page), new | {"username": "x", "post": "yes"})

    root.refresh_from_db()
    assert response.status_code == 403
    assert (root.username, root.password) == ("root", "")


def test_a_superuser_may_give_more_than_roles(client):
    client.force_login(make.editor())
    tom = make.person("editor")

    save(client, tom, is_superuser="on")

    tom.refresh_from_db()
    assert tom.is_superuser


@pytest.mark.once(False)
def test_the_last_administrator_stays(client, chief_of_staff):
    refused = [
        save(client, chief_of_staff, is_active=""),
        save(client, chief_of_staff, **{"memberships-0-DELETE": "on"}),
    ]

    chief_of_staff.refresh_from_db()
    page = client.get(refused[0].url).content.decode()
    assert "nobody would be left" in page
    assert chief_of_staff.is_active
    assert chief_of_staff.memberships.count() == 1
    assert not AuditEvent.objects.exists()


def test_with_another_administrator_one_may_go(client, chief_of_staff):
    make.person("admin")

    save(client, chief_of_staff, is_active="")

    chief_of_staff.refresh_from_db()
    assert not chief_of_staff.is_active


@pytest.mark.once(False)
def test_an_administrator_of_long_ago_is_none(client, chief_of_staff):
    make.person("admin", is_active=False)

    save(client, chief_of_staff, is_active="")

    chief_of_staff.refresh_from_db()
    assert chief_of_staff.is_active


@pytest.mark.once(False)
def test_whoever_did_something_is_deactivated_not_deleted(client, chief_of_staff):
    tom, ben = make.person("editor"), make.person("editor")
    AuditEvent.objects.record("sign-in", by=ben, of=ben)

    client.post(address(tom, "delete"), {"post": "yes"})
    refused = client.post(address(ben, "delete"), {"post": "yes"})

    assert not User.objects.filter(pk=tom.pk).exists()
    assert refused.status_code == 403


def test_a_second_factor_is_reset_by_an_administrator(client, chief_of_staff):
    tom = make.person("editor")
    door.with_phone(tom)
    asked = client.get(address(tom, "second_factor"))
    had = factor.device_of(tom)

    client.post(address(tom, "second_factor"))

    event = AuditEvent.objects.get()
    assert asked.status_code == 200
    assert had
    assert factor.device_of(tom) is None
    assert (event.verb, event.by, event.key) == (
        "second-factor-reset",
        chief_of_staff,
        str(tom.pk),
    )


def test_an_administrator_reads_how_many_recovery_codes_are_left(
    client, chief_of_staff
):
    one, two = make.person("editor"), make.person("chief")
    for person in (one, two):
        door.with_phone(person)
    device = factor.StaticToken.objects.filter(device__user=one)
    device.exclude(pk=device.first().pk).delete()

    assert "A phone; 1 recovery code left" in client.get(address(one)).content.decode()
    assert "A phone; 10 recovery codes" in client.get(address(two)).content.decode()


def test_setting_somebodys_password_is_noted_without_it(client, chief_of_staff):
    tom = make.person("editor")
    new = {"password1": door.PASSWORD, "password2": door.PASSWORD}

    client.post(address(tom, "password_change"), new | {"usable_password": "true"})

    tom.refresh_from_db()
    event = AuditEvent.objects.get()
    assert tom.check_password(door.PASSWORD)
    assert event.note == "Changed password."
    assert door.PASSWORD not in str(vars(event))


@pytest.mark.once(False)
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_many(
    client, chief_of_staff, count, django_assert_num_queries
):
    for _ in range(count):
        make.person("editor", make.desk())
    client.get(LIST)

    with django_assert_num_queries(11):
        client.get(LIST)


@pytest.mark.once(False)
def test_no_search_upsets_the_list(client, chief_of_staff):
    asked = {"app_label": "people", "model_name": "membership", "field_name": "user"}

    found = client.get("/admin/autocomplete/", asked | {"term": "adm\0in"})

    assert [row["text"] for row in found.json()["results"]] == [str(chief_of_staff)]
    assert client.get(LIST, {"q": "\0", "role": "\0"}).status_code == 200


def test_the_four_roles_are_nobodys_to_change(client):
    client.force_login(make.editor())
    page = reverse("admin:auth_group_change", args=[group("editor").pk])

    assert client.get(page).status_code == 200
    assert client.post(page, {"name": "x"}).status_code == 403


def test_the_list_says_who_has_which_role_and_how_they_sign_in(client, chief_of_staff):
    world = make.desk(name="World")
    ana = make.person("editor", world, first_name="Ana", last_name="Ruiz")
    ana.memberships.create(group=group("contributor"))
    door.with_phone(ana)
    factor.TOTPDevice.objects.create(user=chief_of_staff, confirmed=False)
    root = make.editor()
    people = admin.site.get_model_admin(User)
    request = client.get(LIST).wsgi_request

    rows = {
        row: (accounts.name(row), accounts.at_desks(row), row.phone)
        for row in people.get_queryset(request)
    }

    assert rows == {
        ana: ("Ana Ruiz", "Contributor, every desk; Editor, World", True),
        chief_of_staff: ("", "Administrator, every desk", False),
        root: ("", "Superuser", False),
    }


@pytest.mark.once(False)
def test_people_are_found_by_role_each_once(client, chief_of_staff):
    both, tom = make.person("editor", make.desk()), make.person("contributor")
    both.memberships.create(group=group("editor"), desk=make.desk())

    def found(role):
        return [*client.get(LIST, {"role": role}).context["cl"].result_list]

    assert found("editor") == [both]
    assert found("contributor") == [tom]
    assert {*found("nonsense")} == {both, tom, chief_of_staff}
    filters = client.get(LIST).context["cl"].filter_specs
    choices = next(f for f in filters if f.title == "role").lookup_choices
    assert choices == [
        ("contributor", "Contributor"),
        ("editor", "Editor"),
        ("chief", "Chief"),
        ("admin", "Administrator"),
    ]


def test_a_role_is_chosen_by_its_name_and_for_every_desk_if_none_is_named(client):
    client.force_login(make.editor())  # who could make and change desks and groups
    for name in ("World", "Sport"):
        make.desk(name=name)
    Group.objects.create(name="Owners")

    page = client.get(address(make.person("editor")))
    form = page.context["inline_admin_formsets"][0].formset.empty_form

    roles, desks = form.fields["group"], form.fields["desk"]
    assert [label for _key, label in roles.choices] == [
        *("Contributor", "Editor", "Chief", "Administrator"),
    ]
    assert [label for _key, label in desks.choices] == ["Every desk", "Sport", "World"]
    for field in (roles, desks):
        detours = [name for name in vars(field.widget) if name.startswith("can_")]
        offered = {getattr(field.widget, n) for n in detours if n.endswith("_related")}
        assert offered == {False}


def test_what_is_beyond_the_roles_is_shown_to_superusers_alone(client, chief_of_staff):
    tom = make.person("editor")

    def shown(page):
        fieldsets = client.get(page).context["adminform"].fieldsets
        return [str(name or "") for name, _options in fieldsets]

    plain = ["", "Person", "Access"]
    assert shown(address(tom)) == plain
    assert shown(f"{LIST}add/") == plain[:2]
    client.force_login(make.editor())
    assert shown(address(tom)) == [*plain, "Beyond the roles"]
    assert shown(f"{LIST}add/") == plain[:2]


@pytest.mark.parametrize("given", ["is_superuser", "groups", "user_permissions"])
def test_whoever_has_anything_beyond_the_roles_comes_in_too(client, given):
    client.force_login(make.editor())
    tom = make.person()
    User.objects.filter(pk=tom.pk).update(is_staff=False)
    key = str(group("editor").permissions.first().pk)
    sent = {"groups": str(group("editor").pk), "user_permissions": key}

    save(client, tom, **{given: sent.get(given, "on")})

    assert User.objects.get(pk=tom.pk).is_staff


def test_how_somebody_signs_in_is_said_beside_their_name(client, chief_of_staff):
    tom = make.person()
    tom.set_unusable_password()
    tom.phone = False
    ana = door.with_password(make.person())
    ana.phone = True

    assert accounts.own_password(tom) == '<a href="../password/">Set one…</a>'
    assert accounts.own_password(ana) == '<a href="../password/">Change…</a>'
    assert accounts.second_factor(tom) == "Not set up"
    assert accounts.second_factor(ana) == (
        'A phone; 0 recovery codes left · <a href="../second-factor/">Reset…</a>'
    )


def test_a_reset_signs_them_out_everywhere_but_nobody_else(client, chief_of_staff):
    tom, window, other = make.person("editor"), Client(), Client()
    window.force_login(tom)
    other.force_login(make.person("editor"))
    door.with_phone(tom)

    done = client.post(address(tom, "second_factor"))
    nobody = client.get(reverse("admin:auth_user_second_factor", args=[0]))

    assert done.url == address(tom)
    said = client.get(done.url).context["messages"]
    assert [str(message) for message in said] == [
        f"{tom} signs in with the password alone until they enrol again."
    ]
    assert [door.is_in(each) for each in (window, other, client)] == [False, True, True]
    assert nobody.status_code == 404


def test_whoever_resets_their_own_second_factor_stays(client, chief_of_staff):
    door.with_phone(chief_of_staff)

    client.post(address(chief_of_staff, "second_factor"))

    assert door.is_in(client)


def test_groups_are_for_superusers_and_the_four_for_nobody(rf):
    own, other = group("editor"), Group.objects.create(name="Owners")
    keeper, asked = RoleAdmin(Group, admin.site), rf.get("/")

    def may(person):
        asked.user = person
        found = [keeper.has_add_permission(asked)]
        for row in (None, own, other):
            found.append(keeper.has_change_permission(asked, row))
            found.append(keeper.has_delete_permission(asked, row))
        return found

    assert may(make.editor()) == [True, True, True, False, False, True, True]
    assert may(make.person("admin")) == [False] * 7
