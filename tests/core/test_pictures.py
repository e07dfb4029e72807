"""Pictures drawn anew: what they are is told by how they begin, and nothing but pixels comes out."""

import io

import pytest
from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

from webapp.core import pictures
from webapp.core.errors import BadFile

register_heif_opener()


def a_picture(kind="JPEG", size=(2400, 1200), *, turn=1, **more) -> bytes:
    """Left half dark, right half light, with a place, a name and a comment in it."""
    exif = Image.Exif()
    exif[0x010E] = "taken at the owner's door"
    exif[0x0112] = turn
    exif.get_ifd(0x8825)[2] = (36.0, 6.0, 54.0)
    drawn = Image.new("RGB", size, (20, 40, 60))
    drawn.paste((230, 220, 210), (size[0] // 2, 0, *size))
    comment = {"comment": b"secret comment"} if kind == "JPEG" else {}
    out = io.BytesIO()
    drawn.save(out, kind, exif=exif, **comment, **more)
    return out.getvalue()


def read(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(("kind", "told"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("HEIF", "heic")])
def test_every_kind_loses_its_place_and_its_words(kind, told):
    sent = a_picture(kind, (800, 400))
    assert pictures.check(sent) == told
    drawn = pictures.draw(sent, (480, 960, 1600))
    assert [(one.width, one.height) for one in drawn] == [(800, 400), (480, 240)]
    for one in drawn:
        kept = read(one.data)
        assert (kept.format, kept.size) == ("WEBP", (one.width, one.height))
        assert (dict(kept.getexif()), {"comment", "xmp", "icc_profile"} & kept.info.keys()) == ({}, set())
        assert b"owner" not in one.data
        assert b"secret" not in one.data


def test_three_widths_and_a_tall_one_no_taller_than_twice_its_width():
    assert [one.width for one in pictures.draw(a_picture(), (480, 960, 1600))] == [1600, 960, 480]
    tall = pictures.draw(a_picture(size=(400, 3000)), (480,))
    assert [(one.width, one.height) for one in tall] == [(107, 800)]


@pytest.mark.parametrize(("turn", "dark_side"), [(1, "left"), (3, "right"), (6, "top"), (8, "bottom")])
def test_however_the_camera_was_held_the_picture_stands_upright(turn, dark_side):
    upright = read(pictures.draw(a_picture(size=(640, 320), turn=turn), (1600,))[0].data).convert("L")
    width, height = upright.size
    assert (width > height) == (dark_side in {"left", "right"})
    middles = {"left": (9, height // 2 + 5), "right": (width - 9, height // 2 - 5), "top": (width // 2, 9)}
    middles["bottom"] = (width // 2, height - 9)
    opposite = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}[dark_side]
    dark, light = (int(upright.getpixel(middles[side])) for side in (dark_side, opposite))
    assert dark < 60 < 200 < light


def test_colours_of_another_profile_are_turned_into_those_of_browsers():
    lab_like = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert read(pictures.draw(a_picture(icc_profile=lab_like), (480,))[0].data).getpixel((9, 9))[2] in range(50, 70)
    broken = pictures.draw(a_picture(icc_profile=b"no profile"), (480,))
    assert read(broken[0].data).size == (480, 240)


@pytest.mark.parametrize(
    "data",
    [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 40, b"\xff\xd8\xff"],
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(BadFile, match="写真を読めません"):
        pictures.check(data)


def test_a_picture_cut_in_half_is_refused_when_it_is_drawn():
    sent = a_picture()[:2000]
    assert pictures.check(sent) == "jpg"
    with pytest.raises(BadFile):
        pictures.draw(sent, (480,))


def test_too_many_bytes_or_pixels_are_refused_before_anything_is_decoded(monkeypatch):
    with pytest.raises(BadFile, match="12MB"):
        pictures.check(a_picture() + b"\0" * 12 * 2**20)
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)
    with pytest.raises(BadFile, match="5000万画素"):
        pictures.check(a_picture())
