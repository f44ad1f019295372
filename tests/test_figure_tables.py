"""Figures that are tables: words in the place of a picture, at every door."""

import pytest
from django.core.management import call_command

from explainer import file
from stories.models import Figure, Showing
from stories.transfer.story_import import PublishOptions
from tests import make
from tests.support import desk
from tests.support.files import faults, take

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TABLE = "| Year | Votes |\n|---|--:|\n| 1994 | 12 [^a] |\n: Who voted"
STORY = {
    "format": "explainer/1",
    "slug": "votes",
    "headline": "Votes",
    "desk": "World",
    "summary": "They voted.",
    "report": "Before.\n\n::figure votes\n\n3. März 2026 war ein Dienstag.",
    "figures": [{"key": "votes", "kind": "table", "table": TABLE, "credit": "Us"}],
    "timeline": [{"date": "2026-03-03", "text": "12. března vstoupila."}],
    "sources": [{"key": "a", "title": "Minutes", "outlet": "Council"}],
}


def test_a_table_is_read_where_it_is_placed_and_its_source_is_cited(client):
    take(STORY, publishing=PublishOptions())

    page = client.get("/stories/votes/?depth=full").content.decode()

    assert page.count("<table>") == 1
    assert "<caption>Who voted</caption>" in page
    assert page.index("Before.") < page.index("<caption>") < page.rindex("3. März")
    assert 'href="#source-1" id="cite-1-1"' in page.partition("</table>")[0]
    assert '<span class="credit">Us</span>' in page
    assert "12. března vstoupila" in page


def test_a_table_survives_going_out_and_coming_in(client, capsys):
    take(STORY, publishing=PublishOptions())
    call_command("export_stories")
    (out,) = file.read_stories(capsys.readouterr().out)
    digest = Showing.objects.get().digest

    again = take(out, publishing=PublishOptions())

    assert out["figures"][0]["table"] == TABLE
    assert (again.unchanged, Showing.objects.get().digest) == (["votes"], digest)


def test_a_figure_is_a_picture_or_a_table():
    bare = STORY | {"figures": [*STORY["figures"], {"key": "x", "kind": "map"}]}
    words = "stories[0].figures[1].src: missing; choose a picture, or write a table"

    assert faults(bare, publishing=PublishOptions()) == [words]
    assert take(bare).notices[0] == words


def test_the_desk_keeps_a_figure_of_nothing_and_says_what_it_lacks(admin_client):
    story = make.story({"figures": [{"key": "votes", "table": "| a |\n|---|\n| b |"}]})
    make.story({"figures": [{"key": "other", "table": "| a |\n|---|\n| c |"}]})
    address = desk.address("change", story)
    sent = desk.fields(admin_client.get(address))
    key = next(name for name in sent if name.endswith("-0-table"))

    saved = admin_client.post(address, sent | {key: TABLE.replace("\n", "\r\n")})
    sent = desk.fields(admin_client.get(address))
    found = {figure.key: figure.table for figure in Figure.objects.all()}
    emptied = admin_client.post(address, sent | {key: ""}, follow=True)

    assert saved.status_code == 302
    assert found["votes"].replace("\r", "") == TABLE
    said = "Image: missing; choose a picture, or write a table."
    assert said in emptied.content.decode()
    after = {figure.key: figure.table for figure in Figure.objects.all()}
    assert after == {"votes": "", "other": "| a |\n|---|\n| c |"}
