"""Every form of a text says the same: page, twins, feeds, API and letter.

The documents are written by chance, so no two forms agree for want of something to say.
"""

import copy
import json
import re
from html import escape, unescape

import feedparser
import lxml.html
import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from explainer import file, markdown_file, prose
from explainer.checks.lines import texts_of
from explainer.document import canonical, digest
from explainer.format import field_at
from paper.followers.followable import Followable
from paper.followers.letter import Letter, letter_mail
from paper.followers.news import news_of_text
from stories.models import Showing
from tests import filled, filled_paper, make
from tests.paper.outputs.test_full_text import LEFT
from tests.support import generated_texts, letter_rules
from tests.support.generated_texts import Writer
from tests.test_every_field import UNPRINTED

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SEEDS = range(2)
ADDRESSES = [f"/{kind}/{kind}-{n}/" for kind in ("stories", "questions") for n in SEEDS]
FEEDS = ("rss.xml", "atom.xml", "feed.v1.json")
# What a page and the texts that stand alone print in another form, or elsewhere.
ELSEWHERE = {*UNPRINTED, *LEFT, "headline", "title", "kicker"}
# The head is told by each form in its own way; feeds name no other texts.
AROUND = ("headline", "deeper")
CHANGED = ("summary", "unknowns", "background", "intro")
ENUMERATED = re.compile(r"^(\d+\.|–) ")
TOKEN = re.compile(r"\bw\d+\b")


@pytest.fixture(scope="module")
def paper(django_db_setup, django_db_blocker):
    """Texts that chance has written, each published and then put right."""
    with django_db_blocker.unblock(), transaction.atomic():
        filled.make_named()
        for number in range(3):
            make.published_story(slug=f"related-{number}")
        for number in range(2):
            make.published_question(slug=f"question-{number}")
        for kind in ("stories", "questions"):
            for seed in SEEDS:
                write(kind, seed)
        yield
        transaction.set_rollback(True)


def write(kind, seed):
    document = getattr(generated_texts, kind)(seed)
    filled_paper.publish(document, 0)
    put_right = copy.deepcopy(document)
    writer = Writer(seed + 1000)
    writer.count = 5000  # No word of the first edition is one of these.
    for name in {*CHANGED} & {*document}:
        put_right[name] = writer.sentence()
    filled_paper.publish(put_right, 1, "correction", writer.words())


def twin(address, end=".json"):
    return Client().get(f"{address.rstrip('/')}{end}")


def bare(html):
    """Words of HTML without what parts them: forms lay them out in their own way."""
    tree = lxml.html.fromstring(html)
    for node in tree.xpath("//sup|//button|//script|//style|//*[@class='kind']"):
        node.drop_tree()
    return squeezed(tree.text_content() + "".join(tree.xpath("//img/@alt")))


def squeezed(text):
    return "".join(text.replace("·", "").split())


def newest(address, form):
    """Of the newest edition in a feed of one text: its head, its HTML, its authors."""
    found = Client().get(address + form).content
    if form == "feed.v1.json":
        item = json.loads(found)["items"][0]
        return item["title"], item["content_html"], item.get("authors", [])
    entry = feedparser.parse(found, sanitize_html=False).entries[0]
    return entry.title, entry.content[0].value, entry.get("authors", [])


def forms(address):
    """Each form in HTML by its name, with the headline that stands over it."""
    html = Client().get(f"{address}editions/2/").content.decode()
    yield "page", lxml.html.fromstring(html).findtext(".//h1"), html
    item = twin(address, ".ninjs.json").json()
    (main,) = [one["value"] for one in item["headlines"] if one["role"] == "main"]
    yield "ninjs", main, item["bodies"][0]["value"]
    for form in FEEDS:
        head, html, writers = newest(address, form)
        names = "".join(f"<p>{escape(one['name'])}</p>" for one in writers)
        yield form, head.partition(": ")[2], f"<main>{html}</main>{names}"


def lines_of(document):
    """(words, place) of every line that somebody wrote and a reader reads."""
    for place, text in texts_of(document):
        path = re.sub(r"\[\d+\]", "", place)
        head, _dot, key = path.rpartition(".")
        field = field_at(head).items[key] if head else field_at(key)
        if path not in ELSEWHERE:
            for line in (prose.plain(text) if field.kind == "prose" else text).split(
                "\n"
            ):
                yield ENUMERATED.sub("", line), place


def days_of(document):
    """Every day of its facts, as exact as it may be told."""
    for day in re.findall(r'"(\d{4}-\d\d-\d\d)"', json.dumps(document)):
        yield from (day, day[:7], day[:4])


def drop_editors(lines, document):
    who = {
        one["name"]
        for one in document.get("byline", ())
        if one.get("role", "by") != "by"
    }
    return {line: place for line, place in lines.items() if line not in who}


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_form_has_the_same_headline_words_blocks_sources_and_dates(
    paper, db, address
):
    envelope = twin(address).json()
    document = envelope["document"]
    blocks = [block for block in envelope["blocks"] if "text" in block]
    urls = {one["url"] for one in document["sources"]}
    dates, days, lines = {}, {*days_of(document)}, dict(lines_of(document))

    for name, head, html in forms(address):
        assert head == document.get("headline", document.get("title")), name
        said, tree = bare(html), lxml.html.fromstring(html)
        lacking = {line: at for line, at in lines.items() if squeezed(line) not in said}
        if name in FEEDS:  # Whoever edited or translated it is no author of an entry.
            lacking = drop_editors(lacking, document)
        assert lacking == {}, name
        for block in blocks:
            if block["id"] in AROUND:
                continue
            (node,) = tree.xpath("//*[@id=$name]", name=block["id"])
            assert squeezed(block["text"]) in bare(lxml.html.tostring(node)), name
        main = tree.xpath("//main|//article")[0]
        assert urls <= {*main.xpath(".//a/@href")}, name
        dates[name] = days & {*main.xpath(".//time/@datetime")}
    assert len(blocks) > 5
    assert len(lines) > 20
    everywhere = set.intersection(*dates.values())
    assert {when for one in dates.values() for when in one - everywhere} == set()
    assert len(everywhere) > 2


@pytest.mark.parametrize("address", ADDRESSES)
def test_programs_have_the_document_itself(paper, db, address):
    envelope = twin(address).json()
    ninjs, text = twin(address, ".ninjs.json").json(), twin(address, ".md")

    asked = Client().get(f"/api{address}").json()

    told = {name: asked[name] for name in ("document", "digest", "blocks", "edition")}
    assert told == {name: envelope[name] for name in told}
    hashed = f"sha256:{digest(canonical(envelope['document']))}"
    assert hashed == envelope["digest"]
    assert ninjs["uri"] == f"urn:uuid:{envelope['document']['id']}"
    back = markdown_file.read(text.content.decode())
    [(_place, document)] = file.each_story([back])
    assert canonical(document) == canonical(envelope["document"])


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_letter_says_what_the_edition_does_and_nothing_besides(paper, db, address):
    envelope, old = twin(address).json(), twin(f"{address}editions/1/").json()
    document, now = envelope["document"], timezone.now()
    changed = {*CHANGED} & {*document}
    row = Showing.objects.get(slug=document["slug"], number=2)
    kind = "question" if row.question_id else "story"
    name = document.get("headline", document.get("title"))
    thing = Followable(kind, str(row.question_id or row.story_id), name, address)
    follower = make.follower(make.desk())
    news = news_of_text([row], now)
    letter = Letter(follower, follower.subscriptions.get(), thing, [news])

    mail = letter_mail(letter, "ana@place.example", "edition")

    assert letter_rules.faults(mail.as_bytes()) == []
    new = {*TOKEN.findall(" ".join(document[name] for name in changed))}
    known = {*TOKEN.findall(json.dumps([envelope, old], ensure_ascii=False))}
    assert new
    assert name in mail["Subject"]
    for form in ("plain", "html"):
        text = mail.get_body((form,)).get_content()
        text = unescape(text) if form == "html" else text
        assert squeezed(name) in squeezed(text), form
        assert squeezed(envelope["note"]) in squeezed(text), form
        tokens = {*TOKEN.findall(text)}
        assert new <= tokens, form
        assert tokens <= known, form


def test_the_texts_that_chance_wrote_say_all_that_the_format_has(paper, db):
    said = set()
    for address in ADDRESSES:
        document = twin(address).json()["document"]
        said |= {re.sub(r"\[\d+\]", "", place) for place, _text in texts_of(document)}
    kept = {re.sub(r"\[\d+\]", "", place) for place, _ in texts_of(filled.story())}

    assert kept - said == set()
