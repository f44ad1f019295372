"""A package waits for its first use; a module of it can be had alone."""

import sys
from importlib import import_module

import pytest

from explainer.late_packages import load_late


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of two modules, which notes each time that it is read."""
    folder = tmp_path / "slow_package"
    folder.mkdir()
    said = "import sys; sys.reads.append(__name__)\n"
    (folder / "__init__.py").write_text(f"{said}from slow_package import one, two\n")
    (folder / "one.py").write_text(f"{said}WORD = 'one'\n")
    (folder / "two.py").write_text(f"{said}WORD = 'two'\n")
    reads = []
    monkeypatch.setattr(sys, "reads", reads, raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    yield reads
    for name in [name for name in sys.modules if name.startswith("slow_package")]:
        del sys.modules[name]


def test_a_module_is_had_without_the_rest_of_its_package(package):
    load_late("slow_package")

    assert import_module("slow_package.two").WORD == "two"
    assert package == ["slow_package.two"]


def test_whoever_asks_for_something_of_it_has_all_of_it_once(package):
    load_late("slow_package")
    found = import_module("slow_package")
    assert package == []

    assert (found.one.WORD, found.two.WORD) == ("one", "two")
    assert package == ["slow_package", "slow_package.one", "slow_package.two"]
    with pytest.raises(AttributeError, match="slow_package has no three"):
        _ = found.three


def test_a_package_that_is_there_stays_as_it_is(package):
    found = import_module("slow_package")

    load_late("slow_package")

    assert sys.modules["slow_package"] is found
    assert len(package) == 3


def test_there_has_to_be_such_a_package():
    with pytest.raises(ImportError, match="there is no slow_package"):
        load_late("slow_package")


def test_a_package_that_fails_says_why_each_time(package, tmp_path):
    broken = tmp_path / "slow_package" / "__init__.py"
    broken.write_text("ONE = 1\nraise RuntimeError('it is broken')\n")
    load_late("slow_package")
    found = import_module("slow_package")

    for _time in range(2):
        with pytest.raises(RuntimeError, match="it is broken"):
            _ = found.TWO
