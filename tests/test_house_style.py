"""The house style, as far as a machine can keep it."""

import ast
import functools
import gzip
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from newsroom.storage import short

COMMENT = ("//", "/*", "* ")
ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "newsroom",
    "operations",
    "desk",
    "paper",
    "pages",
    "stories",
    "sources",
    "images",
    "entities",
    "explainer",
    "people",
    "demo",
)
MODULES = [
    path
    for app in (*APPS, "benchmarks")
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
EDITORS = {"admin", "desk", "people"}
PUBLIC_TEMPLATES = [t for t in TEMPLATES if not EDITORS & {*t.parts}]

# A limit is lifted here, with its reason.
LONG_FILES = {
    "stories/models/parts.py": "one list of nouns, nothing but their fields",
    "stories/models/links.py": "the same",
}
LONG_FUNCTIONS: dict[str, str] = {}


def name(path):
    return str(path.relative_to(ROOT))


@functools.cache
def tree(path):
    return ast.parse(path.read_text())


def those(paths, are_wrong):
    """The names of the files of which that is true."""
    return [name(path) for path in paths if are_wrong(path)]


def test_every_module_says_what_belongs_in_it():
    def is_silent(path):
        return path.read_text() and not ast.get_docstring(tree(path))

    assert those(MODULES, is_silent) == []


def test_a_file_fits_in_a_head():
    def is_long(path):
        most = 350 if name(path) in LONG_FILES else 300
        return len(path.read_text().splitlines()) > most

    assert those(MODULES, is_long) == []


def functions(path):
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def lines(function):
    """How many there are without what it says of itself."""
    documented = ast.get_docstring(function) or ""
    whole = function.end_lineno - function.lineno + 1
    return whole - len(documented.splitlines())


def test_a_function_fits_on_half_a_screen():
    found = {
        f"{name(path)}:{function.name}": lines(function)
        for path in MODULES
        for function in functions(path)
        if lines(function) > 40
    }

    assert {place for place in found if place not in LONG_FUNCTIONS} == set(), found


def test_nothing_is_imported_inside_a_function():
    # Models can't be imported before the apps are ready.
    allowed = {"stories/apps.py", "people/apps.py", "benchmarks/__main__.py"}
    # What few processes need, and every command would wait for.
    allowed |= {"stories/index/stems.py", "people/factor.py"}
    allowed |= {"explainer/front_matter.py"}
    allowed |= {"people/compiled_query.py"}
    allowed |= {"paper/calendars/calendar_file.py", "people/mail_address.py"}
    allowed |= {"paper/fediverse/http_signature.py"}

    def has_inner(path):
        inner = (node for function in functions(path) for node in ast.walk(function))
        return any(isinstance(node, ast.Import | ast.ImportFrom) for node in inner)

    assert {*those(MODULES, has_inner)} <= allowed


def having(pattern):
    """Whether a file has that somewhere."""
    return lambda path: re.search(pattern, path.read_text())


def test_templates_have_no_inline_style_or_script():
    style = r"<style|\sstyle=|\son[a-z]+=|javascript:"
    script = r"<script(?![^>]*\ssrc=)(?![^>]*ld\+json)"

    assert those(TEMPLATES, having(f"{style}|{script}")) == []


def test_text_reaches_html_through_escaping_or_prose_alone():
    assert those(TEMPLATES, having(r"\|\s*safe\b|autoescape\s+off")) == []


def test_only_prose_calls_text_safe():
    allowed = {"explainer/prose.py", "explainer/renderer.py"}

    assert {*those(MODULES, having("mark_safe"))} <= allowed


def test_every_include_says_what_it_passes():
    open_handed = r"{%\s*include\s(?![^%]*\sonly\s*%})[^%]*%}|with context"

    assert those(PUBLIC_TEMPLATES, having(open_handed)) == []


def test_a_part_of_a_readers_page_is_one_macro_that_is_named_as_its_file():
    def macros(path):
        return re.findall(r"{%-?\s*macro\s+(\w+)", path.read_text())

    parts = [t for t in PUBLIC_TEMPLATES if t.name.startswith("_")]
    named = {t: f"print_{t.stem.lstrip('_')}" for t in parts}

    assert len(parts) > 70
    assert {t: macros(t) for t in parts} == {t: [named[t]] for t in parts}


def test_a_partial_opens_with_its_contract():
    partials = [path for path in PUBLIC_TEMPLATES if path.name.startswith("_")]

    assert those(partials, having(r"\A(?!.*{#)")) == []


def test_a_template_fits_on_two_screens():
    assert those(TEMPLATES, lambda path: len(path.read_text().splitlines()) > 80) == []


def test_no_browser_test_has_a_page_read_what_its_policy_forbids():
    """It would pass if the first answer is yes, and fail on a slower machine."""
    tests = sorted((ROOT / "tests/browser").glob("*.py"))

    assert those(tests, having("wait_for_function")) == []


def test_the_stylesheet_and_scripts_stay_small():
    static = ROOT / "newsroom" / "static"
    public = [p for p in (static / "js").glob("*.js") if not p.name.startswith("desk")]
    # One page has it, of a copy on a host that runs nothing.
    public.remove(search := static / "js" / "copy-search.js")

    # As sent: what a reader's browser has to fetch.
    sheet = short((static / "site.css").read_text())
    assert len(gzip.compress(sheet.encode(), 9)) <= 7_800
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in public) <= 9_000
    assert len(gzip.compress(search.read_bytes(), 9)) <= 2_500


def test_a_declaration_has_a_line_of_its_own():
    styles = (ROOT / "newsroom" / "static").rglob("*.css")

    def is_run_together(path):
        rules = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
        return re.search(r"[;{}][ \t]*[^\s}]", rules)

    assert those(styles, is_run_together) == []


def test_what_scripts_of_the_desk_share_is_said_once():
    """Three lines on end in two places are a helper that has no home yet."""
    homes, places = defaultdict(set), defaultdict(set)
    for path in (ROOT / "newsroom/static/desk").glob("*.js"):
        text = path.read_text()
        for said in ("csrftoken=", "new DOMParser", ".createElement("):
            homes[said] |= {path.name} if said in text else set()
        lines = [line.strip() for line in text.splitlines()]
        code = [line for line in lines if len(line) > 12 and line[:2] not in COMMENT]
        for number, three in enumerate(zip(code, code[1:], code[2:], strict=False)):
            places[three].add((path.name, number))

    assert set(map(frozenset, homes.values())) == {frozenset({"desk.js"})}
    assert [three for three, found in places.items() if len(found) > 1] == []


def test_core_fonts_stay_within_their_budget():
    fonts = ROOT / "newsroom" / "static" / "fonts"
    core = [
        fonts / f"{cut}.woff2" for cut in ("serif", "serif-italic", "display", "sans")
    ]

    assert sum(font.stat().st_size for font in core) <= 60_000


def test_locks_name_no_registry():
    for lock in ROOT.glob("requirements*.txt"):
        assert "://" not in lock.read_text()


def test_changes_are_listed_newest_first():
    text = (ROOT / "CHANGELOG.md").read_text()
    versions = re.findall(r"^## (\d+)\.(\d+)\.(\d+)", text, re.M)

    assert all(later >= earlier for later, earlier in pairwise(versions))
