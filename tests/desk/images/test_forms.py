"""Forms and rows of pictures at the desk: their fields, and what they say."""

import datetime as dt

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from desk.images import admin as images_admin
from desk.images import upload_pages
from desk.images.forms import ACCEPTED
from desk.images.views import Kill, Revive
from images.file_types import RefusedPictureError
from images.models import Image
from tests import make
from tests.support import photos
from tests.support.reader import picture

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]

WORDS = ["alt", "decorative", "caption", "credit", "licence", "rights_until"]
WORDS += ["keep_whole", "restrictions"]


def at(page, *args):
    args = [getattr(item, "pk", item) for item in args]
    return reverse(f"admin:images_image_{page}", args=args)


def form_of(page):
    return page.context["adminform"].form


def test_a_new_picture_has_a_file_and_no_focal_point_yet(client):
    new = form_of(client.get(at("add"))).fields
    old = form_of(client.get(at("change", make.image()))).fields

    assert {*new} - {"loaded"} == {"file", *WORDS}
    assert {*old} - {"loaded"} == {*WORDS, "focal_x", "focal_y"}
    assert new["file"].widget.attrs == {"accept": ACCEPTED, "class": "drop"}
    assert new["file"].help_text == "JPEG, PNG, WebP, AVIF or GIF, at most 20 MB."
    assert ACCEPTED == "image/jpeg,image/png,image/webp,image/avif,image/gif"
    lists = [type(fields["licence"].widget).__name__ for fields in (new, old)]
    assert lists == ["LicenceInput"] * 2


def test_a_row_shows_the_picture_and_what_to_see_to():
    image = make.image(alt="A <port>", credit="B", keep_whole=True)
    image.live_stories = 2
    page = admin.site._registry[Image]

    assert images_admin.thumb(image) == (
        f'<img src="{at("thumb", image)}" alt="A &lt;port&gt;" width="6" height="4" '
        'loading="lazy">'
    )
    assert images_admin.notes(image) == (
        '<span class="mark quiet">Never crop</span> '
        '<span class="mark quiet">used in 2 stories</span>'
    )
    assert page.get_view_on_site_url(image) is None


def test_the_form_of_a_picture_says_where_it_is_and_for_how_long(client):
    image = picture(make.story(headline="Ports"))
    until = timezone.localdate() + dt.timedelta(days=3)
    Image.objects.update(rights_until=until)

    context = client.get(at("change", image)).context

    assert context["told"] == "Expires in 3 days, used in 1 story"
    assert [row.headline for row in context["usage"].live] == ["Ports"]
    assert (context["image"], type(context["kill"])) == (image, Kill)
    assert context["may_revive"] is True
    client.force_login(make.person("editor"))
    assert client.get(at("change", image)).context["may_revive"] is False
    assert client.get(at("change", make.image())).context["told"] == "in no live story"


@pytest.mark.parametrize(("page", "kind"), [("kill", Kill), ("revive", Revive)])
def test_a_picture_is_killed_or_brought_back_with_its_use_in_view(client, page, kind):
    image = picture(make.story(headline="Ports"))

    context = client.get(at(page, image)).context

    assert (context["title"], type(context["form"])) == (kind.title, kind)
    assert context["form"].is_bound is False
    assert [row.headline for row in context["usage"].live] == ["Ports"]
    assert context["image"] == image


def sent(client, *files):
    page = client.post(at("upload"), {"files": [*files]}, follow=True)
    return page, [(m.level_tag, str(m)) for m in page.context["messages"]]


def file(name, content=None, **drawn):
    return SimpleUploadedFile(name, content or photos.drawn(**drawn))


def test_who_brings_pictures_is_told_how_many_came(client):
    two = [file("a.png", colour="#010203"), file("b.png", colour="#010204")]

    page, said = sent(client, *two)
    _page, one = sent(client, file("c.png", colour="#010205"))

    then = "Now say what they show and whose they are."
    assert said == [("success", f"2 pictures are here. {then}")]
    assert one == [("success", f"1 picture is here. {then}")]
    keys = [form.instance.pk for form in page.context["forms"]]
    assert keys == [*Image.objects.order_by("pk").values_list("pk", flat=True)[:2]]
    assert page.context["title"] == "Describe the pictures"


def test_a_file_that_is_refused_alone_leaves_one_on_the_page(client):
    page, said = sent(client, file("notes.png", b"words"))

    assert [level for level, _words in said] == ["error"]
    told = [page.context[name] for name in ("title", "fault", "accepted", "at_once")]
    assert told == ["Upload pictures", "", ACCEPTED, 30]
    assert page.redirect_chain == []


def test_thirty_pictures_may_come_at_once():
    assert upload_pages.upload_fault([1] * 30) == ""
    assert upload_pages.upload_fault([1] * 31) == "Choose 30 pictures at most."


@pytest.mark.parametrize("days", [-1, 0])
def test_the_picture_beside_a_choice_wears_its_marks(client, days):
    until = timezone.localdate() + dt.timedelta(days=days)
    image = make.image(alt="A", credit="B", rights_until=until)

    context = client.get(at("about", image)).context

    ended, tonight = "Our rights have ended", "Our rights end tonight"
    mark = ("gone", ended) if days else ("open", tonight)
    assert (context["image"], context["marks"]) == (image, [mark])
    assert client.post(at("about", image)).status_code == 405


def test_the_last_of_many_pictures_has_no_time_left_for_its_sizes(client, monkeypatch):
    left = []

    def take(model_admin, request, picture, seconds):
        left.append(seconds)
        raise RefusedPictureError("No.")

    monkeypatch.setattr(upload_pages, "PATIENCE", -5)
    monkeypatch.setattr(upload_pages, "take", take)

    sent(client, file("a.png", photos.drawn()), file("b.png", photos.drawn()))

    assert left == [0, 0]
