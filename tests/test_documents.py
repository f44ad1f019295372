"""What the documents say of the code is so: files, rooms, settings and commands."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parent.parent
OPERATORS = sorted(ROOT.glob("docs/operators/**/*.md"))
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
DOCUMENTS += [*sorted(ROOT.glob("docs/*.md")), *OPERATORS]
README = (ROOT / "README.md").read_text()
# A path in backticks: with a folder, or a file's ending.
ENDING = r"\.(?:py|html|js|css|md|toml|txt|conf|vcl)"
PATH = re.compile(rf"`([\w.-]+(?:/[\w.-]+)*(?:/|{ENDING}))`")
DRAWN = re.compile(rf"(?<![\w/:.…-])([a-z_]+(?:/\w+)+{ENDING})")  # In a diagram.
LINKED = re.compile(r"\]\([^)\s]+\)")
# Made when the paper runs, and a name for any template.
MADE = {"var/", "noun.html", "_noun.html"}
# Of a copy of the paper.
MADE |= {".export/", ".export/nginx.conf", "search/words/", "stories/x/index.html"}


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


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_a_document_names_is_there(document):
    text = LINKED.sub("", document.read_text())  # Links have a test of their own.
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


def settings_by_example():
    """Variable to its default in `.env.example`."""
    example = (ROOT / ".env.example").read_text()
    return dict(re.findall(r"^#?([A-Z_]+)=(.*)$", example, re.M))


def settings_by_document():
    """Variable to its default in the tables that operators look at."""
    text = (ROOT / "docs/operators/settings.md").read_text()
    return dict(re.findall(r"^\| `([A-Z_]+)`[^|]* \| ([^|]+?) \|", text, re.M))


def test_every_setting_is_explained_where_operators_look():
    source = (ROOT / "newsroom/settings.py").read_text()
    read = {*re.findall(r"""env\.\w+\(\s*"([A-Z_]+)\"""", source)}

    assert read <= settings_by_example().keys()
    assert settings_by_document().keys() == settings_by_example().keys()


def test_a_setting_has_the_default_that_the_example_has():
    """What is empty there is said in words."""
    in_words = {"", "none", "none, needed"}
    documented = settings_by_document()

    assert {
        name: (documented[name], value)
        for name, value in settings_by_example().items()
        if documented[name] != value
        and not (not value and documented[name] in in_words)
    } == {}


def headings(document):
    """The anchors of a document, as those who show it make them."""
    titles = re.findall(r"^#+ (.+)$", document.read_text(), re.M)
    plain = [re.sub(r"[^\w\s-]", "", title.lower()) for title in titles]
    return {re.sub(r"\s", "-", title.strip()) for title in plain}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_link_leads_to_a_page_and_a_heading_that_are_there(document):
    dead = []
    for link in re.findall(r"\]\(([^)\s]+)\)", document.read_text()):
        place, _, anchor = link.partition("#")
        page = document.parent / place if place else document
        if not link.startswith(("http:", "https:", "mailto:")) and (
            not page.exists() or (anchor and anchor not in headings(page))
        ):
            dead.append(link)

    assert dead == []


def test_every_page_for_operators_is_in_their_index():
    index = ROOT / "docs/operations.md"
    linked = re.findall(r"\]\(([^)#\s]+)", index.read_text())

    assert {*OPERATORS} - {(index.parent / link).resolve() for link in linked} == set()


def test_every_command_that_a_document_names_is_one():
    targets = {*re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M)}
    for document in DOCUMENTS:
        text = document.read_text()
        typed = re.findall(r"(?:^    |`)make ([a-z-]+)", text, re.M)
        assert {*typed} - targets == set(), document
        typed = re.findall(r"manage\.py ([a-z_]+)", text)
        assert {*typed} - {*get_commands()} == set(), document


def typed_by_operators():
    """(page, command, words after it) of each line with one of ours."""
    for page in [ROOT / "docs/operations.md", *OPERATORS]:
        lines = re.findall(
            r"^ {4,}(?:.* )?python (manage\.py .+)$", page.read_text(), re.M
        )
        for line in lines:
            plain = re.split(r" (?:\|\||# |&& )", line)[0].replace("…", "")
            _manage, command, *words = shlex.split(plain.replace("[SLUG]", ""))
            yield page.name, command, words


@pytest.mark.parametrize("typed", [*typed_by_operators()], ids=lambda typed: str(typed))
def test_what_operators_are_told_to_type_is_understood(typed):
    _page, name, words = typed
    command = load_command_class(get_commands()[name], name)

    command.create_parser("manage.py", name).parse_args(words)


def test_what_the_operator_s_script_is_told_to_do_it_can():
    script = ROOT / "deploy/newsroom"
    known = {*re.findall(r"^newsroom ([a-z]+)", script.read_text(), re.M), "help"}
    for page in OPERATORS:
        typed = {*re.findall(r"deploy/newsroom ([a-z]+)", page.read_text())}
        assert typed - known == set(), page


def test_the_pages_that_the_doctor_names_are_there():
    source = "\n".join(p.read_text() for p in ROOT.glob("operations/doctor/*.py"))
    named = {*re.findall(r'"((?!docs/)[\w/-]+\.md(?:#[\w-]+)?)"', source)}
    pages = {
        place: ROOT / "docs/operators" / place.partition("#")[0] for place in named
    }

    assert len(named) > 10
    assert [place for place, page in pages.items() if not page.exists()] == []
    assert [
        place
        for place, page in pages.items()
        if "#" in place and place.partition("#")[2] not in headings(page)
    ] == []


def test_the_commands_that_the_doctor_names_are_there():
    files = [*ROOT.glob("operations/doctor/*.py"), ROOT / "operations/system_checks.py"]
    source = "\n".join(path.read_text() for path in files)
    named = {*re.findall(r"manage\.py ([a-z_]+)", source)}
    services = {*re.findall(r"(?:up -d|--tail 50) ([a-z-]+)", source)}
    compose = (ROOT / "docker-compose.yml").read_text()

    assert len(named) > 5
    assert named - {*get_commands()} == set()
    assert services - {*re.findall(r"^  ([a-z-]+):$", compose, re.M)} == set()
    assert services > {"db", "tick"}


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
