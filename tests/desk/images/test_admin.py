"""Pictures at the desk: brought, described, shown, given up and brought back."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from explainer.erasure import Sentence
from images.image_store import take_in
from images.models import Image
from images.sanitizer import clean, name_of
from operations.redaction import execution
from people.models import AuditEvent
from stories.models import HeroImage
from tests import make
from tests.support import desk, photos
from tests.support.reader import picture

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]

LIST = "admin:images_image_changelist"


def at(page, *args):
    args = [getattr(item, "pk", item) for item in args]
    return reverse(f"admin:images_image_{page}", args=args)


def file(content, name="photo.png"):
    return SimpleUploadedFile(name, content)


def upload(client, content, name="photo.png", **words):
    return client.post(at("add"), {"file": file(content, name)} | words)


def text(response):
    return response.content.decode()


def shot(colour="navy", **words):
    return take_in(photos.drawn(colour=colour), **words)


@pytest.mark.parametrize(
    ("kind", "suffix"),
    [
        *(("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp"), ("AVIF", ".avif")),
        ("GIF", ".png"),
    ],
)
def test_a_picture_is_kept_under_the_hash_of_its_bytes(client, editor, kind, suffix):
    content = photos.drawn(kind)

    upload(client, content, alt="A blue square.")

    image, stored = Image.objects.get(), clean(content)
    assert image.name == image.file.name == stored.name
    assert image.name.endswith(suffix)
    assert (image.width, image.height, image.added_by) == (6, 4, editor)
    with image.file.open() as kept:
        assert kept.read() == stored.content


def test_what_a_file_says_fills_what_was_left_empty(client):
    sent = {"file": file(photos.talkative(), "a.jpg"), "credit": "B. Li"}

    page = client.post(at("add"), sent, follow=True)

    image = Image.objects.get()
    assert (image.caption, image.credit) == ("A port.", "B. Li")
    assert "Taken from the file, please check: caption, licence." in text(page)


def test_a_new_picture_leads_to_its_page_where_the_focal_point_is_set(client):
    response = upload(client, photos.drawn())

    image = Image.objects.get()
    assert response.url == at("change", image)
    assert 'data-x="id_focal_x"' in text(client.get(response.url))


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"plain words", "a.png", "This isn&#x27;t a JPEG, PNG, WebP, AVIF or GIF"),
        (b"", "a.png", "empty"),
        (photos.drawn("TIFF"), "a.tif", "This is a TIFF file"),
        (photos.moving("GIF"), "a.gif", "This picture moves."),
        (b"<svg xmlns='x'/>", "a.svg", "SVG drawings can carry scripts."),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a.heic", "This is a HEIC file"),
        (photos.drawn("BMP"), "a.png", "This is a BMP file"),
        (photos.drawn(), "a.php", "ends in .php, which is no picture"),
        (photos.drawn(), "../../evil.html", "ends in .html, which is no picture"),
        (photos.drawn("JPEG", size=(400, 400))[:-900], "a.jpg", "damaged or cut"),
    ],
)
def test_what_is_no_picture_is_refused_and_changes_nothing(
    client, content, name, message
):
    page = upload(client, content, name)

    assert message in text(page)
    assert not Image.objects.exists()


@pytest.mark.once(False)
def test_a_name_with_tricks_names_nothing(client):
    upload(client, photos.drawn(), "../../../etc/passwd\x00.png")

    assert Image.objects.get().file.name == name_of(photos.drawn(), "PNG")


def test_too_large_a_file_is_refused(client, monkeypatch):
    monkeypatch.setattr("desk.images.forms.MOST_BYTES", 10)

    assert "larger than 20 MB" in text(upload(client, photos.drawn()))


@pytest.mark.once(False)
def test_the_same_picture_is_not_taken_twice(client):
    upload(client, photos.drawn(), alt="A blue square.")

    page = upload(client, photos.drawn())

    assert "This picture is here already: A blue square." in text(page)


def test_a_picture_that_was_downloaded_here_is_known_again(client):
    image = take_in(photos.drawn("JPEG", size=(400, 300)), alt="A blue square.")
    stored = b"".join(client.get(at("file", image)).streaming_content)

    page = upload(client, stored, "mine.jpg")

    assert "This picture is here already: A blue square." in text(page)


REMOVED = (
    "Removed from the file: camera, where it was taken, author and copyright, comments."
)


@pytest.mark.parametrize("more", [{}, {"_popup": "1", "_to_field": "id"}])
def test_who_uploads_a_picture_is_told_what_was_removed_from_it(client, more):
    upload(client, photos.talkative(), "a.jpg", **more)

    assert REMOVED in text(client.get(reverse(LIST)))


def test_who_uploads_many_is_told_of_each_what_was_removed_from_it(client):
    sent = [file(photos.talkative(), "a.jpg"), file(photos.drawn(), "b.png")]

    page = text(client.post(at("upload"), {"files": sent}, follow=True))

    assert f"“a.jpg”: {REMOVED}" in page
    assert "“b.png”" not in page


def test_the_desk_alone_can_download_content_credentials(client):
    manifest = photos.credentials()
    upload(client, photos.credentialed("JPEG", manifest), "a.jpg")
    signed, other = Image.objects.get(), shot()

    page, plain = (text(client.get(at("change", image))) for image in (signed, other))
    found = client.get(at("credentials", signed))

    assert (at("credentials", signed) in page, "credentials" in plain) == (True, False)
    assert b"".join(found.streaming_content) == manifest
    assert found["Content-Disposition"].startswith("attachment;")
    assert client.get(at("credentials", other)).status_code == 404
    client.logout()
    assert client.get(at("credentials", signed)).status_code == 302


def test_a_picture_is_described_or_decorative_but_not_both(client):
    page = upload(client, photos.drawn(), alt="A square.", decorative="on")

    assert "A decorative picture has no alternative text" in text(page)
    assert not Image.objects.exists()


def change(client, image, **fields):
    sent = desk.fields(client.get(at("change", image)), "image_form")
    return client.post(at("change", image), sent | fields)


@pytest.mark.parametrize("point", ["101", "-1", "x", ""])
def test_a_focal_point_lies_in_the_picture(client, point):
    change(client, shot(), focal_x=point, alt="A square.")

    assert not Image.objects.exclude(alt="").exists()


def test_the_words_of_a_picture_change_but_never_its_file(client):
    image = shot(alt="A square.")
    other = file(photos.drawn(colour="red"))

    change(client, image, alt="A navy square.", file=other, focal_x="20")

    after = Image.objects.get()
    assert (after.alt, after.focal) == ("A navy square.", (20, 50))
    assert (after.name, after.file.name) == (image.name, image.name)


def test_the_desk_sees_a_picture_that_readers_do_not(client):
    image = shot()

    shown = client.get(at("file", image))
    public = client.get(image.get_absolute_url())

    assert b"".join(shown.streaming_content) == photos.drawn()
    assert "private" in shown["Cache-Control"]
    assert public.status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("6.avif", 200),
        ("10-20-6.jpg", 200),
        ("7.avif", 404),
        ("x", 404),
        ("5.php", 404),
    ],
)
def test_the_desk_gets_the_sizes_that_readers_would(client, name, status):
    assert client.get(at("size", shot(), name)).status_code == status


def test_a_thumbnail_is_a_small_picture(client):
    image = take_in(photos.drawn(size=(900, 600)))

    assert photos.opened(client.get(at("thumb", image)).content).size == (320, 213)


@pytest.mark.parametrize(("page", "more"), [("file", ()), ("size", ("6.avif",))])
def test_a_picture_whose_file_is_gone_is_not_found(client, page, more):
    image, other = (take_in(photos.drawn(colour=c)) for c in ("#12ab34", "#12ab35"))
    image.file.storage.delete(image.file.name)

    gone, there = (client.get(at(page, each, *more)) for each in (image, other))
    there.close()

    assert (gone.status_code, there.status_code) == (404, 200)


@pytest.mark.once(False)
@pytest.mark.parametrize("page", ["file", "thumb", "about", "kill", "revive"])
@pytest.mark.parametrize("key", ["0", "99999999999999999999", "x", "_00"])
def test_there_is_no_page_of_no_picture(client, page, key):
    assert client.get(at(page, key)).status_code == 404


def test_several_pictures_come_at_once_and_each_is_judged_by_itself(client):
    sent = [
        file(photos.talkative(), "port.jpg"),
        file(b"words", "notes.png"),
        file(photos.drawn(), "square.png"),
        file(photos.drawn(), "again.png"),
    ]

    page = client.post(at("upload"), {"files": sent}, follow=True)

    images = Image.objects.order_by("pk")
    assert [image.caption for image in images] == ["A port.", ""]
    assert "“notes.png”: This isn&#x27;t a JPEG" in text(page)
    assert "“again.png”: This picture is here already" in text(page)
    assert text(page).count('class="described"') == 2
    assert AuditEvent.objects.filter(verb="add").count() == 2


def test_a_file_that_says_what_was_removed_by_order_is_refused_and_others_come(client):
    removed = "Ann Moravec took the money of the harbour."
    order = {"order": "Court, 4 O 17/26", "reason": "Private."}
    execution.carry_out(Sentence(removed), **order)
    sent = [
        file(photos.drawn(colour="#010203"), "first.png"),
        file(photos.with_iptc((2, 120, removed.encode())), "b.jpg"),
        file(photos.drawn(), "last.png"),
    ]

    page = client.post(at("upload"), {"files": sent}, follow=True)

    assert "“b.jpg”: This text says what was removed by order (Court" in text(page)
    assert text(page).count('class="described"') == 2
    assert Image.objects.count() == 2


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "Choose at least one picture."), (31, "Choose 30 pictures at most.")],
)
def test_none_and_too_many_are_refused_together(client, count, said):
    sent = [file(photos.drawn(), f"{n}.png") for n in range(count)]

    page = client.post(at("upload"), {"files": sent})

    assert said in text(page)
    assert not Image.objects.exists()


def described(client, *images):
    address = at("describe") + "?" + "&".join(f"image={i.pk}" for i in images)
    page = client.get(address)
    hidden = {
        f"image-{i.pk}-loaded": form["loaded"].value()
        for i, form in zip(images, page.context["forms"], strict=True)
    }
    return address, hidden


def test_new_pictures_get_their_words_together(client):
    images = [shot(), shot("red")]
    address, sent = described(client, *images)
    sent |= {f"image-{image.pk}-alt": f"Square {image.pk}" for image in images}

    client.post(address, sent)

    assert {i.alt for i in Image.objects.all()} == {f"Square {i.pk}" for i in images}


def test_one_wrong_row_keeps_all_rows_from_being_saved(client):
    images = [shot(), shot("red")]
    address, sent = described(client, *images)
    sent |= {f"image-{images[0].pk}-alt": "A square."}
    sent |= {f"image-{images[1].pk}-rights_until": "never"}

    page = client.post(address, sent)

    assert not Image.objects.exclude(alt="").exists()
    assert "A square." in text(page)


@pytest.mark.once(False)
@pytest.mark.parametrize("query", ["", "?image=x", f"?image={'9' * 40}", "?image=²"])
def test_describing_nothing_is_no_error(client, query):
    assert "There is none here" in text(client.get(at("describe") + query))


def test_who_brought_a_picture_may_describe_it_until_an_edition_has_it(client):
    ben = make.person("contributor")
    client.force_login(ben)
    client.post(at("upload"), {"files": [file(photos.drawn())]})
    image = Image.objects.get()

    change(client, image, alt="A square.")
    assert Image.objects.get().alt == "A square."

    make.edition(make.story({"image": [{"image": image, "alt": "A"}]}))
    assert client.post(at("change", image), {"alt": "No."}).status_code == 403
    assert client.post(at("kill", image), {"notice": "No."}).status_code == 403


def test_others_pictures_are_looked_at_only(client):
    image = shot()
    client.force_login(make.person("contributor"))

    assert client.get(at("thumb", image)).status_code == 200
    assert client.get(at("kill", image)).status_code == 403
    assert not client.get(f"{at('describe')}?image={image.pk}").context["forms"]


@pytest.mark.parametrize("page", ["upload", "describe", "changelist", "add"])
def test_strangers_are_asked_to_sign_in(client, page):
    client.logout()

    assert client.get(at(page)).status_code == 302


def test_an_agencys_kill_is_one_click(client, editor):
    held = picture(make.story(slug="ports"))
    page = text(client.get(at("change", held)))
    assert f'action="{at("kill", held)}"' in page

    after = client.post(at("kill", held), {"notice": "KILL: wrong man."}, follow=True)

    assert client.get(held.get_absolute_url()).status_code == 410
    assert "KILL: wrong man." in text(after)
    entry = AuditEvent.objects.get(verb="kill")
    assert (entry.by, entry.note) == (editor, "KILL: wrong man.")


@pytest.mark.once(False)
@pytest.mark.parametrize("notice", ["", "  ", "x" * 10_001, "\0"])
def test_a_kill_needs_its_notice(client, notice):
    image = shot()

    page = client.post(at("kill", image), {"notice": notice})

    assert page.status_code == 200
    assert Image.objects.get().killed_at is None


def test_asking_about_a_kill_does_nothing(client):
    image = shot()

    client.get(at("kill", image), {"notice": "x"})

    assert Image.objects.get().killed_at is None


def test_a_second_kill_is_told_of_the_first(client):
    image = shot()
    image.kill("One.")

    page = client.post(at("kill", image), {"notice": "Two."})

    assert "has been killed already" in text(page)
    assert Image.objects.get().kill_notice == "One."


@pytest.mark.parametrize(("role", "status"), [("editor", 403), ("chief", 302)])
def test_only_a_chief_brings_a_killed_picture_back(client, role, status):
    image = shot()
    image.kill("KILL.")
    client.force_login(make.person(role))

    response = client.post(at("revive", image), {"reason": "The agency's error."})

    assert response.status_code == status
    assert (Image.objects.get().killed_at is None) == (status == 302)


def test_why_a_picture_came_back_is_kept_with_why_it_went(client):
    image = shot()
    image.kill("KILL.")

    client.post(at("revive", image), {"reason": "Lifted."})

    assert AuditEvent.objects.get(verb="revive").note == "Lifted.\n\nKILL."


def listed(client, **query):
    page = client.get(reverse(LIST), query)
    return [*page.context["cl"].result_list]


@pytest.fixture
def library():
    """One picture of each kind that needs a look, and one that doesn't."""
    today = timezone.localdate()
    full = {"alt": "A", "credit": "B"}
    made = {"used": picture(make.story(), **full)}
    for number, (name, fields) in enumerate(
        {
            "no-alt": {"credit": "B"},
            "no-credit": {"alt": "A"},
            "ending": full | {"rights_until": today + dt.timedelta(days=14)},
            "ended": full | {"rights_until": today - dt.timedelta(days=1)},
            "killed": full | {"killed_at": timezone.now()},
            "decorative": {"decorative": True, "credit": "B"},
        }.items()
    ):
        made[name] = shot(colour=(number, 0, 0))
        Image.objects.filter(pk=made[name].pk).update(**fields)
    Image.objects.filter(pk=made["used"].pk).update(**full)
    parts = {"figures": [{"image": made["no-credit"], "key": "a"}]}
    make.story(parts, headline="Draft")
    return made


@pytest.mark.once(False)
@pytest.mark.parametrize("kind", ["no-alt", "no-credit", "ending", "ended", "killed"])
def test_the_list_is_narrowed_to_what_needs_a_look(client, library, kind):
    assert listed(client, kind=kind) == [library[kind]]


@pytest.mark.once(False)
def test_unused_is_what_no_draft_has_and_no_edition_ever_had(client, library):
    used = {library["used"], library["no-credit"]}

    assert {*listed(client, kind="unused")} == {*library.values()} - used


@pytest.mark.once(False)
def test_a_wrong_filter_narrows_nothing(client, library):
    assert len(listed(client, kind="\0")) == len(library)


def test_who_picks_a_picture_is_offered_what_may_be_shown(client, library):
    gone = {library["ended"], library["killed"]}
    asked = {"app_label": "stories", "model_name": "figure", "field_name": "image"}

    popup = listed(client, _popup="1")
    offered = client.get(reverse("admin:autocomplete"), asked | {"term": ""}).json()

    assert {*popup} == {*library.values()} - gone
    keys = {int(row["id"]) for row in offered["results"]}
    assert keys == {image.pk for image in popup}


def test_a_picture_is_offered_with_its_credit_and_restrictions():
    image = Image(alt="A port", credit="A. Ruiz", restrictions="This story only")

    assert str(image) == "A port · A. Ruiz · This story only"


@pytest.mark.once(False)
def test_the_list_costs_the_same_however_long_it_is(
    client, library, django_assert_num_queries
):
    listed(client)
    with django_assert_num_queries(COST):
        listed(client)
    Image.objects.exclude(pk=library["used"].pk).filter(figure=None).delete()
    with django_assert_num_queries(COST):
        listed(client)


COST = 4


def test_the_list_says_what_is_wrong_with_a_picture(client, library):
    page = text(client.get(reverse(LIST)))

    assert "Expires in 14 days" in page
    assert "used in 1 story" in page
    assert page.count("No alternative text") == 1
    assert page.count("Our rights have ended") == 1


def test_a_picture_says_where_it_is_used(client):
    story = make.story(slug="ports", headline="Ports close")
    held = picture(story)
    make.edition(
        make.story({"image": [{"image": held}]}, headline="Tomorrow"), at=make.soon()
    )
    story.heroimage_set.all().delete()
    make.edition(story)
    make.story({"figures": [{"image": held, "key": "a"}]}, headline="A draft")

    page = text(client.get(at("change", held)))

    assert "A draft" in page
    assert "Tomorrow" in page
    assert reverse("story_edition", args=["ports", 1]) in page
    assert "In no live story" in page


def test_the_page_of_a_picture_says_how_long_it_lasts(client):
    held = picture(make.story())
    Image.objects.update(rights_until=timezone.localdate() + dt.timedelta(days=14))

    assert "Expires in 14 days, used in 1 story" in text(client.get(at("change", held)))


def test_deleting_an_unused_picture_deletes_its_file(
    client, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    image = shot()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("delete", image), {"post": "yes"})

    assert not Image.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_an_upload_makes_the_sizes_that_readers_will_ask_for(
    client, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path

    with django_capture_on_commit_callbacks(execute=True):
        upload(client, photos.drawn(size=(700, 400)))

    assert len([*tmp_path.glob("renditions/*/*")]) == 9


def row(client, story, image, **fields):
    """Choose a picture for the top of a story, and save."""
    sent = desk.open_form(client, story)
    if "heroimage_set-0-image" in sent:
        sent |= {f"heroimage_set-0-{k}": v for k, v in fields.items()}
        sent["heroimage_set-0-image"] = str(image.pk)
    else:
        desk.add_part(sent, "heroimage_set", image=str(image.pk), **fields)
    client.post(desk.address("change", story), sent)
    return story.heroimage_set.get()


def described_shot(colour="navy", **more):
    words = {"alt": "A", "caption": "B", "credit": "C", "licence": "D"}
    image = shot(colour, **words | more)
    Image.objects.filter(pk=image.pk).update(focal_x=20, focal_y=30)
    return image


def test_a_chosen_picture_brings_its_words_and_focal_point(client):
    part = row(client, make.story(), described_shot())

    assert (part.alt, part.caption, part.credit, part.licence) == ("A", "B", "C", "D")
    assert part.focal == [20, 30]


def test_another_picture_brings_its_own_words_in_place_of_the_first(client):
    story = make.story()
    row(client, story, described_shot(), caption="Mine")
    other = shot("red", alt="E", caption="F", credit="G")

    part = row(client, story, other)

    assert (part.alt, part.caption, part.credit) == ("E", "Mine", "G")
    assert part.focal == [50, 50]


def test_words_are_brought_once_and_may_be_taken_out_again(client):
    story, image = make.story(), described_shot()
    row(client, story, image)

    part = row(client, story, image, caption="")

    assert part.caption == ""


def top(image, **fields):
    part = HeroImage(image=image, **fields)
    part.take_words()
    return part


def test_what_was_written_in_the_story_stays():
    image = Image(alt="A", credit="C", focal_x=20, focal_y=30)

    part = top(image, alt="Mine", focal_x=70)

    assert (part.alt, part.credit, part.focal) == ("Mine", "C", [70, 50])


def test_a_decorative_picture_brings_no_words_but_that():
    assert top(Image(decorative=True)).decorative
    assert not top(Image(decorative=True), alt="Mine").decorative


def test_a_picture_can_decorate_one_story_and_say_something_elsewhere():
    part = top(Image(alt="A"), decorative=True)

    assert (part.decorative, part.alt) == (True, "")


def test_a_row_shows_the_picture_that_it_has(client):
    held = picture(make.story(slug="ports"))
    Image.objects.update(restrictions="No crops")
    story = make.models.Story.objects.get()

    page = text(client.get(desk.address("change", story)))

    assert at("thumb", held) in page
    assert "No crops" in page
    assert "Upload a picture" in page


def test_a_picture_uploaded_from_a_row_is_handed_back_to_it(client):
    page = upload(client, photos.drawn(), alt="A square.", _popup="1", _to_field="id")

    assert "data-popup-response" in text(page)
    assert "A square." in text(page)


def test_a_preview_shows_a_picture_that_readers_have_not_met(client):
    image = shot()
    story = make.story({"image": [{"image": image, "alt": "A"}]})

    page = text(client.get(desk.address("preview", story)))

    assert f"{at('file', image)}/6.avif 6w" in page
    assert client.get(f"{at('file', image)}/6.avif").status_code == 200
