"""Static files as production serves them: hashed, and none of them missing."""

import contextlib
import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import RequestFactory, override_settings
from whitenoise.middleware import WhiteNoiseMiddleware

from newsroom.storage import HashedFiles, short

ROOT = Path(__file__).parents[2]
IMPORTS = re.compile(r"""(?:from\s*|import\()["']\./([^"']+)["']""")
NAMED = sorted(
    {
        name
        for template in ROOT.glob("templates/**/*.html")
        for name in re.findall(r"""{% static ["']([^"']+)["']""", template.read_text())
    }
)


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Where production's files are, and what each is called there."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(
        STATIC_ROOT=folder, STORAGES={"staticfiles": {"BACKEND": settings.HASHED}}
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        return folder, dict(staticfiles_storage.hashed_files)


@pytest.mark.parametrize("name", NAMED)
def test_static_file_that_a_template_names_is_collected(collected, name):
    folder, hashed = collected

    assert (folder / hashed[name]).exists()


def test_scripts_import_each_other_by_their_hashed_names(collected):
    folder, hashed = collected
    scripts = {name for name in hashed if re.fullmatch(r"desk/\w+\.js", name)}
    imported = {
        f"desk/{other}"
        for name in scripts
        for other in IMPORTS.findall((folder / hashed[name]).read_text())
    }

    assert {hashed["desk/desk.js"], hashed["desk/clipboard.js"]} <= imported
    assert imported <= {*hashed.values()} - {*hashed}


@pytest.mark.parametrize(
    ("asked", "encoding", "read"),
    [
        ("br, gzip", "br", brotli.decompress),
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ],
)
def test_a_text_is_sent_as_whoever_asks_can_read_it_for_as_long_as_they_like(
    collected, asked, encoding, read
):
    folder, hashed = collected
    with override_settings(
        STATIC_ROOT=folder, STORAGES={"staticfiles": {"BACKEND": settings.HASHED}}
    ):
        address = staticfiles_storage.url("site.css")
        answer = WhiteNoiseMiddleware()(
            RequestFactory().get(address, headers={"Accept-Encoding": asked})
        )
        with contextlib.closing(answer.file_to_stream):
            sent = b"".join(answer)

    assert (answer.status_code, answer.get("Content-Encoding")) == (200, encoding)
    assert (answer["Vary"], answer["Content-Length"]) == (
        "Accept-Encoding",
        f"{len(sent)}",
    )
    assert read(sent) == (folder / hashed["site.css"]).read_bytes()
    assert "public, immutable" in answer["Cache-Control"]


def test_a_file_under_its_plain_name_has_no_compressed_one_that_might_be_older(
    tmp_path,
):
    (tmp_path / "site.css.gz").write_bytes(b"old")
    with override_settings(
        STATIC_ROOT=tmp_path, STORAGES={"staticfiles": {"BACKEND": settings.HASHED}}
    ):
        storage = HashedFiles()
        storage.hashed_files = {"site.css": "site.1.css"}
        for name in ("site.css", "site.1.css"):
            (tmp_path / name).write_text("a { color: var(--ink); } " * 99)
        told = [*storage.compress_files({"site.css", "site.1.css"})]

    assert sorted(told) == [("site.1.css", f"site.1.css.{e}") for e in ("br", "gz")]
    assert not (tmp_path / "site.css.gz").exists()


def test_a_style_sheet_comes_without_comments_and_indentation(collected):
    folder, hashed = collected
    sent = (folder / hashed["site.css"]).read_text()
    written = (ROOT / "newsroom/static/site.css").read_text()

    assert "/*" in written
    assert "/*" not in sent
    assert "\n  " not in sent
    assert sent.count("{") == written.count("{")
    assert sent.count(";") == re.sub(r"/\*.*?\*/", "", written, flags=re.S).count(";")


def test_a_text_in_a_style_sheet_stays_as_it_is():
    sheet = """
    a::before {  /* one */
      content: "/* a \\" */ b";
      margin: 1px
        2px; /* two
      lines */
    }
    """

    assert short(sheet) == ('a::before {content: "/* a \\" */ b";margin: 1px\n2px;}')


def test_an_address_is_kept_until_files_have_other_names(tmp_path):
    storage = HashedFiles(location=tmp_path, base_url="/static/")
    storage.hashed_files = {"a.css": "a.1.css"}
    assert [storage.url("a.css"), storage.url("a.css")] == ["/static/a.1.css"] * 2

    storage.hashed_files = {"a.css": "a.2.css"}
    storage.save_manifest()

    assert storage.url("a.css") == "/static/a.2.css"
    with override_settings(DEBUG=True):
        assert storage.url("a.css") == "/static/a.css"
