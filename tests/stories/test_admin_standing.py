"""Standing data at the desk: addresses that stay, pictures that are looked at."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow
from taggit.models import Tag

from entities.models import Entity
from stories import pictures
from stories.models import Desk, Image, Outlet, Source
from tests import make
from tests.stories import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def editor(client):
    made = make.editor()
    client.force_login(made)
    return made


def drawn(kind="PNG", size=(6, 4), colour="navy"):
    """The bytes of a picture."""
    out = io.BytesIO()
    Pillow.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def upload(client, content, **words):
    sent = SimpleUploadedFile("photo.bin", content)
    return client.post(reverse("admin:stories_image_add"), {"file": sent, **words})


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp"), ("AVIF", ".avif")],
)
def test_a_picture_is_kept_under_the_hash_of_its_bytes(client, kind, suffix):
    content = drawn(kind)

    upload(client, content, alt="A blue square.")

    image = Image.objects.get()
    assert image.name == image.file.name == Image.name_of(content, suffix)
    assert (image.width, image.height) == (6, 4)
    with image.file.open() as kept:
        assert kept.read() == content


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"plain words", "JPEG, PNG, WebP or AVIF"),
        (drawn("GIF"), "JPEG, PNG, WebP or AVIF"),
        (drawn("JPEG", size=(400, 400))[:-900], "damaged"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG, PNG, WebP or AVIF"),
    ],
    ids=["words", "another format", "cut short", "drawing with scripts"],
)
def test_what_is_no_picture_is_refused(client, content, message):
    page = upload(client, content)

    assert message in page.content.decode()
    assert not Image.objects.exists()


def test_too_large_a_file_is_refused(client, monkeypatch):
    monkeypatch.setattr("stories.admin.images.MOST_BYTES", 10)

    page = upload(client, drawn())

    assert "larger than 20 MB" in page.content.decode()


def test_too_many_pixels_are_refused(client, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 10)

    page = upload(client, drawn())

    assert "more than 50 million pixels" in page.content.decode()


def test_the_same_picture_is_not_taken_twice(client):
    upload(client, drawn(), alt="A blue square.")

    page = upload(client, drawn())

    assert "This picture is here already: A blue square." in page.content.decode()


def test_the_words_of_a_picture_change_but_never_its_file(client):
    upload(client, drawn(), alt="A square.")
    image = Image.objects.get()
    address = reverse("admin:stories_image_change", args=[image.pk])

    other = SimpleUploadedFile("other.png", drawn(colour="red"))
    sent = desk.fields(client.get(address), "image_form")
    client.post(address, sent | {"alt": "A navy square.", "file": other})

    after = Image.objects.get()
    assert (after.alt, after.name, after.file.name) == (
        "A navy square.",
        image.name,
        image.name,
    )


def test_the_desk_sees_a_picture_that_readers_do_not(client):
    upload(client, drawn())
    image = Image.objects.get()

    shown = client.get(reverse("admin:stories_image_file", args=[image.pk]))
    public = client.get(image.get_absolute_url())

    assert b"".join(shown.streaming_content) == drawn()
    assert public.status_code == 404


@pytest.mark.parametrize("model", [Desk, Outlet, Tag])
def test_an_address_is_given_once_and_stays(client, model):
    row = model.objects.create(name="World", slug="world")
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    address = reverse(f"{name}_change", args=[row.pk])
    form = f"{model._meta.model_name}_form"

    before = desk.fields(client.get(address), form)
    client.post(address, before | {"name": "Planet", "slug": "planet"})

    row.refresh_from_db()
    assert (row.name, row.slug) == ("Planet", "world")
    assert 'name="slug"' in client.get(reverse(f"{name}_add")).content.decode()


def test_one_address_is_one_source(client):
    Source.objects.create(
        url="https://wire.example/a", normalised_url="https://wire.example/a", title="A"
    )
    sent = desk.fields(client.get(reverse("admin:stories_source_add")), "source_form")

    sent |= {"url": "https://WIRE.example/a/?utm_source=x", "title": "The same"}
    page = client.post(reverse("admin:stories_source_add"), sent)

    assert "This address is a source already: A." in page.content.decode()
    assert Source.objects.count() == 1


def test_a_source_is_offered_by_its_title_or_outlet(client):
    outlet = Outlet.objects.create(name="The Wire", slug="the-wire")
    Source.objects.create(title="A report", outlet=outlet)
    asked = {
        "app_label": "stories",
        "model_name": "storysource",
        "field_name": "source",
    }

    found = client.get(reverse("admin:autocomplete"), asked | {"term": "wire"})

    assert [row["text"] for row in found.json()["results"]] == ["A report"]


def change(row):
    return reverse(
        f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]
    )


@pytest.mark.parametrize("model", [Entity, Outlet, Source, Desk])
def test_of_two_tabs_the_second_is_told_and_asked_again(client, editor, model):
    text = "title" if model is Source else "name"
    row = model.objects.create(**{text: "Before"})
    form = f"{model._meta.model_name}_form"
    tabs = [desk.fields(client.get(change(row)), form) for _ in range(2)]
    client.post(change(row), tabs[0] | {text: "Theirs"})

    page = client.post(change(row), tabs[1] | {text: "Mine"})
    row.refresh_from_db()
    between = getattr(row, text)
    client.post(change(row), desk.fields(page, form))

    told = page.content.decode()
    assert 'value="Mine"' in told
    assert "Saved meanwhile: Theirs" in told
    assert f"{str(editor).capitalize()} saved this while you" in told
    row.refresh_from_db()
    assert (between, getattr(row, text)) == ("Theirs", "Mine")


def named_by_a_past_edition():
    """Standing data that only a past edition names."""
    page = f"images/{'a' * 64}.png"
    rows = {
        "desk": make.desk(slug="world", name="World"),
        "tag": Tag.objects.create(name="Budget", slug="budget"),
        "outlet": Outlet.objects.create(name="The Wire", slug="the-wire"),
        "image": Image.objects.create(file=page, name=page, width=4, height=3),
    }
    story = make.story(
        {
            "image": [{"image": rows["image"], "alt": "A bridge."}],
            "sources": [{"key": "wire", "outlet": "The Wire", "title": "A report"}],
        },
        headline="Rates rise",
        desk=rows["desk"],
        summary="They rose.[^wire]",
    )
    story.tags.add(rows["tag"])
    make.edition(story)
    story.heroimage_set.all().delete()
    story.storysource_set.all().delete()
    story.tags.clear()
    story.desk, story.summary = None, "They rose."
    story.save()
    make.edition(story)
    return rows


@pytest.mark.parametrize("kind", ["desk", "tag", "outlet", "image"])
def test_what_an_edition_names_is_never_deleted(client, kind):
    row = named_by_a_past_edition()[kind]
    address = change(row).replace("change", "delete")

    page = client.post(address, {"post": "yes"})

    assert "Edition 1 of “Rates rise”, which names it" in page.content.decode()
    assert type(row).objects.filter(pk=row.pk).exists()


def test_what_no_edition_names_may_go(client):
    row = make.desk()

    client.post(change(row).replace("change", "delete"), {"post": "yes"})

    assert not Desk.objects.exists()


def test_a_question_that_a_story_leads_to_is_not_deleted(client):
    question = make.question()
    make.story({"questions": [{"question": question}]}, headline="Rates rise")

    page = client.post(desk.address("delete", question), {"post": "yes"})

    assert "Question: Rates rise" in page.content.decode()
    assert type(question).objects.exists()
