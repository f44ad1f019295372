"""Every page says all that it has to say: of a filled paper and an empty one.

What a page has to say of a document is read off the document. The rest — headings,
labels, where links lead, what scripts look for — was looked at once and is kept in
outlines.txt.
"""

import html

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings

from desk.models import Buffer
from entities.models import Entity
from images.models import Image
from pages import menu
from pages.models import FlatPage
from stories import models
from tests import busy_desk, busy_door, busy_paper, filled, filled_paper, make, outlines
from tests.support import desk
from tests.support.reader import Read
from tests.test_desk_pages import VERBS, pages_of

pytestmark = pytest.mark.once

OFFLINE = override_settings(FETCH_SOURCES=False)
LISTS = {
    "front": "/",
    "questions": "/questions/",
    "questions-open": "/questions/?status=open",
    "topics": "/topics/",
    "archive": "/archive/",
    "corrections": "/corrections/",
    "outlets": "/outlets/",
    "search": "/search/",
    "search-nothing": "/search/?q=zebra",
    "settings": "/settings/",
    "contact": "/contact/",
    "offline": "/offline/",
    "login": "/admin/login/",
    "nowhere": "/no/such/page/",
}
# What is sent, and comes back to be mended or confirmed.
SENT = {
    "contact-faults": ("/contact/", {"kind": "mistake", "text": "", "email": "x"}),
    "desk-quick-form": ("/admin/stories/story/new/", {"text": "The quick words"}),
    "desk-quick-source": (
        "/admin/stories/story/new/",
        {"text": "https://paper.example/sources-0-url"},
    ),
    "desk-login-faults": ("/admin/login/", {"username": "ana", "password": "no"}),
    "desk-tag-faults": ("/admin/stories/tag/add/", {"name": ""}),
}
# What is asked again by somebody who may look at everything and change nothing.
OF_VIEWER = ("change", "-checks", "-talk", "-story", "-outlet", "-image", "-feed")
SAME = {"settings", "offline", "nowhere", "login", "search"}  # in any paper
SAME |= {"archive"}  # which is longer each month
FILLED = {name: address for name, address in LISTS.items() if name not in SAME} | {
    "story": "/stories/filled/",
    "story-glance": "/stories/filled/?depth=glance",
    "story-brief": "/stories/filled/?depth=brief",
    "story-since": "/stories/filled/?since=1",
    "story-new": "/stories/filled/?since=1&only=new",
    "story-bare": "/stories/related-0/",
    "story-gone": "/stories/gone/",
    "edition": "/stories/filled/editions/1/",
    "edition-current": "/stories/filled/editions/3/",
    "editions": "/stories/filled/editions/",
    "changes": "/stories/filled/changes/1..3/",
    "question": "/questions/filled-question/",
    "question-edition": "/questions/filled-question/editions/1/",
    "question-editions": "/questions/filled-question/editions/",
    "question-changes": "/questions/filled-question/changes/1..2/",
    "question-bare": "/questions/question-0/",
    "translation": "/stories/deutsch/",
    "topic": "/topics/topic-0/",
    "topic-place": "/topics/topic-1/",
    "author": "/authors/ana-ruiz/",
    "desk": "/desks/harbour/",
    "tag": "/tags/tides/",
    "outlet": "/outlets/the-sources-0-outlet/",
    "archive-month": "/archive/2026/1/",
    "archive-day": "/archive/2026/1/5/",
    "archive-day-after": "/archive/2026/1/7/",
    "since": "/since/2026-1-1/",
    "search-found": "/search/?q=headline",
    "search-topic": "/search/?q=topic",
    "contact-about": "/contact/?about=/stories/filled/",
}


def asked(client, addresses, shell=None):
    found = {}
    for name, address in addresses.items():
        response = client.get(address, follow=True)
        if response.status_code != 403:  # some rows nobody adds or changes
            found[name] = outlines.outline(response.content.decode(), shell)
    return found


def sent(client, forms, shell):
    pages = {name: client.post(*form).content.decode() for name, form in forms.items()}
    return {name: outlines.outline(page, shell) for name, page in pages.items()}


def chosen(model, action):
    """What a list sends that asks for something to be done with two of its rows."""
    name = f"{model._meta.app_label}/{model._meta.model_name}"
    rows = [row.pk for row in model.objects.order_by("pk")[:2]]
    return f"/admin/{name}/", {"action": action, "_selected_action": rows}


def shell_of(client, address):
    return outlines.Outline(client.get(address).content.decode()).lines


MORE_OF_DESK = {
    "kept": "/admin/stories/story/kept/",
    "quick": "/admin/stories/story/new/",
    "take": "/admin/sources/source/take/",
    "bookmark": "/admin/sources/source/bookmark/",
    "password-change": "/admin/password_change/",
    "upload": "/admin/images/image/upload/",
    "describe": "/admin/images/image/describe/",
    "account": "/admin/account/",
    "second-factor": "/admin/second-factor/",
    "message-found": "/admin/pages/readermessage/?q=message",
    "stories-waiting": "/admin/stories/story/?state=waiting",
    "stories-found": "/admin/stories/story/?q=zebra",
}
OF_DRAFT = ("suggestions", "checks", "publish", "history", "compare")
OF_DESK = (*VERBS, "compare", "preview", "suggestions", "talk", "checks", "sources")
OF_DESK += ("sharing",)


def at_desk(story):
    own = {page: desk.address(page, story) for page in OF_DESK}
    own["revision"] = desk.address("revision", story, story.revisions.head().pk)
    bare = models.Story.objects.get(slug="related-0")
    new = filled_paper.draft()
    own |= {f"draft-{page}": desk.address(page, new) for page in OF_DRAFT}
    own |= {f"bare-{page}": desk.address(page, bare) for page in ("change", "checks")}
    for model in admin.site._registry:
        name = model._meta.model_name
        for address in pages_of(model):
            own[f"{name}-{address.rstrip('/').rpartition('/')[2]}"] = address
    for page in ("change", "history"):  # of this story, whatever their keys are
        own[f"story-{page}"] = desk.address(page, story)
    own |= MORE_OF_DESK
    picture, page = Image.objects.get(), FlatPage.objects.last()
    for name in ("about", "kill", "revive"):
        own[f"image-{name}"] = f"/admin/images/image/{picture.pk}/{name}/"
    for name in ("preview", "earlier"):
        own[f"page-{name}"] = f"/admin/pages/flatpage/{page.pk}/{name}/"
    own["kept-text"] = f"/admin/stories/story/kept/{Buffer.objects.get().pk}/"
    tag = models.Tag.objects.order_by("slug").first()
    own["tag-to-delete"] = f"/admin/stories/tag/{tag.pk}/delete/"
    own = {name: a for name, a in own.items() if name.rpartition("-")[2] != "delete"}
    return {f"desk-{name}": address for name, address in own.items()}


def for_readers(reader):
    """The pages of an empty paper, then of a filled one."""
    shell = shell_of(reader, "/offline/")
    empty = {f"empty-{name}": address for name, address in LISTS.items()}
    pages = asked(reader, empty, shell) | asked(reader, {"shell": "/offline/"})
    filled_paper.fill()
    menu.expire()  # What was known a moment ago has no desk.
    return pages | asked(reader, FILLED, shell)


def for_editors(editor, ana):
    """The pages of the desk before anybody left anything there, and after."""
    shell = shell_of(editor, "/admin/password_change/")
    pages = asked(editor, {"desk-shell": "/admin/password_change/"})
    pages |= asked(editor, {"desk-empty": "/admin/"}, shell)
    story = models.Story.objects.get(slug="filled")
    filled_paper.work(
        story, ana, make.editor(username="ben", first_name="Ben", last_name="Okafor")
    )
    places = at_desk(story) | {"desk-dashboard": "/admin/"}
    pages |= asked(editor, places, shell)
    viewer = Client()
    viewer.force_login(make.viewer())
    seen = {name: place for name, place in places.items() if name.endswith(OF_VIEWER)}
    named = {f"viewer-{name}": place for name, place in seen.items()}
    pages |= asked(viewer, named, shell)
    merging = {"desk-merge": chosen(Entity, "merge")}
    merging["desk-delete-tags"] = chosen(models.Tag, "delete_selected")
    return pages | sent(editor, SENT | merging, shell)


def for_desk(editor, ana):
    """The pages of a desk where much goes on, and of its door."""
    shell = shell_of(editor, "/admin/password_change/")
    answers = busy_desk.pages(editor, ana) | busy_door.pages(editor)
    pages = {name: answer.content.decode() for name, answer in answers.items()}
    return {f"busy-{name}": outlines.outline(p, shell) for name, p in pages.items()}


@pytest.fixture(scope="module")
def paper(django_db_setup, django_db_blocker):
    """The outlines of all pages; the page of one story, and its document."""
    with django_db_blocker.unblock(), OFFLINE, transaction.atomic():
        make.first_pages()
        reader, editor = Client(), Client()
        ana = make.editor(username="ana", first_name="Ana", last_name="Ruiz")
        editor.force_login(ana)
        pages = for_readers(reader)
        page = reader.get(FILLED["story"]).content.decode()
        document = models.Edition.objects.get(story__slug="filled", number=3)
        pages |= for_editors(editor, ana)
        busy_paper.grow()
        menu.expire()
        busy = {f"busy-{name}": at for name, at in busy_paper.PAGES.items()}
        pages |= asked(reader, busy, shell_of(reader, "/offline/"))
        pages |= for_desk(editor, ana)
        yield pages, page, document.revision.content
        transaction.set_rollback(True)
    cache.clear()


def test_every_page_is_as_it_was_found_right(paper):
    assert outlines.differences(paper[0]) == {}


# A brief gives way to the report; what has a row of its own is called by its name.
UNSAID = [
    "brief says so.",
    *(f"entities-{n}-name" for n in range(2)),
    *(f"related-{n}-label" for n in range(3)),
]


def test_a_story_in_full_says_every_word_of_its_document(paper):
    page, document = paper[1:]
    said = f"{Read(page).text} {html.unescape(page)}"

    words = [text.partition("[^")[0] for text in filled.texts(document)]
    assert len(words) > 90
    missing = [text.removeprefix("The ") for text in words if text not in said]
    assert missing == UNSAID
