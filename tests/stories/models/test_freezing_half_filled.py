"""A draft may lack anything anywhere; readers get nothing that is half filled in."""

import copy
import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import models

from desk.form.field_names import Places, column
from explainer import file
from explainer.document import prune
from explainer.format import items_of
from images.image_store import take_in
from stories.models import freezing
from stories.models.freezing import part_models
from stories.models.verb_refusals import NotReadyError
from stories.transfer.story_import import PublishOptions, import_stories
from tests import make
from tests.support import desk, photos
from tests.support.files import empty_newsroom

pytestmark = pytest.mark.django_db
OWNERS = {"story": make.story, "question": make.question}
# What a part takes from what it is about, where it is left empty.
FILLED = {"entities": "name", "questions": "title"}
WORDS = {
    "source": "k1",
    "sources": "k1",
    "slug": "elsewhere",
    "language": "en",
    "original_language": "de",
    "url": "https://paper.example/a",
    "archive_url": "https://archive.example/a",
}


def columns_of(model):
    """What a part is written in: its columns by their keys in documents."""
    names = {name for name in model.FROZEN if name not in model.SPLIT}
    fields = [field for field in model._meta.fields if field.name in names]
    return {freezing.link_key(model, field.name): field for field in fields}


def value_of(field, number, rows):
    if field.is_relation:
        return rows[field.related_model]
    if isinstance(field, models.DateField):
        return dt.date(2026, 1, 5)
    if field.has_default():
        return field.get_default()
    return f"k{number}" if field.name == "key" else WORDS.get(field.name, "So be it.")


def left_empty(model):
    """For each part that is made, the keys of what is left empty in it."""
    items, columns = items_of(model.KEY), {**columns_of(model)}
    columns.pop(FILLED.get(model.KEY), None)
    found = [[key, *filter(None, [items[key].instead])] for key in columns]
    return found[:1] if model.KEY == "image" else found


@pytest.fixture(params=OWNERS)
def owner(request):
    """Published, with a part of each kind for each of its fields, all of them whole."""
    rows = [take_in(photos.drawn()), make.question(), make.entity()]
    rows = {type(row): row for row in rows}
    made = OWNERS[request.param]()
    part_models(made)["sources"].objects.all().delete()
    for model in part_models(made).values():
        columns = columns_of(model).values()
        for number in range(len(left_empty(model))):
            said = {field.name: value_of(field, number, rows) for field in columns}
            place = {model.OWNER: made, "position": number}
            model.objects.create(**place, **said)
    make.edition(made)
    return made


def half_filled(document, owner):
    """The document with one thing empty in each part, and where readers miss it."""
    made, places = copy.deepcopy(document), []
    for path, model in part_models(owner).items():
        items, columns = freezing.items_at(made, path), columns_of(model)
        for number, keys in enumerate(left_empty(model)):
            at = path if path == "image" else f"{path}[{number}]"
            if items_of(path)[keys[0]].needed:
                places.append(f"{at}.{keys[0]}")
            for key in keys:
                if not columns[key].has_default():
                    gone = ("src", "width", "height") if key == "src" else (key,)
                    for name in gone:
                        items[number].pop(name, None)
    return prune(made), places


def sent_half_filled(client, owner):
    """The form as an editor leaves it who empties one thing in each part."""
    sent, names = desk.open_form(client, owner), Places(owner)
    for path, model in part_models(owner).items():
        for number, keys in enumerate(left_empty(model)):
            for key in keys:
                name = f"{names.prefix(path)}-{number}-{column(model, key)}"
                sent[name] = ""
    return sent


def test_what_is_half_filled_is_saved_as_it_is_and_nobody_is_given_it(
    admin_client, client, owner
):
    other = make.story({"quotes": [{"text": "Whole.", "speaker": "Ana"}]})
    others, was = freezing.freeze(other), client.get(owner.get_absolute_url()).content
    wanted, missed = half_filled(freezing.freeze(owner), owner)

    sent = sent_half_filled(admin_client, owner)
    form = admin_client.post(desk.address("change", owner), sent, follow=True)

    owner.refresh_from_db()
    assert form.redirect_chain
    assert freezing.freeze(owner) == wanted
    assert freezing.freeze(other) == others
    assert client.get(owner.get_absolute_url()).content == was
    for page in ("preview", "compare", "history", "correct"):
        assert admin_client.get(desk.address(page, owner)).status_code == 200
    said_everywhere(admin_client, owner, form.content.decode(), missed)


def said_everywhere(client, owner, form, missed):
    """What is missing is said beside the row, by the checks, and by a refusal."""
    with pytest.raises(NotReadyError) as refusal:
        owner.publish(revision=owner.revisions.head(), at=make.soon())
    found = [f for f in refusal.value.faults if f.code == "unfinished"]
    sent = {"revision": owner.revisions.head().pk, "when": "now"}
    publish = client.post(desk.address("publish", owner), sent).content.decode()
    checks = client.get(desk.address("checks", owner)).content.decode()
    places = Places(owner)

    assert {fault.place for fault in found} == {*missed}
    for fault in found:
        name, field = places.of_finding(fault.place)
        assert f"{name}</a>: {fault.message}" in publish
        assert f'#{field}"' in checks
        assert f"{name}</a>: {fault.message}" in checks
        row = form[form.index(f'id="{field}"') :]
        assert f"{fault.message}." in row[: row.index('class="tools"')]


def test_a_source_without_a_key_is_called_by_its_address_or_its_number(admin_client):
    address = "https://paper.example/a"
    story = make.story({"sources": [{"url": address}, {"author": "Jo Doe"}]})
    story.save_revision()

    form = admin_client.get(desk.address("change", story)).content.decode()
    checks = admin_client.get(desk.address("checks", story)).content.decode()

    assert form.count("Key: missing.") == 2
    assert "“”" not in form + checks
    said = f"The sources “{address}”, “2” have neither a title nor an outlet."
    assert said in checks


def test_a_half_filled_draft_goes_out_and_comes_in_as_it_is(owner, tmp_path):
    media = tmp_path / "media"
    wanted, missed = half_filled(freezing.freeze(owner), owner)
    freezing.thaw(owner, wanted)
    assert freezing.freeze(owner) == wanted
    out = StringIO()
    call_command("export_stories", "--draft", "--media", str(media), stdout=out)

    empty_newsroom()
    read = file.read_stories(out.getvalue())
    with pytest.raises(file.FaultyFileError) as refusal:
        import_stories(read, media=media, publishing=PublishOptions())
    done = import_stories(read, media=media)

    again = type(owner).objects.get(pk=owner.pk)
    assert freezing.freeze(again) == wanted
    places = [fault.place.partition(".")[2] for fault in refusal.value.faults]
    assert {*missed} <= {*places}
    assert all(any(place in notice for notice in done.notices) for place in missed)


def test_an_older_half_filled_text_can_be_restored(owner):
    whole = freezing.freeze(owner)
    wanted, _missed = half_filled(whole, owner)
    freezing.thaw(owner, wanted)
    half = owner.save_revision()
    freezing.thaw(owner, whole)
    owner.save_revision()

    assert owner.draft.restore(half) == []
    assert freezing.freeze(owner) == wanted
