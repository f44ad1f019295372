"""Picture files on their way into the store: refused, encoded, read and kept."""

import os
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage
from PIL import Image as Pillow
from PIL import JpegImagePlugin

from images import embedded_metadata, file_types, sanitizer
from images.file_types import RefusedPictureError
from images.image_store import fill, keep, take_in
from images.models import Image
from images.sanitizer import clean, name_of
from stories.transfer import image_files
from stories.transfer.image_files import PictureIntake, pictures
from tests.support import photos

SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}


def refusal(call, *given):
    with pytest.raises(RefusedPictureError) as refused:
        call(*given)
    return str(refused.value)


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def files(store):
    return sorted(str(p.relative_to(store)) for p in store.rglob("*") if p.is_file())


def test_a_file_has_twenty_megabytes_at_most():
    most = 20 * 1024 * 1024

    file_types.refuse_size(bytes(most))
    assert refusal(file_types.refuse_size, bytes(most + 1)) == (
        "The file is larger than 20 MB."
    )
    assert refusal(file_types.refuse_size, b"") == "The file is empty."


@pytest.mark.parametrize(
    ("width", "height", "kind", "moves", "said"),
    [
        (10_000, 5_000, "PNG", False, ""),
        (10_000, 5_001, "PNG", False, "It has more than 50 million pixels."),
        (16_383, 1, "PNG", False, ""),
        (1, 16_384, "PNG", False, "One of its sides has more than 16,383 pixels."),
        (6, 4, "MPO", True, ""),
        (
            *(6, 4, "WEBP", True),
            "This picture moves. Readers get still ones: save one frame of it.",
        ),
    ],
)
def test_a_picture_has_so_many_pixels_at_most_and_stands_still(
    width, height, kind, moves, said
):
    picture = SimpleNamespace(
        width=width,
        height=height,
        size=(width, height),
        format=kind,
        is_animated=moves,
    )
    if said:
        assert refusal(file_types.refuse_shape, picture) == said
    else:
        file_types.refuse_shape(picture)


OTHER = (
    "This is a {} file, which not every browser shows. Save it as JPEG, PNG, WebP or "
    "AVIF and upload that."
)
SVG = "SVG drawings can carry scripts. Save it as PNG and upload that."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"BM12", OTHER.format("BMP")),
        (b"II*\0x", OTHER.format("TIFF")),
        (b"MM\0*x", OTHER.format("TIFF")),
        (b"%PDF-1", OTHER.format("PDF")),
        (b"8BPS", OTHER.format("PSD")),
        *(
            (b"\0\0\0\x18" + begins, OTHER.format("HEIC"))
            for begins in (b"ftypheic", b"ftyphevc", b"ftypmif1", b"ftypmsf1")
        ),
        (b" <SVG", SVG),
        (b"<!-- x -->" + b" " * 986 + b"<svg", SVG),
        (b"<!-- x -->" + b" " * 987 + b"<svg", ""),
        (b"words of <svg", ""),
        (b"ftypheic", ""),
        (b"GIF89a", ""),
        (b"xBM12", ""),
    ],
)
def test_a_picture_of_another_kind_is_known_by_how_it_begins(content, said):
    assert file_types.other_kind(content) == said


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.PHP", b"", "Its name ends in .php, which is no picture."),
        ("a.bmp", b"BM12", OTHER.format("BMP")),
        ("a.bmp", b"words", "Its name ends in .bmp, which is no picture."),
    ],
)
def test_what_is_called_something_else_is_told_what_it_is(name, content, said):
    assert refusal(file_types.refuse_name, name, content) == said


@pytest.mark.parametrize(
    "ending", ["jpg", "jpeg", "jpe", "jfif", "png", "webp", "avif", "gif"]
)
def test_pictures_have_these_endings(ending):
    file_types.refuse_name(f"a.{ending}", b"")
    file_types.refuse_name("a.", b"BM12")


def test_one_large_picture_is_open_at_a_time():
    with file_types.open_picture(photos.drawn()) as (picture, kind):
        assert (picture.size, kind) == ((6, 4), "PNG")
        assert file_types.ONE_AT_A_TIME.locked()
    assert not file_types.ONE_AT_A_TIME.locked()


@pytest.mark.parametrize(("least", "size"), [(None, (800, 400)), (100, (200, 100))])
def test_a_photo_is_read_as_large_as_it_is_needed(least, size):
    with file_types.open_picture(photos.drawn("JPEG", (800, 400)), least) as (
        picture,
        _kind,
    ):
        assert picture.size == size


AVIF = {"quality": 90, "speed": 9, "autotiling": False, "max_threads": 2}


@pytest.mark.parametrize(
    ("kind", "said", "options"),
    [
        ("PNG", {}, {}),
        ("WEBP", {"quality": 50}, {"quality": 92, "method": 2}),
        ("WEBP", {"lossless": True}, {"lossless": True, "quality": 20, "method": 2}),
        ("AVIF", {"quality": 50}, AVIF),
    ],
)
def test_a_picture_is_encoded_anew_close_to_what_it_was(kind, said, options):
    content = photos.encoded(photos.scene((64, 64)), kind, **said)
    pixels = photos.opened(content)
    pixels.info = {}

    assert clean(content).content == photos.encoded(pixels, kind, **options)


@pytest.mark.parametrize("quality", [20, 75, 96])
@pytest.mark.parametrize(("sampling", "mode"), [(0, "RGB"), (2, "RGB"), (0, "L")])
def test_a_jpeg_keeps_its_own_tables_and_the_detail_of_its_colours(
    quality, sampling, mode
):
    scene = photos.scene((64, 64), mode)
    content = photos.encoded(scene, "JPEG", quality=quality, subsampling=sampling)

    made, was = photos.opened(clean(content).content), photos.opened(content)

    assert (made.quantization, made.mode) == (was.quantization, mode)
    kept = JpegImagePlugin.get_sampling
    assert kept(made) == kept(was)


def test_encoders_get_nothing_of_what_a_file_said():
    pixels = photos.scene((64, 64))
    pixels.info = {"comment": b"words", "exif": b"words", "icc_profile": b"words"}

    made = sanitizer.encode(pixels, "JPEG", {"quality": 92})

    assert made == photos.encoded(photos.scene((64, 64)), "JPEG", quality=92)


def test_what_would_be_too_large_to_take_back_is_refused(monkeypatch):
    content = photos.drawn("WEBP")
    stored = len(clean(content).content)
    monkeypatch.setattr(sanitizer, "MOST_BYTES", stored)
    assert len(clean(content).content) == stored

    monkeypatch.setattr(sanitizer, "MOST_BYTES", stored - 1)

    assert refusal(clean, content) == (
        "It would take more than 20 MB here: save it smaller."
    )


@pytest.mark.parametrize("lossless", [True, False])
def test_a_picture_that_lost_nothing_loses_nothing(lossless):
    exif = Pillow.Exif()
    exif[0x0112] = 3
    content = photos.encoded(photos.scene(), "WEBP", exif=exif, lossless=lossless)

    kept = clean(content)

    assert (b"VP8L" in kept.content[:40]) is lossless
    if lossless:
        turned = photos.scene().transpose(Pillow.Transpose.ROTATE_180)
        assert photos.opened(kept.content).tobytes() == turned.tobytes()


def test_a_profile_before_its_pixels_makes_no_picture_lossy():
    profile = sanitizer.SRGB.tobytes()
    content = photos.encoded(photos.scene(), "WEBP", lossless=True, icc_profile=profile)

    kept = photos.opened(clean(content).content)

    assert kept.tobytes() == photos.scene().tobytes()


@pytest.mark.parametrize("kind", SUFFIXES)
def test_all_that_is_known_of_a_picture(kind):
    content = photos.talkative(kind)
    picture = clean(content)

    assert picture.name == name_of(picture.content, kind)
    assert picture.name.startswith("images/")
    assert picture.name.endswith(f".{SUFFIXES[kind]}")
    assert (picture.width, picture.height, picture.kind) == (60, 40, kind)
    assert (picture.transparent, picture.words["credit"]) == (False, "A. Ruiz")
    assert picture.removed == ["camera", "place", "rights", "comments"]
    assert picture.manifest == b""


@pytest.mark.parametrize(
    ("mode", "made"),
    [
        *((mode, mode) for mode in ("1", "L", "P", "RGB", "RGBA", "LA")),
        *(("CMYK", "RGB"), ("YCbCr", "RGB"), ("I;16", "L"), ("F", "RGB")),
    ],
)
def test_a_picture_is_in_colours_that_browsers_show(mode, made):
    picture = Pillow.new(mode, (4, 4))

    shown = sanitizer.upright(picture)

    assert shown.mode == made
    assert (shown is picture) is (mode == made)


@pytest.mark.parametrize(
    ("mode", "alpha", "seen_through"),
    [("RGBA", 254, True), ("RGBA", 255, False), ("LA", 0, True), ("RGB", None, False)],
)
def test_a_picture_is_transparent_if_one_dot_of_it_is(mode, alpha, seen_through):
    picture = Pillow.new(mode, (4, 4), "white")
    if alpha is not None:
        dot = picture.getpixel((0, 0))[:-1]
        picture.putpixel((0, 0), (*dot, alpha))

    assert sanitizer.is_transparent(picture) is seen_through


def profiled(mode):
    """A picture of white that has a profile of other colours."""
    picture = photos.opened(photos.in_swapped_colours("PNG"))
    made = picture.convert(mode)
    made.info = {"icc_profile": picture.info["icc_profile"]}
    return made


@pytest.mark.parametrize(
    ("mode", "made"), [("RGB", "RGB"), ("RGBA", "RGBA"), ("P", "RGB"), ("LA", "RGB")]
)
def test_colours_of_a_profile_are_brought_into_srgb_whatever_the_mode(mode, made):
    shown = sanitizer.upright(profiled(mode))

    assert shown.mode == made
    if mode != "LA":
        red, green, _blue = shown.convert("RGB").getpixel((15, 10))
        assert green > red


def test_a_profile_that_does_not_fit_or_says_srgb_changes_nothing():
    plain, grey = photos.scene(), profiled("RGB").convert("L")
    grey.info["icc_profile"] = profiled("RGB").info["icc_profile"]

    for profile in (sanitizer.SRGB.tobytes(), b"nonsense"):
        plain.info["icc_profile"] = profile
        assert sanitizer.in_srgb(plain) is plain
    assert sanitizer.in_srgb(grey) is grey


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Hafen, M\xc3\xa4rz", "Hafen, März"),
        ("Hafen, M\xe4rz", "Hafen, März"),
        (b"A\0 port\n", "A port"),
        ([b"One", b"Two"], "One"),
        ((b"One",), "One"),
        *(([], ""), (None, ""), (7, ""), ([7], "")),
        *(("Default", ""), ("SONY DSC", ""), ("Exif_JPEG_PICTURE", ""), ("dcim1", "")),
        ("Sony shares fall", "Sony shares fall"),
        ("By default", "By default"),
    ],
)
def test_a_value_is_a_line_of_somebodys_words(value, said):
    assert embedded_metadata.text(value) == said


def test_words_are_cut_at_what_their_field_holds_and_agencies_named_once():
    photo = SimpleNamespace(
        getexif=lambda: {0x010E: "c" * 2001, 0x8298: "l" * 301, 0x013B: "n" * 301}
    )
    broken = SimpleNamespace(getexif=lambda: 1 / 0)

    assert embedded_metadata.words_in(photo) == {
        "caption": "c" * 2000,
        "licence": "l" * 300,
        "credit": "n" * 300,
    }
    assert embedded_metadata.words_in(broken) == {
        "caption": "",
        "licence": "",
        "credit": "",
    }
    iptc = photos.with_iptc((2, 80, b"Calder"), (2, 110, b"Calder"), (2, 116, b"(c)"))
    assert clean(iptc).words == {"caption": "", "licence": "(c)", "credit": "Calder"}


def test_only_what_is_empty_is_filled_and_named():
    image = Image(alt="Ours.", credit="")

    assert fill(image, {"alt": "x", "credit": "Ana", "caption": ""}) == ["credit"]
    assert (image.alt, image.credit, image.caption) == ("Ours.", "Ana", "")


@pytest.mark.django_db
@pytest.mark.once
def test_a_picture_is_one_row_and_one_file_however_often_it_comes(store):
    sheet = photos.scene()
    sheet.putalpha(90)
    content, written = photos.encoded(sheet), []

    first = take_in(content, written=written, alt="A port")
    again = take_in(content, written=written, alt="Another", credit="Ana")

    (row,) = Image.objects.all()
    assert row == first == again
    assert (row.name, row.file.name) == (name_of(content, "PNG"),) * 2
    assert (row.width, row.height, row.transparent) == (60, 40, True)
    assert (row.alt, row.credit) == ("A port", "Ana")
    assert [image.name for image in written] == [row.name]
    assert files(store) == [row.name]
    assert (store / row.name).read_bytes() == content
    assert take_in(photos.drawn()).name != row.name


def test_a_file_that_was_cut_short_is_replaced_and_says_that_it_was_there(tmp_path):
    storage = FileSystemStorage(tmp_path)

    said = [keep(storage, "a/b.png", b"whole")]
    for broken in (b"who", b"whale"):
        (tmp_path / "a" / "b.png").write_bytes(broken)
        said.append(keep(storage, "a/b.png", b"whole"))
        assert (tmp_path / "a" / "b.png").read_bytes() == b"whole"
    before = (tmp_path / "a" / "b.png").stat().st_ino
    said.append(keep(storage, "a/b.png", b"whole"))

    assert said == [True, False, False, False]
    assert (tmp_path / "a" / "b.png").stat().st_ino == before  # left as it was
    assert os.listdir(tmp_path / "a") == ["b.png"]


class Elsewhere:
    """A store whose files have no paths of ours."""

    def __init__(self):
        self.files = InMemoryStorage()

    def __getattr__(self, name):
        return getattr(self.files, name)

    def path(self, name):
        raise NotImplementedError


def test_a_store_that_is_no_disk_has_the_file_alone():
    storage = Elsewhere()
    storage.save("a/b.png", ContentFile(b"cut"))

    assert keep(storage, "a/b.png", b"whole") is False
    assert keep(storage, "a/c.png", b"new") is True

    assert storage.listdir("a") == ([], ["b.png", "c.png"])
    assert [storage.open(f"a/{n}.png").read() for n in "bc"] == [b"whole", b"new"]


class Shared:
    """What an import knows of pictures that are there."""

    def __init__(self, *there):
        self.there, self.heard, self.notices = there, [], []

    def has_image(self, src):
        return src in self.there

    def rights(self, said):
        self.heard.append(said)


@pytest.fixture
def intake(tmp_path, store):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.png").write_bytes(photos.drawn())
    (tmp_path / "in" / "b.png").write_bytes(b"words")
    (tmp_path / "secret.png").write_bytes(photos.drawn())
    (tmp_path / "in" / "leads.png").symlink_to(tmp_path / "secret.png")
    faults = []
    made = PictureIntake(
        tmp_path / "in", Shared("kept.png"), lambda *said: faults.append(said)
    )
    made.faults = faults
    return made


def item(hero, *figures):
    return {"image": {"src": hero}, "figures": [*figures]}


def test_a_text_has_a_picture_above_and_its_figures():
    table, drawn = {"title": "A table"}, {"src": "b.png"}

    assert [*pictures(item("a.png", table, drawn))] == [
        ("image", {"src": "a.png"}),
        ("figures[1]", drawn),
    ]
    assert [*pictures({})] == [*pictures({"image": {"alt": "x"}})] == []


def lost(src):
    return f'no picture "{src}" in the media folder'


def test_pictures_that_are_nowhere_to_be_had_are_named(intake, tmp_path):
    sources = ["a.png", "kept.png", "../secret.png", "leads.png", ".", "no.png"]
    sources += [f"{tmp_path}/secret.png"]
    text = item("gone.png", {"title": "A table"}, *({"src": src} for src in sources))

    intake.refuse_missing(text, "stories[0]")

    said = [(place, str(fault)) for place, fault in intake.faults]
    assert said == [
        ("stories[0].image.src", lost("gone.png")),
        *(
            (f"stories[0].figures[{number}].src", lost(sources[number - 1]))
            for number in range(3, 8)
        ),
    ]


def test_without_a_folder_no_picture_is_there(intake):
    intake.folder = None

    intake.refuse_missing(item("a.png", {"src": "kept.png"}), "it")

    assert [place for place, _fault in intake.faults] == ["it.image.src"]
    assert PictureIntake("", Shared(), None).folder is None


@pytest.mark.django_db
@pytest.mark.once
def test_pictures_are_stored_and_named_as_the_store_does(intake, store):
    said = item("a.png", {"src": "kept.png", "credit": "K"}, {"src": "b.png"})
    said["image"] |= {"alt": "A port", "credit": "Ana", "licence": "CC0", "x": "y"}
    said["image"]["caption"] = "Ships."
    text = {"image": {**said["image"]}, "figures": [{**f} for f in said["figures"]]}

    intake.take(said, text, "it")

    (row,) = Image.objects.all()
    name = name_of(photos.drawn(), "PNG")
    assert row.name == text["image"]["src"] == name
    assert [figure["src"] for figure in text["figures"]] == ["kept.png", "b.png"]
    assert (row.alt, row.credit, row.licence) == ("A port", "Ana", "CC0")
    assert (row.caption, row.decorative) == ("Ships.", False)
    assert intake.shared.heard == [
        said["image"] | {"src": name},
        {"src": "kept.png", "credit": "K"},
        {"src": "b.png"},
    ]
    why = "This isn't a JPEG, PNG, WebP, AVIF or GIF picture."
    assert [(p, str(f)) for p, f in intake.faults] == [("it.figures[1].src", why)]
    assert files(store) == [name]
    intake.give_up()
    assert files(store) == []


@pytest.mark.django_db
@pytest.mark.once
def test_an_import_says_what_it_removed_and_gives_up_credentials_too(intake, store):
    (intake.folder / "a.jpg").write_bytes(photos.talkative())
    signed = photos.credentialed("WEBP", photos.credentials())
    (intake.folder / "b.webp").write_bytes(signed)
    text = item("a.jpg", {"src": "b.webp"}, {"src": "a.png"})

    intake.take(text, text, "it")

    assert intake.faults == []
    assert intake.shared.notices == [
        "it.image.src: Removed from the file: camera, where it was taken, author "
        "and copyright, comments.",
        "it.figures[0].src: Removed from the file: Content Credentials (the desk keeps "
        "them).",
    ]
    assert len(files(store)) == 4
    intake.give_up()
    assert files(store) == []


@pytest.mark.django_db
@pytest.mark.once
def test_what_was_there_before_an_import_is_not_given_up(intake, store):
    take_in(photos.drawn())

    intake.take(item("a.png"), item("a.png"), "it")
    intake.give_up()

    assert files(store) == [name_of(photos.drawn(), "PNG")]


def test_of_a_file_that_is_too_large_only_so_much_is_read(intake, monkeypatch):
    for module in (image_files, file_types):
        monkeypatch.setattr(module, "MOST_BYTES", len(photos.drawn()) - 1)

    intake.take(item("a.png"), item("a.png"), "it")

    ((place, fault),) = intake.faults
    assert (place, str(fault)) == ("it.image.src", "The file is larger than 20 MB.")
