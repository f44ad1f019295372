"""What pages of the desk answer: in plain words, with all there is and nothing else."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from desk import inbox
from desk.form import deletion
from desk.images import upload_pages
from images.models import Image
from people.models import AuditEvent
from stories.models import Question, Story, Waiver
from tests import make
from tests.support import desk
from tests.support.reader import picture

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]

PLAIN = {"Accept": "text/plain"}
CODE = "quote-source"


def page_of(model):
    return admin.site._registry[model]


def silence(client, story, headers=None, **sent):
    sent = {"code": CODE, "digest": "0" * 64, "place": "summary"} | sent
    return client.post(desk.address("never", story), sent, headers=headers)


def test_a_script_is_told_in_plain_words_what_became_of_a_warning(client, ana):
    story, other = make.story(), make.story()
    silence(client, other, reason="Theirs.")

    refused = silence(client, story, PLAIN)
    done = silence(client, story, PLAIN, reason="It is so.")
    again = silence(client, story, PLAIN, reason="It is still so.")
    heard = silence(client, story, PLAIN, _again="1")

    assert [
        (each.status_code, each["Content-Type"], each.content.decode())
        for each in (refused, done, again, heard)
    ] == [
        (400, "text/plain", "Say why: the next editor will ask."),
        *[
            (
                200,
                "text/plain",
                "Not shown again in this story, until the text there changes.",
            )
        ]
        * 2,
        (200, "text/plain", "This is shown again."),
    ]
    (left,) = Waiver.objects.all()
    assert (left.story, left.by, left.reason) == (other, ana, "Theirs.")
    notes = AuditEvent.objects.filter(verb="never").order_by("pk")
    assert [event.note for event in notes] == [
        f"{CODE}: {reason}" for reason in ("Theirs.", "It is so.", "It is still so.")
    ]


def test_a_browser_is_led_back_to_the_checks(client):
    story = make.story()

    refused = silence(client, story)
    done = silence(client, story, reason="It is so.")

    assert [each.url for each in (refused, done)] == [desk.address("checks", story)] * 2
    page = client.get(desk.address("checks", story))
    levels = [each.level_tag for each in page.context["messages"]]
    assert levels == ["error", "success"]


def about(message, may_correct=True):
    message.may_correct = may_correct
    return inbox.about(message)


def test_a_message_is_about_a_story_a_question_or_a_page():
    story, question = make.story(headline="A & B"), make.question(title="Why?")

    change = desk.address("change", story)
    link = f'<a href="{change}">A &amp; B</a>'
    correct = f'<a href="{desk.address("correct", story)}">Correct what is live</a>'
    assert about(make.message(story=story)) == f"{link} · {correct}"
    assert about(make.message(story=story), may_correct=False) == link
    change = desk.address("change", question)
    assert about(make.message(question=question)) == f'<a href="{change}">Why?</a>'
    assert about(make.message(page="/x/")) == "/x/"
    assert about(make.message()) == "–"


def test_a_row_begins_with_the_messages_words_and_says_how_to_answer():
    long = make.message(text=f"Dear\n  all, {'x' * 90}", email="a@b.example")

    assert inbox.message_start(long) == f"Dear all, {'x' * 69}…"
    assert inbox.write_back(long) == '<a href="mailto:a@b.example">a@b.example</a>'
    assert inbox.write_back(make.message()) == "none given"


def test_the_inbox_says_which_state_is_shown(client):
    address = reverse("admin:pages_readermessage_changelist")

    def choices(**asked):
        page = client.get(address, asked).context["cl"]
        (state, _kind) = page.filter_specs
        return [
            (str(each["display"]), each["query_string"], each["selected"])
            for each in state.choices(page)
        ]

    new, answered, *_others, every = choices()
    assert (new, answered) == (
        ("New", "?", True),
        ("Answered", "?state=answered", False),
    )
    assert every == ("All", "?state=all", False)
    chosen = choices(state="answered", kind="tip")
    assert chosen[:2] == [
        ("New", "?kind=tip", False),
        ("Answered", "?kind=tip&state=answered", True),
    ]


def asked(ana):
    request = RequestFactory().get("/")
    request.user = ana
    return request


def test_a_draft_is_not_deleted_while_others_lead_to_it(ana, monkeypatch):
    question, other = make.question(title="Why?"), make.question()
    for headline in ("A", "B"):
        make.story({"questions": [{"question": question}]}, headline=headline)
    make.story({"questions": [{"question": other}]}, headline="C")

    def told(*owners):
        found = page_of(Question).get_deleted_objects(owners, asked(ana))
        *rest, protected = found
        return rest, sorted(protected)

    name = "Question of the story"
    rest, protected = told(question)
    assert rest == [["Why?"], {}, set()]
    assert [each.partition(": ")[2] for each in protected] == ["A", "B"], name
    assert len(told(question, other)[1]) == 3
    monkeypatch.setattr(deletion, "SHOWN", 1)
    assert len(told(question)[1]) == 1


def test_a_draft_is_deleted_with_its_saves_if_it_never_went_out(client, ana):
    draft, live = make.story(), make.published_story()
    draft.save_revision()
    page = page_of(Story)

    may = [page.has_delete_permission(asked(ana), each) for each in (draft, live, None)]
    page.delete_model(asked(ana), draft)

    assert may == [True, False, False]
    assert [*Story.objects.all()] == [live]


def test_what_an_edition_names_is_kept_and_its_newest_edition_said_first(
    ana, monkeypatch
):
    image = picture(first := make.story(headline="First"))
    make.edition(make.story({"image": [{"image": image}]}, headline="Last"))
    first.headline = "Again"
    first.save()
    make.edition(first)
    other = picture(make.story(headline="Of another picture"), (3, 1))
    page = page_of(Image)

    def protected(*images):
        return page.get_deleted_objects([*images], asked(ana))[3]

    drafts, said = (
        ["Picture: A port.", "Picture: "],
        "Edition {} of “{}”, which names it",
    )
    editions = [(2, "Again"), (1, "Last"), (1, "First")]
    assert protected(image) == drafts + [said.format(*each) for each in editions]
    assert protected(make.image()) == []
    assert len(protected(image, other)) == 5 + 2
    monkeypatch.setattr(deletion, "SHOWN", 1)
    assert protected(image)[2:] == [said.format(2, "Again")]


def test_each_text_that_a_page_had_is_there_to_copy(client, ana, monkeypatch):
    page = make.page(body="One.", title="Ethics")
    change = reverse("admin:pages_flatpage_change", args=[page.pk])
    for body, title in (("Two.", "Ethics"), ("Two.", "Codex"), ("Three.", "Codex")):
        sent = desk.fields(client.get(change), "flatpage_form")
        client.post(change, sent | {"body": body, "title": title})
    earlier = reverse("admin:pages_flatpage_earlier", args=[page.pk])

    def texts():
        found = client.get(earlier).context["texts"]
        return [(event.by, text) for event, text in found]

    assert texts() == [(ana, "Two."), (ana, "One.")]
    monkeypatch.setattr("desk.flat_pages.EARLIER", 1)
    assert texts() == [(ana, "Two.")]


def described(client, *images):
    """The keys of the pictures that the page for words has rows for."""
    query = "&".join(f"image={getattr(image, 'pk', image)}" for image in images)
    page = client.get(f"{reverse('admin:images_image_describe')}?{query}")
    return [form.instance.pk for form in page.context["forms"]]


def test_pictures_are_described_in_the_order_in_which_they_came(client, monkeypatch):
    one, two, three = (make.image() for _ in range(3))

    assert described(client, three, one, one, "x", 9**30) == [one.pk, three.pk]
    monkeypatch.setattr(upload_pages, "AT_ONCE", 2)
    assert len(described(client, three, two, one)) == 2


def test_only_a_picture_whose_words_change_is_saved_and_logged(client, ana):
    one, two = make.image(), make.image()
    address = f"{reverse('admin:images_image_describe')}?image={one.pk}&image={two.pk}"
    page = client.get(address)
    sent = {
        f"image-{form.instance.pk}-loaded": form["loaded"].value()
        for form in page.context["forms"]
    }
    sent[f"image-{two.pk}-alt"] = "A port."

    done = client.post(address, sent)

    assert done.url == reverse("admin:images_image_changelist")
    assert [*Image.objects.order_by("pk").values_list("alt", flat=True)] == [
        "",
        "A port.",
    ]
    events = AuditEvent.objects.filter(kind="images.image")
    assert [(event.by, event.key) for event in events] == [(ana, str(two.pk))]


def test_each_warning_is_silenced_and_heard_by_itself(client):
    story = make.story()
    for digit in "012":
        silence(client, story, digest=digit * 64, reason=digit)
    silence(client, story, digest="1" * 64, _again="1")

    left = Waiver.objects.of(story).order_by("reason")
    assert [waiver.digest[0] for waiver in left] == ["0", "2"]


def test_who_may_only_look_is_offered_no_silence(client):
    story, pages = make.story(), []
    for reader in (make.editor(), make.viewer()):
        client.force_login(reader)
        pages.append(client.get(desk.address("checks", story)).context)

    assert [page["may_waive"] for page in pages] == [True, False]
    assert [page["title"] for page in pages] == ["Checks"] * 2
