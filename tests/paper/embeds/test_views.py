"""Frames on other people's pages: they run nothing, and say what was put right."""

import re

import pytest
from django.core.cache import cache

from explainer.blocks import Change
from tests import make
from tests.support import heads, wire
from tests.support.reader import Read, get

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WRONG, RIGHT = "The levy is 84 crowns.", "The levy is 48 crowns."
NOTE = "We had transposed the digits of the levy."
EMBED = "/stories/tunnel/editions/{}/embed/?block={}"
DENIED = "frame-ancestors 'none'"


def text(client, address):
    return Read(get(client, address)).text


@pytest.fixture
def story():
    """Three editions: the second corrects a point, the third says more of another."""
    points = [{"lead_in": "Levy", "text": WRONG}, {"text": "It opens in May."}]
    said = {"summary": "The tunnel costs more.", "report": "It was dug.\n\nIt leaks."}
    story = make.published_story(parts={"key_points": points}, slug="tunnel", **said)
    uid = live(story)["key_points"][0]["uid"]
    story.correct(changes=[Change("replace", uid, "text", 0, new=RIGHT)], note=NOTE)
    story.refresh_from_db()
    story.report = "It was dug.\n\nIt leaks a lot."
    story.save()
    make.edition(story, kind="development")
    return story


def live(story):
    return story.editions.last().revision.content


@pytest.mark.parametrize("name", ["key-points", "key-points-1"])
def test_a_frame_of_an_edition_says_that_what_it_shows_was_corrected(
    client, story, name
):
    page = get(client, EMBED.format(1, name))

    assert WRONG in page
    assert NOTE in page
    assert '<a href="/stories/tunnel/changes/1..2/">Compare</a>' in page


@pytest.mark.parametrize("name", ["key-points-2", "happened", "full-1", "full-2"])
def test_it_says_nothing_of_what_was_corrected_elsewhere(client, story, name):
    page = text(client, EMBED.format(1, name))

    assert NOTE not in page
    assert ("This reads differently since." in page) == (name == "full-2")


def test_a_frame_of_the_corrected_edition_has_the_right_words_and_tells_why(
    client, story
):
    page = text(client, EMBED.format(2, "key-points-1"))

    assert RIGHT in page
    assert "84" not in page
    assert "This reads differently" not in page


def test_a_passage_is_followed_over_what_reworded_it_before_it_was_corrected(client):
    story = make.published_story(slug="tunnel", report="First words stand here.")
    for number, words in enumerate(("Other words stand there.", "And now new ones.")):
        story.report = words
        story.save()
        make.edition(story, kind="development", note=f"Note {number}")
    change = Change("replace", field="report", index=0, new="The true ones.")
    story.correct(changes=[change], note=NOTE)

    assert NOTE in text(client, EMBED.format(1, "full-1"))
    assert NOTE in text(client, EMBED.format(3, "full-1"))
    assert "The true ones." in text(client, EMBED.format(4, "full-1"))


def test_a_part_that_was_taken_out_by_a_correction_is_told_of(client):
    story = make.published_story(
        parts={"key_points": [{"text": "No."}, {"text": "Yes."}]}
    )
    uid = live(story)["key_points"][0]["uid"]
    story.correct(changes=[Change("remove", uid)], note=NOTE)
    at = f"/stories/{story.slug}/editions/1/embed/?block=key-points-{{}}"

    assert NOTE not in text(client, at.format(2))
    assert NOTE in text(client, at.format(1))


def test_a_frame_of_what_is_live_changes_with_it(client, story):
    before = text(client, "/stories/tunnel/embed/")
    change = Change("replace", field="summary", index=0, new="It costs the same.")
    story.correct(changes=[change], note="It does not.")
    after = text(client, "/stories/tunnel/embed/")

    assert "The tunnel costs more." in before
    assert "It costs the same." in after
    assert "Correction" in after


def test_a_frame_is_as_new_as_its_story_behind_the_cache(client, story, monkeypatch):
    cache.clear()
    wire.route_through(wire.cache(), monkeypatch)
    address = EMBED.format(3, "happened")
    make.published_story(slug="bystander")
    before = get(client, address)
    change = Change("replace", field="summary", index=0, new="It costs the same.")
    story.correct(changes=[change], note=NOTE)

    assert NOTE not in before
    assert NOTE in get(client, address)
    story.refresh_from_db()
    story.slug = "tube"
    story.save()
    make.edition(story)
    moved = client.get(address)
    assert (moved.status_code, moved["Location"]) == (
        301,
        "/stories/tube/editions/3/embed/?block=happened",
    )
    story.withdraw(note="All of it was wrong.")
    gone = client.get(moved["Location"])
    assert gone.status_code == 410
    assert "All of it was wrong." in gone.content.decode()


FRAMES = ("/stories/tunnel/embed/", EMBED.format(1, "full-1"), "/questions/why/embed/")


@pytest.mark.parametrize(
    "address", [*FRAMES, EMBED.format(1, "no"), "/stories/x/embed/"]
)
def test_frames_alone_may_stand_in_other_pages(client, story, address):
    make.published_question(slug="why", title="Why?", intro="So.")
    make.published_story(slug="x").withdraw(note="Wrong.")

    frame = client.get(address)

    assert "X-Frame-Options" not in frame
    policy = frame["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "<script" not in frame.content.decode()
    assert not frame.cookies
    assert "noindex" in heads.Head(frame.content.decode()).said["robots"]


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/",
            "/stories/tunnel/",
            "/stories/tunnel/editions/1/",
            "/search/",
            "/admin/",
        ),
        *("/stories/tunnel/editions/1/passages/", "/oembed", "/stories/x/embed/"),
    ],
)
def test_every_other_answer_may_stand_in_none(client, story, address):
    answer = client.get(address)

    assert answer["X-Frame-Options"] == "DENY"
    assert DENIED in answer["Content-Security-Policy"]


def test_a_frame_says_whose_it_is_and_leads_to_the_passage(client, story):
    page = get(client, EMBED.format(1, "full-2"))

    assert '<a href="http://testserver/">The Lantern</a>' in page
    assert 'href="/stories/tunnel/editions/1/#full-2"' in page
    assert "Edition 1 of 3, as published on" in page
    assert '<base target="_blank">' in page


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("de", "ltr"), ("", "auto")]
)
def test_a_frame_runs_as_its_story_does(client, language, direction):
    make.published_story(slug="tunnel", language=language, summary="1 2 3")

    page = get(client, "/stories/tunnel/embed/")

    assert f'dir="{direction}"' in page
    assert ("Was passiert ist" in page) == (language == "de")


def test_a_text_in_a_frame_is_escaped(client):
    make.published_story(slug="tunnel", headline="<b>&", summary="5 < 6 & so")

    page = get(client, "/stories/tunnel/embed/")

    assert "&lt;b&gt;&amp;" in page
    assert "5 &lt; 6 &amp; so" in page


def test_a_question_is_framed_by_its_parts(client):
    answers = [{"question": "And then?", "answer": "Nothing."}]
    make.published_question(
        parts={"answers": answers}, slug="why", title="Why?", intro="So."
    )

    assert "So." in text(client, "/questions/why/embed/")
    only = text(client, "/questions/why/editions/1/embed/?block=answer-1")
    assert "Nothing." in only
    assert "So." not in only


def test_an_editions_passages_are_listed_with_the_code_of_their_frames(client, story):
    story_page = get(client, "/stories/tunnel/")
    [to] = re.findall(r'href="([^"]+/passages/)"', story_page)
    page = get(client, to)
    frames = re.findall(r"src=&#34;http://testserver([^&]+)&#34;", page)

    assert to == "/stories/tunnel/editions/3/passages/"
    assert len(frames) > 8
    assert {client.get(address).status_code for address in frames} == {200}
    places = re.findall(r'href="(/stories/tunnel/editions/3/[^"]*)#([^"]+)"', page)
    ids = Read(get(client, "/stories/tunnel/editions/3/")).ids
    assert {name for _at, name in places} <= {*ids}
    assert "/stories/tunnel/editions/9/passages/" not in page
    assert client.get("/stories/tunnel/editions/9/passages/").status_code == 404


def test_a_passage_of_the_brief_is_framed_at_its_depth(client):
    make.published_story(slug="tunnel", brief="Short.", report="At length.")

    page = get(client, EMBED.format(1, "brief-1"))

    assert "Short." in page
    assert 'href="/stories/tunnel/editions/1/?depth=brief#brief-1"' in page


def test_a_frame_asks_the_database_as_often_as_a_page(
    client, story, django_assert_max_num_queries
):
    client.get(EMBED.format(1, "key-points"))

    with django_assert_max_num_queries(9):
        client.get(EMBED.format(1, "key-points"))


def asked(client, url, **more):
    return client.get("/oembed", {"url": f"http://testserver{url}", **more})


def test_programs_get_the_frame_of_an_address_in_json(client, story):
    answer = asked(client, "/stories/tunnel/")
    said = answer.json()

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert (said["version"], said["type"]) == ("1.0", "rich")
    assert (said["title"], said["provider_name"]) == (story.headline, "The Lantern")
    assert 'src="http://testserver/stories/tunnel/embed/"' in said["html"]
    assert (said["width"], f'height="{said["height"]}"' in said["html"]) == (640, True)


@pytest.mark.parametrize(
    ("url", "frame"),
    [
        ("/stories/tunnel/#full-1", "/stories/tunnel/editions/3/embed/?block=full-1"),
        ("/stories/tunnel/editions/1/", "/stories/tunnel/editions/1/embed/"),
        (
            "/stories/tunnel/editions/1/#key-points",
            "/stories/tunnel/editions/1/embed/?block=key-points",
        ),
        (
            "/stories/tunnel/editions/1/embed/?block=full-2",
            "/stories/tunnel/editions/1/embed/?block=full-2",
        ),
        ("/stories/tunnel/?depth=brief#share", "/stories/tunnel/embed/"),
    ],
)
def test_a_passage_is_framed_as_it_is_in_an_edition(client, story, url, frame):
    html = asked(client, url).json()["html"]

    assert f'src="http://testserver{frame}"' in html
    assert client.get(frame).status_code == 200


def test_programs_may_ask_for_xml_and_for_less_room(client, story):
    answer = asked(
        client, "/stories/tunnel/", format="xml", maxwidth="200", maxheight="90"
    )
    text = answer.content.decode()

    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert "<type>rich</type>" in text
    assert "<width>200</width><height>90</height>" in text
    assert "&lt;iframe src=" in text


@pytest.mark.parametrize(
    ("url", "more", "status"),
    [
        ("/stories/tunnel/", {"format": "yaml"}, 400),
        ("/stories/nothing/", {}, 404),
        ("/stories/draft/", {}, 404),
        ("/stories/tunnel/editions/9/", {}, 404),
        ("/stories/gone/", {}, 410),
        ("/search/", {}, 404),
        ("/admin/", {}, 404),
        ("/nowhere", {}, 404),
    ],
)
def test_what_is_not_there_is_said_by_its_status(client, story, url, more, status):
    make.story(slug="draft")
    make.published_story(slug="gone").withdraw(note="It was wrong.")

    answer = asked(client, url, **more)

    assert answer.status_code == status
    if status == 410:
        assert answer.json()["note"] == "It was wrong."


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "https://other.example/stories/tunnel/",
            "javascript:x",
            "http://[",
            "//",
        ),
        *("http://testserver/admin/no/such/", "http://testserver/shared/x/"),
    ],
)
def test_addresses_of_others_are_not_ours_to_frame(client, story, url):
    assert client.get("/oembed", {"url": url}).status_code == 404


def test_a_page_leads_programs_to_its_frame(client, story):
    page = get(client, "/stories/tunnel/editions/1/")
    found = dict(
        re.findall(r'type="(\w+/\w+)\+oembed" href="http://testserver([^"]+)"', page)
    )

    assert found.keys() == {"application/json", "text/xml"}
    answer = client.get(found["application/json"])
    assert "/stories/tunnel/editions/1/embed/" in answer.json()["html"]
    xml = client.get(found["text/xml"].replace("&amp;", "&"))
    assert "/stories/tunnel/editions/1/embed/" in xml.content.decode()
