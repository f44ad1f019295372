"""The demo paper's pictures: committed as they are drawn, and read like any others."""

import copy
import json
import shutil

import pytest
from PIL import Image

from demo.management.commands.demo import PAPER
from images.sanitizer import clean
from scripts.demo_pictures.__main__ import catalogue, differences, draw, looks_alike
from stories.transfer.image_files import pictures
from tests.support import photos

FOLDER = PAPER / "pictures"
# `python -m scripts.demo_pictures DIR --check` compares them all.
SCENE, CHART = "eu-prepares-for-putin-hero.webp", "almarra-blackout-chart.webp"


def test_every_picture_that_is_listed_is_committed_and_every_story_finds_its_own():
    committed = {file.name for file in FOLDER.iterdir()}
    shown = {
        picture["src"]
        for file in (PAPER / "stories").iterdir()
        for _place, picture in pictures(json.loads(file.read_text("utf-8")))
    }

    assert committed == {*catalogue()}
    assert shown == {f"pictures/{name}" for name in committed}


def test_the_committed_pictures_decode_and_stay_light():
    files = [*FOLDER.iterdir()]

    for file in files:
        with Image.open(file) as picture:
            picture.load()
            assert (picture.format, picture.size) == ("WEBP", (1600, 1000))
    assert sum(file.stat().st_size for file in files) < 800_000


@pytest.mark.parametrize("name", [SCENE, CHART])
def test_the_program_draws_what_is_committed(name):
    assert looks_alike(catalogue()[name], FOLDER / name)


def test_a_newsroom_stores_them_as_they_were_drawn():
    content = (FOLDER / CHART).read_bytes()

    picture = clean(content)

    pixels, stored = (photos.opened(each) for each in (content, picture.content))
    assert stored.tobytes() == pixels.tobytes()
    assert (picture.removed, picture.manifest) == ([], b"")


def test_another_figure_in_a_chart_is_noticed():
    entry = copy.deepcopy(catalogue()[CHART])
    entry["data"]["series"][-1][1] = 47.31

    assert not looks_alike(entry, FOLDER / CHART)


def test_what_is_missing_left_over_or_drawn_otherwise_is_named(tmp_path):
    scene, chart = (catalogue()[name] for name in (SCENE, CHART))
    shutil.copy(FOLDER / CHART, tmp_path / "a.webp")
    draw({"b.webp": scene, "c.webp": scene}, tmp_path)

    wrong = differences({"a.webp": chart, "c.webp": chart, "d.webp": chart}, tmp_path)

    assert wrong == ["b.webp", "c.webp", "d.webp"]
