"""What the documents say of the code is so: files, rooms, settings and commands."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ["README.md", "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md"))]
README = (ROOT / "README.md").read_text()
OPERATIONS = (ROOT / "docs/operations.md").read_text()
# A path in backticks: with a folder, or a file's ending.
ENDING = r"\.(?:py|html|js|css|md|toml|txt|conf|vcl)"
PATH = re.compile(rf"`([\w.-]+(?:/[\w.-]+)*(?:/|{ENDING}))`")
DRAWN = re.compile(rf"(?<![\w/:.…-])([a-z_]+(?:/\w+)+{ENDING})")  # In a diagram.
# Made when the paper runs, and a name for any template.
MADE = {"var/", "noun.html", "_noun.html"}


def is_there(name):
    """Whether a path leads to a file; one without a folder is of any folder."""
    return (ROOT / name).exists() or (
        "/" not in name and any(ROOT.glob(f"[!.]*/**/{name}"))
    )


def rooms():
    return {
        path.relative_to(ROOT).parts[0]
        for path in ROOT.glob("*/**/*.py")
        if path.relative_to(ROOT).parts[0].isidentifier()
    } - {"tests", "var", "build"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: Path(path).name)
def test_every_file_that_a_document_names_is_there(document):
    text = (ROOT / document).read_text()
    named = {*PATH.findall(text), *DRAWN.findall(text)} - MADE

    assert [name for name in sorted(named) if not is_there(name)] == []


def test_the_map_of_the_readme_shows_every_room():
    drawn = README[README.index("## Map") :]

    assert {name for name in rooms() if f"{name}/" not in drawn} == set()


def test_the_map_s_folders_are_folders():
    lines = re.findall(r"^    ( {0,2})(\S.*)$", README[README.index("## Map") :], re.M)
    wrong, room = [], ""
    for indent, line in lines:
        names = re.findall(r"(?<![\w/`])([a-z]+)/", line)
        if not indent and names:
            room = names[0]
        for name in names:
            known = (ROOT / name, ROOT / room / name)
            wrong += [] if any(path.is_dir() for path in known) else [name]

    assert wrong == []


def test_every_setting_is_explained_where_operators_look():
    settings = {
        *re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M)
    }
    source = (ROOT / "newsroom/settings.py").read_text()
    read = {*re.findall(r"""env\.\w+\(\s*"([A-Z_]+)\"""", source)}
    table = {*re.findall(r"\b[A-Z_]{4,}\b", OPERATIONS)}

    assert read - settings == set()
    assert read - table == set()
    assert settings - table - {"ENV_FILE"} == set()


def test_every_command_that_a_document_names_is_one():
    targets = {*re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M)}
    for document in DOCUMENTS:
        text = (ROOT / document).read_text()
        typed = re.findall(r"(?:^    |`)make ([a-z-]+)", text, re.M)
        assert {*typed} - targets == set(), document
        typed = re.findall(r"manage\.py ([a-z_]+)", text)
        assert {*typed} - {*get_commands()} == set(), document


def test_the_glossary_s_code_words_are_in_the_code():
    glossary = (ROOT / "CONTRIBUTING.md").read_text().partition("## Glossary")[2]
    cells = [line.split("|")[2] for line in glossary.splitlines() if "|" in line][2:]
    named = {name for cell in cells for name in re.findall(r"`([A-Z]\w+)", cell)}
    source = "\n".join(
        path.read_text() for room in rooms() for path in (ROOT / room).rglob("*.py")
    )
    defined = {*re.findall(r"^(?:class )?([A-Z]\w+)(?=\(|:| =)", source, re.M)}

    assert len(cells) > 30
    assert [cell for cell in cells if not cell.strip()] == []
    assert named - defined == set()
