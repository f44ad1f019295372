"""What somebody outside gets who was given a link: the text, and nothing besides."""

import re
import uuid

import pytest
import time_machine
from django.test import Client

from desk.models import Comment, ShareLink
from images.image_store import take_in
from tests import make
from tests.support import photos

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet, noimageindex",
}
LINK = re.compile(r'(?:href|src|action|content)="([^"]*)"')


@pytest.fixture
def outsider():
    return Client(enforce_csrf_checks=True)


def address(secret, rest=""):
    return f"/shared/{secret}/{rest}"


def text_of(answer):
    return answer.content.decode()


def is_sealed(answer):
    """Whether an answer stays between us and whoever asked."""
    policy = answer["Content-Security-Policy"]
    return (
        {name: answer[name] for name in HEADERS} == HEADERS
        and "script-src" not in policy
        and "default-src 'none'" in policy
        and not answer.cookies
        and not {"ETag", "Link", "Access-Control-Allow-Origin"} & {*answer.headers}
    )


@pytest.mark.parametrize("kind", ["story", "question"])
def test_an_outsider_reads_the_draft_under_a_banner(outsider, kind):
    owner = getattr(make, kind)()
    name = "headline" if kind == "story" else "title"
    first = make.rewrite(owner, **{name: "Not out yet"})
    _link, pinned = make.share_link(owner, revision=first, label="Ruth <Lawyer>")
    _link, draft = make.share_link(owner, takes_comments=True)
    make.rewrite(owner, **{name: "Changed since"})

    page, other = outsider.get(address(pinned)), outsider.get(address(draft))

    assert (page.status_code, is_sealed(page)) == (200, True)
    text = text_of(page)
    assert "Not out yet" in text
    assert "Changed since" not in text
    assert "Ruth &lt;Lawyer&gt;" in text
    assert "Draft. Confidential, not for publication." in text
    assert "The text as it was saved on" in text
    assert "<form" not in text
    assert "<script" not in text
    assert "Changed since" in text_of(other)
    assert "The draft as it is now, saved on" in text_of(other)
    assert 'id="remarks"' in text_of(other)


def test_the_page_names_its_own_address_to_nobody(outsider):
    parts = {"entities": [{"entity": make.entity(slug="not-out"), "name": "Not out"}]}
    story = make.story(parts, brief="Short. @[Not out](not-out)", report="Long.")
    _link, secret = make.share_link(story, takes_comments=True)

    page = text_of(outsider.get(address(secret)))

    own = {link for link in LINK.findall(page) if secret in link}
    within = re.compile(
        re.escape(address(secret)) + r"(\?depth=(brief|glance))?(#(ladder|remarks))?"
    )
    assert own
    assert all(map(within.fullmatch, own))
    assert 'rel="canonical"' not in page
    assert "og:url" not in page
    assert "application/ld+json" not in page
    assert "/topics/not-out/" not in page, "readers have no such page"
    assert "manifest" not in page


def test_an_outsider_learns_of_no_other_text_that_readers_have_not(outsider):
    make.published_story(slug="out", headline="Out")
    withdrawn = make.published_story(slug="zqx-gone", headline="Zqx gone")
    withdrawn.withdraw(note="It was wrong.")
    make.edition(make.story(slug="zqx-coming", headline="Zqx"), at=make.soon())
    make.story(slug="zqx-draft", headline="Zqx draft")
    slugs = ("out", "zqx-gone", "zqx-coming", "zqx-draft")
    why, asked = (
        make.question(title="Zqx why?"),
        make.published_question(title="Asked?"),
    )
    parts = {"related": [{"slug": slug, "label": f"{slug} it"} for slug in slugs]}
    parts["questions"] = [{"question": q, "title": q.title} for q in (why, asked)]
    story = make.story(parts, brief="Short.", report="Long.", translation_of=slugs[3])
    _link, secret = make.share_link(story, takes_comments=True)

    for depth in ("", "?depth=brief", "?depth=glance"):
        page = text_of(outsider.get(address(secret, depth)))
        assert not re.search("zqx", page, re.IGNORECASE), depth
        assert 'href="/stories/out/"' in page, depth
    assert "Asked?" in text_of(outsider.get(address(secret)))


def test_only_visits_are_counted(outsider):
    link, secret = make.share_link(make.story())

    ahead = {"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}
    for headers in (*ahead, {"X-Purpose": "preview"}, {"X-Moz": "prefetch"}):
        assert outsider.get(address(secret), headers=headers).status_code == 200
    link.refresh_from_db()
    assert (link.visits, link.last_visit_at) == (0, None)
    for ask in (outsider.head, outsider.get, outsider.get, outsider.options):
        ask(address(secret))
    with time_machine.travel(make.soon()):
        outsider.get(address(secret))

    link.refresh_from_db()
    assert link.visits == 2
    assert ShareLink.objects.get().last_visit_at == link.last_visit_at


def closed():
    """Addresses that open nothing, each for another reason."""
    story = make.story()
    ended, of_ended = make.share_link(story)
    ended.end(by=make.editor())
    _expired, of_expired = make.share_link(story, until=make.soon(hours=1))
    source = make.source(embargoed_until=make.soon(days=9))
    held = make.story()
    _held, of_held = make.share_link(held)
    cited = {"sources": [{"key": "r", "url": source.url, "source": source}]}
    make.add_parts(held, cited)
    deleted = make.story()
    _deleted, of_deleted = make.share_link(deleted)
    deleted.revisions.all().delete()
    deleted.delete()
    return ["x" * 32, "", of_ended, of_expired, of_held, of_deleted]


def test_no_cache_before_the_paper_keeps_what_an_outsider_gets(
    outsider, behind_the_cache
):
    link, secret = make.share_link(make.story(headline="Not out"))
    first, again = (outsider.get(address(secret)) for _time in range(2))
    assert "Not out" in text_of(again)
    assert is_sealed(first)

    link.end(by=make.editor())

    assert outsider.get(address(secret)).status_code == 404


def test_a_page_costs_the_same_beside_many_links_and_comments(
    outsider, django_assert_max_num_queries
):
    story = make.story()
    link, secret = make.share_link(story, takes_comments=True)
    outsider.get(address(secret))

    def queries():
        with django_assert_max_num_queries(20) as asked:
            outsider.get(address(secret))
        return len(asked)

    few = queries()
    for _number in range(10):
        make.share_link(story)
        said = Comment.objects.say(link, guest="Ruth", body="So.")
        make.comment(story, parent=said, is_for_guest=True)

    assert queries() == few


def test_whatever_opens_nothing_gets_one_and_the_same_answer(outsider):
    secrets = closed()

    with time_machine.travel(make.soon(hours=2)):
        answers = [outsider.get(f"/shared/{secret}/") for secret in secrets]
        answers.append(outsider.get("/shared/"))
        answers.append(outsider.post(f"/shared/{secrets[2]}/", {"body": "So?"}))
        answers.append(outsider.get(f"/shared/{secrets[2]}/images/{'0' * 64}.png"))

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert all(map(is_sealed, answers))
    assert "Nothing to see here" in text_of(answers[0])
    assert not Comment.objects.exists()


def test_the_links_of_who_left_the_paper_open_nothing(outsider, ana, ben):
    story = make.story()
    (hers, secret), (_his, other) = (
        make.share_link(story, by=who) for who in (ana, ben)
    )
    assert outsider.get(address(secret)).status_code == 200

    ana.is_active = False
    ana.save()

    assert outsider.get(address(secret)).status_code == 404
    assert outsider.get(address(other)).status_code == 200
    hers.refresh_from_db()
    assert not hers.is_open(hers.at)


@pytest.mark.parametrize("unseen", ["\u200b", " \u2060\ufeff\n", "\u3164\u2800"])
def test_what_nobody_can_see_is_no_comment_and_no_name(outsider, unseen):
    _link, secret = make.share_link(make.story(), takes_comments=True)
    family = "👩\u200d🚒 नमस्\u200dते"

    for lacking in ({"body": unseen}, {"guest": unseen}):
        answer = say(outsider, secret, **lacking)
        assert answer.status_code == 422, lacking
    assert not Comment.objects.exists()
    assert say(outsider, secret, body=family).status_code == 302
    assert Comment.objects.get().body == family, "joiners within words stay"


def test_who_guesses_has_to_wait_and_who_has_a_link_has_not(outsider):
    _link, secret = make.share_link(make.story())

    said = [outsider.get(address(uuid.uuid4().hex)) for _number in range(32)]

    assert [one.status_code for one in said] == [404] * 30 + [429] * 2
    assert 1 <= int(said[-1]["Retry-After"]) <= 60
    assert said[-1].content == said[0].content
    assert outsider.get(address(secret)).status_code == 200


def test_what_a_mail_has_behind_an_address_leads_to_it(outsider):
    _link, secret = make.share_link(make.story())

    for behind in ("", ").", "/)", "/x/y"):
        answer = outsider.get(f"/shared/{secret}{behind}")
        assert answer.status_code == 302, behind
        assert answer["Location"] == address(secret)
        assert is_sealed(answer)


@pytest.fixture
def pictured():
    """A draft with a picture that readers have not met."""
    image = take_in(photos.drawn(size=(900, 600)))
    hero = {"image": [{"image": image, "alt": "A harbour"}]}
    return make.story(hero), image


def sizes(page):
    return re.findall(r'(?:src|srcset)="([^" ]*/images/[^" ]*)', page)


def test_pictures_of_the_draft_come_through_the_link_alone(outsider, pictured):
    story, image = pictured
    _link, secret = make.share_link(story)
    _link, of_another = make.share_link(make.story())

    page = text_of(outsider.get(address(secret)))
    found = sizes(page)

    assert found
    for size in found:
        assert size.startswith(address(secret, "images/"))
        answer = outsider.get(size)
        assert (answer.status_code, is_sealed(answer)) == (200, True)
        assert answer["Content-Type"].startswith("image/")
        bare = size.removeprefix(f"/shared/{secret}")
        assert outsider.get(bare).status_code == 404
        assert outsider.get(f"/shared/{of_another}{bare}").status_code == 404
    assert outsider.post(found[0]).status_code == 405
    assert outsider.get(f"{found[0]}x").status_code == 404
    image.kill("Not ours.")
    assert {outsider.get(size).status_code for size in found} == {404}
    assert not sizes(text_of(outsider.get(address(secret))))


def say(outsider, secret, **sent):
    said = {"body": "Page two is wrong.", "guest": "Ruth", "place": ""} | sent
    headers = said.pop("headers", {})
    return outsider.post(address(secret), said, headers=headers)


def test_an_outsider_comments_on_a_place_and_reads_what_is_meant_for_them(outsider):
    story = make.story(summary="Twelve met.")
    link, secret = make.share_link(story, takes_comments=True)
    _theirs, of_another = make.share_link(story, takes_comments=True)
    make.comment(story, body="Between us: she is wrong.")
    sent = {"place": ":summary", "quote": "Twelve", "body": "<b>Nine</b> @ana"}

    answer = say(outsider, secret, **sent, mark=uuid.uuid4())

    assert (answer.status_code, answer["Location"]) == (
        302,
        address(secret, "#remarks"),
    )
    said = Comment.objects.get(link=link)
    assert (said.field, said.quote, said.guest) == ("summary", "Twelve", "Ruth")
    make.comment(story, parent=said, body="Leave it.")
    make.comment(story, parent=said, body="Nine, thank you.", is_for_guest=True)
    page = text_of(outsider.get(address(secret)))
    assert "&lt;b&gt;Nine&lt;/b&gt; @ana" in page
    assert "Nine, thank you." in page
    assert "Leave it." not in page
    assert "she is wrong" not in page
    assert "editor-" not in page, "nobody at the desk is named"
    assert "Nine" not in text_of(outsider.get(address(of_another)))
    assert say(outsider, secret, thread=said.pk, body="Gladly.").status_code == 302
    assert Comment.objects.get(body="Gladly.").parent == said


def test_a_comment_sent_twice_is_one(outsider):
    _link, secret = make.share_link(make.story(), takes_comments=True)
    mark = uuid.uuid4()

    assert [say(outsider, secret, mark=mark).status_code for _n in (1, 2)] == [302, 302]

    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"body": " "}, 422),
        ({"guest": ""}, 422),
        ({"body": "x" * 4001}, 422),
        ({"guest": "x" * 101}, 422),
        ({"quote": "x" * 1001}, 422),
        ({"place": "nowhere:at-all"}, 422),
        ({"mark": "no"}, 422),
        ({"thread": "12"}, 422),
        ({"thread": 10**30}, 422),
        ({"body": "x" * 70_000}, 413),
        ({"headers": {"Sec-Fetch-Site": "cross-site"}}, 403),
        ({"headers": {"Sec-Fetch-Site": "cross-site", "Origin": "null"}}, 403),
        ({"headers": {"Origin": "https://elsewhere.example"}}, 403),
        ({"headers": {"Sec-Fetch-Site": "same-origin", "Origin": "null"}}, 302),
        ({"headers": {"Origin": "null"}}, 302),
    ],
)
def test_what_an_outsider_sends_is_kept_whole_or_given_back(outsider, sent, status):
    _link, secret = make.share_link(make.story(), takes_comments=True)

    answer = say(outsider, secret, **sent)

    assert (answer.status_code, is_sealed(answer)) == (status, True)
    assert Comment.objects.count() == (status == 302)
    if status in (403, 422):
        assert "This was not sent yet." in text_of(answer)
        assert (sent.get("body") or "Page two is wrong.") in text_of(answer)


def test_a_link_that_takes_no_comments_takes_none(outsider):
    _link, secret = make.share_link(make.story())

    assert say(outsider, secret).status_code == 405
    assert not Comment.objects.exists()


def test_the_banner_speaks_the_language_of_the_text(outsider):
    _link, secret = make.share_link(make.story(language="ar"), takes_comments=True)

    page = text_of(outsider.get(address(secret)))

    assert re.search(r'class="notice confidential"[^>]* lang="ar" dir="rtl"', page)
    assert "Confidential" not in page
