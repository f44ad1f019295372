"""Every form of a text says the same: one frozen document, told in many ways.

Who makes a form adds what takes its words out of it: a line of `FORMS`.
"""

import io
import json
import re
from html import unescape

import lxml.html
import pytest
from django.core.management import CommandError, call_command

from explainer import file, markdown_file, prose
from explainer.checks.lines import texts_of
from stories.models import Story
from tests import filled, filled_paper, make
from tests.test_every_field import UNPRINTED, field_of, forgotten

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# What only the forms for programs tell, beside what no page prints.
FOR_PROGRAMS = UNPRINTED.keys() | {"conversation.turns.kind"}
# In a text that stands alone the list of topics is that of who's who.
LEFT = {"questions.title", "related.label"}


def words_of_html(html):
    tree = lxml.html.fromstring(html)
    for node in tree.xpath("//script|//style"):
        node.drop_tree()
    alternatives = [image.get("alt") or "" for image in tree.iter("img")]
    cited = [node.get("href") for node in tree.iter("a")]
    return " ".join([tree.text_content(), *alternatives, *filter(None, cited)])


def words_of_markdown(text):
    [(_place, document)] = file.each_story([markdown_file.read(text)])
    return json.dumps(document, ensure_ascii=False)


def words_of_json(text):
    return json.dumps(json.loads(text)["document"], ensure_ascii=False)


def words_of_ninjs(text):
    item = json.loads(text)
    said = [words_of_html(body["value"]) for body in item["bodies"]]
    return " ".join([*said, json.dumps(item, ensure_ascii=False)])


# The end of an address, what gives its words, and whether it is for programs alone.
FORMS = {
    "editions/1/": (words_of_html, False),
    "editions/1.json": (words_of_json, True),
    "editions/1.md": (words_of_markdown, True),
    "editions/1.ninjs.json": (words_of_ninjs, False),
}


@pytest.fixture
def address():
    filled.make_named()
    for number in range(3):
        make.published_story(slug=f"related-{number}")
    filled_paper.publish(filled.story(), 0)
    return "/stories/filled/"


def facts(document, *, whole):
    """(field, words) of everything that a form has to carry."""
    for place, text in texts_of(document):
        path = re.sub(r"\[\d+\]", "", place)
        if whole or path not in FOR_PROGRAMS | LEFT:
            is_prose = field_of(place).kind == "prose" and not whole
            said = prose.plain(text) if is_prose else text
            yield from ((path, line) for line in said.split("\n"))
    for source in document["sources"]:
        yield "sources.url", source["url"]


def bare(text):
    return "".join(unescape(text).split())


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_all_of_it(client, address, form):
    read, whole = FORMS[form]
    document = Story.objects.get(slug="filled").editions.get().revision.content

    text = client.get(address + form).content.decode()
    said = bare(read(text))

    told = [*facts(document, whole=whole)]
    missing = [path for path, words in told if bare(words) not in said]
    assert len(told) > 100
    assert forgotten(missing, form) == []


def dates(form, text):
    """The days of quotes and events, as a form has them for machines."""
    if form.endswith("/"):
        return {*re.findall(r'datetime="(\d{4}-\d\d-\d\d)"', text)}
    return {*re.findall(r"\d{4}-\d\d-\d\d", text)}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_the_days(client, address, form):
    document = Story.objects.get(slug="filled").editions.get().revision.content
    said = {quote["said_on"] for quote in document["quotes"]}
    said |= {source["published"] for source in document["sources"]}

    assert said <= dates(form, client.get(address + form).content.decode())


@pytest.mark.parametrize("form", [form for form in FORMS if not form.endswith("/")])
def test_every_form_names_the_same_blocks(client, address, form):
    html = client.get(f"{address}editions/1/").content.decode()
    on_page = {*re.findall(r' id="([^"]+)"', html)}
    known = client.get(f"{address}editions/1.json").json()["blocks"]

    assert {block["id"] for block in known} <= on_page
    for block in known[::12]:
        assert block["address"].endswith(f"{address}editions/1/#{block['id']}")
        assert client.get(f"{address}{form}", {"block": block["id"]}).status_code == 200
    missing = client.get(f"{address}{form}", {"block": "full-99"})
    kind = "text/markdown" if form.endswith("md") else "application/json"
    assert (missing.status_code, missing["Content-Type"].partition(";")[0]) == (
        404,
        kind,
    )


@pytest.mark.parametrize("slug", ["filled", "filled-question"])
def test_a_file_comes_back_as_the_very_same_text(client, address, slug):
    filled_paper.publish(filled.question(), 0)
    folder = "questions" if "question" in slug else "stories"
    twin = client.get(f"/{folder}/{slug}.json").json()

    text = client.get(f"/{folder}/{slug}.md").content.decode()

    [(_place, back)] = file.each_story([markdown_file.read(text)])
    assert back == twin["document"]


def test_a_file_that_somebody_edited_is_imported(client, address, tmp_path):
    path = tmp_path / "filled.md"
    path.write_text(client.get("/stories/filled.md").content.decode())
    before = Story.objects.get(slug="filled")
    out = io.StringIO()

    call_command("import_stories", str(path), stdout=out)
    assert "0 made, 0 changed, 1 unchanged" in out.getvalue()
    path.write_text(path.read_text().replace("# The headline", "# Another\n\n# Twice"))
    with pytest.raises(CommandError, match=r"filled\.md: line \d+: headline is there"):
        call_command("import_stories", str(path), stdout=out)
    path.write_text(path.read_text().replace("# Another\n\n# Twice", "# Another"))
    call_command("import_stories", str(path), stdout=out)

    after = Story.objects.get(slug="filled")
    assert (before.headline, after.headline) == ("The headline", "Another")
    assert after.save_revision().content == (
        before.editions.get().revision.content | {"headline": "Another"}
    )
