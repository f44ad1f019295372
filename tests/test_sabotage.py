"""Faults are small, can be read, and are met by the tests that come to their place."""

import pytest

from scripts.mutants import mutants
from scripts.sabotage import short
from scripts.sampling import layer, sample, shares
from scripts.traces import nearest

CODE = '''"""A shop."""
from django.db import transaction

class Shop(Model):
    name = CharField(_("name"), max_length=3, help_text="é" * 2)

    def close(self, at):
        """Ends all."""
        with transaction.atomic():
            if self.is_open and at >= self.day - 1:
                self.rows.filter(shop=self).update(end=at)
        return self.rows.exclude(end=None)[:5]
'''
PAGE = """{# A row. #}
{% if page.open %}<p lang="{{ row.code }}" class="x">{{ row.name|title }}</p>{% endif %}
{% include "a.html" with row=row only %}
"""


def faults(path, source):
    return {
        (found.kind, found.difference(source)[1]) for found in mutants(path, source)
    }


@pytest.mark.parametrize(
    "fault",
    [
        ("condition negated", "if not (self.is_open and at >= self.day - 1):"),
        ("condition dropped", "if True:"),
        ("condition dropped", "if (at >= self.day - 1):"),
        ("and/or", "if (self.is_open) or (at >= self.day - 1):"),
        ("comparison", "if self.is_open and at > self.day - 1:"),
        ("off by one", "if self.is_open and at >= self.day:"),
        ("filter dropped", "self.rows.all().update(end=at)"),
        ("keyword dropped", "self.rows.filter(shop=self).update()"),
        ("statement dropped", "pass"),
        ("exclude dropped", "return self.rows.all()[:5]"),
        ("constant", "return self.rows.exclude(end=None)[:6]"),
        ("return None", "return None"),
        ("transaction dropped", "if True:"),
    ],
)
def test_code_has_the_faults_that_a_hand_makes(fault):
    assert fault in faults("shop/models.py", CODE)


def test_what_is_for_people_is_left_alone():
    changed = [now for _kind, now in faults("shop/models.py", CODE) if "name" in now]

    assert sorted(changed) == [
        'name = CharField(_("name"), help_text="é" * 2)',
        'name = CharField(_("name"), max_length=4, help_text="é" * 2)',
    ]


@pytest.mark.parametrize(
    "fault",
    [
        ("condition dropped", "{% if True %}"),
        ("condition negated", "{% if not page.open %}"),
        ("attribute gone", '<p class="x">'),
        ("variable swapped", "{{ row.code }}</p>"),
        ("filter gone", "{{ row.name }}</p>"),
        ("element gone", "{% if page.open %}{% endif %}"),
        ("include gone", ""),
    ],
)
def test_a_page_has_the_faults_that_a_hand_makes(fault):
    kind, part = fault

    assert [
        now
        for of, now in faults("templates/a.html", PAGE)
        if of == kind and part in now
    ]


def test_looks_are_left_to_eyes():
    gone = {now for kind, now in faults("templates/a.html", PAGE) if "attr" in kind}

    assert all('class="x"' in now for now in gone)


def test_every_layer_has_its_share_of_a_sample():
    assert shares({"models": 7, "desk": 2, "pure": 1}, 5) == {
        "models": 4,
        "desk": 1,
        "pure": 0,
    }
    assert layer("templates/a.html") == "templates"
    assert layer("explainer/prose.py") == "pure"
    assert layer("stories/models/story.py") == "models"
    assert layer("desk/draft/story_admin.py") == "desk"
    assert layer("paper/views.py") == "public"


def test_a_seed_has_one_sample_of_which_each_fault_has_a_line_of_its_own():
    texts = {"shop/models.py": CODE, "templates/a.html": PAGE}

    chosen = sample(texts, 5, 6)

    assert chosen == sample(texts, 5, 6) != sample(texts, 6, 6)
    assert len({(fault.path, fault.line) for fault in chosen}) == 6


def test_the_nearest_tests_come_first_and_those_elsewhere_not_at_all():
    def recorded(name, lines, others, times=1, seconds=1):
        files = {"shop/models.py": sum(1 << line for line in lines)} if lines else {}
        files |= {"b.py": others}
        total = sum(mask.bit_count() for mask in files.values())
        about = {"test": name, "times": times, "seconds": seconds}
        return about | {"files": files, "total": total}

    tests = [
        recorded("wide", [9, 10, 11], 0b111110),
        recorded("near", [9, 10, 11], 0b10),
        recorded("elsewhere", [9, 10], 0b10),
        recorded("perhaps, of many parameters", [9, 10], 0b10, times=3),
        recorded("too slow", [9, 10, 11], 0b110, seconds=61),
        recorded("tests/test_models.py::test_its_own", [], 0b110),
    ]
    [fault] = [m for m in mutants("shop/models.py", CODE) if m.kind == "filter dropped"]

    found = nearest(fault, CODE, {}, tests)

    own = "tests/test_models.py::test_its_own"
    assert found == ["near", "wide", own, "perhaps, of many parameters"]


def test_equal_lines_of_one_file_have_keys_of_their_own():
    code = "def {}():\n    return here\n\n\n"
    page = "{{% block {} %}}\n<p>{{{{ here }}}}</p>\n{{% endblock %}}\n"
    for path, part in (("shop/views.py", code), ("templates/a.html", page)):
        source = part.format("a") + part.format("b")
        moved = part.format("c") + source

        keys = [fault.key(source) for fault in mutants(path, source)]

        assert len({*keys}) == len(keys) >= 2
        assert {*keys} < {fault.key(moved) for fault in mutants(path, moved)}


def test_a_long_line_is_shown_where_it_differs():
    assert short("a" * 50 + "b", "a" * 50 + "c", 20) == ("a" * 10 + "b", "a" * 10 + "c")
