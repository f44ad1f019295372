"""The checks beside the form: of the saved draft, and of what is being typed."""

import re

import pytest
from django.urls import reverse

from desk.writing.checks_page import Never
from people.models import AuditEvent
from stories.models import Edition, Revision, Rule, Waiver
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]

UNSOURCED = {"quotes": [{"text": "So it is.", "speaker": "Ana"}]}
RULES = reverse("admin:stories_rule_changelist")


def panel(page):
    return (
        page.content.decode().partition("<desk-checks")[2].partition("</desk-checks")[0]
    )


def checked(client, story=None, sent=None, **changes):
    """What the checks say of a form, as a script would ask."""
    sent = (sent or desk.open_form(client, story)) | changes
    page = "checks" if story else "checks_new"
    return client.post(desk.address(page, story), sent)


def test_a_reason_may_be_as_long_as_there_is_room_for_it():
    for name in ("place", "reason"):
        room = Waiver._meta.get_field(name).max_length
        assert Never.base_fields[name].max_length == room


def test_the_panel_shows_what_blocks_and_what_to_look_at(client, editor):
    told = {"headline": "Told", "slug": "told", "summary": ""}
    story = make.story(UNSOURCED, report="It was yesterday.[^notes]", **told)
    story.save_revision()

    shown = client.get(desk.address("checks", story)).content.decode()

    assert 'data-checked="1+3"' in shown
    assert shown.index("Say what has happened.") < shown.index("has no source")
    form = desk.address("change", story)
    assert f'href="{form}#id_summary"' in shown
    assert f'href="{form}#id_quote_set-0-source"' in shown
    assert 'data-words="yesterday"' in shown


def test_the_panel_of_a_sound_draft_says_so(client, editor):
    story = make.story(summary="It happened.[^notes]", slug="told")
    story.save_revision()

    page = client.get(desk.address("checks", story))

    assert "Nothing stands in the way." in page.content.decode()


def test_a_new_draft_has_a_panel_too(client, editor):
    assert "Nothing was checked yet." in panel(client.get(desk.address("add")))


def test_what_is_typed_is_checked_and_not_saved(client, editor):
    story = make.story()
    story.save_revision()
    before = Revision.objects.count()

    said = checked(client, story, summary="So.[^nobody]").content.decode()

    assert "no source with key" in said
    story.refresh_from_db()
    assert story.summary == "Something happened."
    assert Revision.objects.count() == before


def test_a_draft_that_was_never_saved_is_checked(client, editor):
    sent = desk.fields(client.get(desk.address("add")))

    said = checked(client, sent=sent | {"headline": "New", "slug": "new"})

    assert "Say what has happened." in said.content.decode()


def test_a_part_that_was_moved_is_known_by_its_mark(client, editor):
    story = make.story({"key_points": [{"text": "One."}, {"text": "Two."}]})
    sent = desk.open_form(client, story)
    sent |= {"keypoint_set-0-position": "5", "keypoint_set-0-text": "word " * 46}

    said = checked(client, story, sent).content.decode()

    uid = story.keypoint_set.get(text="One.").uid
    assert f'data-uid="{uid}" data-column="text"' in said


def test_five_warnings_are_shown_and_the_others_on_demand(client, editor):
    points = [{"text": "word " * 46}] * 6
    story = make.story({"key_points": points}, slug="told", headline="Told")

    said = checked(client, story).content.decode()

    assert "Show all 7" in said
    assert said.count("<li>") == 7
    assert (
        said.index("Key point 4") < said.index("Show all") < said.index("Key point 5")
    )


@pytest.mark.parametrize("page", ["never", "suggest"])
def test_what_writes_or_reads_a_form_is_never_asked_with_get(client, editor, page):
    assert client.get(desk.address(page, make.story())).status_code == 405


@pytest.mark.parametrize("page", ["checks", "never", "suggestions", "suggest"])
def test_the_desk_of_the_story_decides_who_may_ask(client, page):
    story = make.story(desk=make.desk())
    client.force_login(make.person("editor", make.desk()))

    assert client.post(desk.address(page, story)).status_code == 403
    client.force_login(make.person("contributor", story.desk))
    assert client.post(desk.address(page, story)).status_code in (200, 302)


def test_who_may_not_write_has_no_new_form_checked(client):
    client.force_login(make.person())

    assert client.post(desk.address("checks_new")).status_code == 403


@pytest.mark.once(False)
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"headline": "\0", "slug": "\0"},
        {"headline": "\ud800", "summary": "\ud800 @[\ud800](x)"},
        {"quote_set-TOTAL_FORMS": "9" * 400, "quote_set-0-said_on": "9999-99-99"},
        {
            "timelineevent_set-TOTAL_FORMS": "1",
            "timelineevent_set-0-date": "0000-01-01",
        },
        {"summary": "9" * 5000 + " " + "[" * 500, "brief": "x", "report": "y"},
    ],
)
@pytest.mark.parametrize("page", ["checks", "suggest", "never", "suggestions"])
def test_no_form_is_too_strange(client, editor, page, sent):
    story = make.story()
    raw = {k: v.encode("utf-8", "surrogatepass") for k, v in sent.items()}

    assert client.post(desk.address(page, story), raw).status_code in (200, 302)


def waive(client, story, **changes):
    """Press “Never for this story” on its first warning, as a browser would."""
    found = client.get(desk.address("checks", story)).content.decode()
    hidden = dict(
        re.findall(r'type="hidden" name="(code|digest|place)" value="(.*?)"', found)
    )
    said = hidden | {"reason": "He said it to me."} | changes
    return client.post(desk.address("never", story), said, follow=True)


def test_a_warning_is_silenced_with_a_reason_and_a_name(client, editor):
    story = make.story(UNSOURCED, summary="It happened.[^notes]", slug="told")
    story.save_revision()

    page = waive(client, story)

    shown = page.content.decode()
    assert "Not shown again in this story" in shown
    assert "1 silenced" in shown
    assert "“He said it to me.” ana" in shown
    assert "Nothing stands in the way." in shown
    assert Waiver.objects.get().by == editor
    assert AuditEvent.objects.filter(verb="never").exists()


def test_what_was_silenced_is_heard_again_when_the_text_changes_or_one_wants_it(
    client, editor
):
    story = make.story(UNSOURCED, summary="It happened.[^notes]", slug="told")
    story.save_revision()
    waive(client, story)

    said = checked(client, story, **{"quote_set-0-speaker": "Ben"}).content.decode()
    assert "1 silenced" in said  # his name isn't what it was about

    digest = Waiver.objects.get().digest
    again = {"digest": digest, "_again": "1"}
    client.post(desk.address("never", story), again)
    assert not Waiver.objects.exists()
    assert "1 silenced" not in checked(client, story).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": " "}, "Say why: the next editor will ask."),
        ({"reason": "x" * 301}, "Say it in 300 characters."),
        ({"code": "no-summary"}, "This blocks publishing: no reason takes it away."),
        ({"code": "unknown"}, "Select a valid choice"),
        ({"digest": "x"}, "Enter a valid value."),
    ],
)
def test_a_refused_silence_says_why_and_changes_nothing(client, editor, changes, words):
    said = {"code": "quote-source", "place": "quotes[0].source", "reason": "So."}
    said |= {"digest": "0" * 64} | changes

    answer = client.post(
        desk.address("never", make.story()), said, headers={"accept": "text/plain"}
    )

    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain")
    assert words in answer.content.decode()
    assert not Waiver.objects.exists()


def test_publishing_shows_what_blocks_and_refuses_it_in_words(client, editor):
    story = make.story({"sources": []}, report="It was yesterday.")
    text = story.save_revision()
    page = client.get(desk.address("publish", story)).content.decode()
    assert page.index("Name a source, at least one.") < page.index("Worth a look")
    assert "“yesterday” will soon be wrong" in page

    page = client.post(
        desk.address("publish", story), {"revision": text.pk, "when": "now"}
    )

    assert "can&#x27;t be published yet" in page.content.decode()
    assert not Edition.objects.exists()


def rules(client, of=None, **levels):
    address = RULES + (f"?desk={of.slug}" if of else "")
    sent = current(client, address) | levels
    return client.post(address, sent, follow=True)


def current(client, address):
    page = client.get(address).content.decode()
    chosen = re.findall(r'<select name="([\w-]+)".*?</select>', page, re.DOTALL)
    selects = re.findall(r"<select name=.*?</select>", page, re.DOTALL)
    values = [re.search(r'value="(\w*)" selected', select) for select in selects]
    return {
        name: found[1] if found else ""
        for name, found in zip(chosen, values, strict=True)
    }


def levels(level, code="quote-source"):
    return {code: level}


def test_a_chief_sets_the_rules_of_all_desks_and_of_one(client, editor):
    city = make.desk(name="City")

    rules(client, **levels("block"))
    page = rules(client, city, **levels("off"))

    assert "Saved." in page.content.decode()
    assert Rule.objects.levels()["quote-source"] == "block"
    assert Rule.objects.levels(city)["quote-source"] == "off"
    assert Rule.objects.count() == 2
    assert "City: Off" in client.get(RULES).content.decode()


def test_what_is_as_it_would_be_anyway_leaves_no_rule(client, editor):
    rules(client, **levels("off"))
    rules(client, **levels("warn"))

    assert not Rule.objects.exists()


def test_what_no_desk_can_turn_down_is_listed_without_a_choice(client, editor):
    page = client.get(RULES).content.decode()

    assert page.count("Blocks, everywhere") == 8
    assert 'name="unknown"' not in page
    rules(client, unknown="off")
    assert not Rule.objects.exists()


def test_a_chief_of_one_desk_sets_its_rules_and_no_others(client):
    mine, other = make.desk(), make.desk()
    client.force_login(make.person("chief", mine))

    assert rules(client, mine, **levels("off")).status_code == 200
    assert Rule.objects.get().desk == mine
    assert rules(client, other, **levels("off")).status_code == 403
    assert rules(client, **levels("off")).status_code == 403


def test_others_may_look_at_the_rules(client):
    client.force_login(make.person("contributor", make.desk()))

    assert "A chief of the desk sets these." in client.get(RULES).content.decode()
    assert client.post(RULES, levels("off")).status_code == 403


@pytest.mark.once(False)
@pytest.mark.parametrize("query", ["?desk=nowhere", "?desk=%00x"])
def test_a_desk_that_is_not_there_has_no_rules(client, editor, query):
    assert client.get(RULES + query).status_code == 404


def test_a_level_that_is_none_is_refused(client, editor):
    page = rules(client, **levels("loud"))

    assert "Select a valid choice" in page.content.decode()
    assert not Rule.objects.exists()
