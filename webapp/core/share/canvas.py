"""What all pictures of shared links have: size, colours, the mark, a scene, a photo, and how they become a file."""

import io
from collections.abc import Sequence
from typing import Any, Final

from webapp.core import storage
from webapp.core.dotmap import JAPAN, Frame, Point
from webapp.core.errors import NotThere

WIDTH: Final = 1200
HEIGHT: Final = 630
#: where words begin, how wide they may be, where the scene begins
LEFT, TEXT_WIDTH, SCENE = 72, 656, 800
INK, MUTED, PAPER, SEA, KEY, PERSIMMON, SUNK = (
    *("#1a1a1c", "#626264", "#ffffff"),
    *("#00524d", "#0017c1", "#c74700", "#eceeed"),
)
_FINE = 2  # drawn so much larger, then made small: edges become smooth
_MAP_LEFT, _MAP_TOP, _MAP_HEIGHT = 640, 40, 560


def blank() -> tuple[Any, Any]:
    """A white canvas, larger than the picture will be, and a pen for it."""
    from PIL import Image, ImageDraw

    canvas = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), PAPER)
    return canvas, ImageDraw.Draw(canvas)


def made_small(canvas: Any) -> tuple[Any, Any]:
    """The canvas in its last size, and a pen for words on it."""
    from PIL import Image, ImageDraw

    small = canvas.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    return small, ImageDraw.Draw(small)


def as_png(picture: Any, *, has_photo: bool) -> bytes:
    """The file; drawings need few colours."""
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True) if has_photo else picture.quantize(192).save(out, "PNG")
    return out.getvalue()


def box(*numbers: float) -> list[float]:
    """Places in the picture as places on the larger canvas."""
    return [number * _FINE for number in numbers]


def paste_photo(canvas: Any, key: str) -> bool:
    """A stored picture, cut to the right part; False where there is none to be had."""
    from PIL import Image, ImageOps

    if not key:
        return False
    try:
        opened = Image.open(io.BytesIO(storage.load(key))).convert("RGB")
    except (NotThere, OSError):
        return False
    canvas.paste(ImageOps.fit(opened, ((WIDTH - SCENE) * _FINE, HEIGHT * _FINE)), (SCENE * _FINE, 0))
    return True


def mark(pen: Any, x: float, y: float) -> None:
    """Two towns that overlap."""
    pen.rounded_rectangle(box(x + 12, y + 12, x + 28, y + 28), radius=6 * _FINE, fill=PERSIMMON)
    pen.rounded_rectangle(box(x, y, x + 28, y + 28), radius=8 * _FINE, outline=SEA, width=4 * _FINE)
    pen.rounded_rectangle(box(x + 12, y + 12, x + 40, y + 40), radius=8 * _FINE, outline=KEY, width=4 * _FINE)


def bar(pen: Any, share: float) -> None:
    """How much of a goal is reached, below the words."""
    top, bottom, right = 500, 528, LEFT + TEXT_WIDTH
    pen.rounded_rectangle(box(LEFT, top, right, bottom), radius=14 * _FINE, fill=SUNK)
    if share > 0:
        end = LEFT + max(28, TEXT_WIDTH * min(1.0, share))
        pen.rounded_rectangle(box(LEFT, top, end, bottom), radius=14 * _FINE, fill=PERSIMMON)


def map_of_japan(pen: Any, points: Sequence[Point], lit: Point) -> None:
    """Every municipality a faint dot on the right, one of them lit."""
    frame = Frame(JAPAN, whole_country=True)
    for point in points:
        _dot(pen, frame, point, 2.2, "#c3cccb")
    _dot(pen, frame, lit, 22, PAPER)
    _dot(pen, frame, lit, 16, PERSIMMON)


def _dot(pen: Any, frame: Frame, point: Point, radius: float, colour: str) -> None:
    place = frame.place(*point)
    if place is not None:
        scale = _MAP_HEIGHT / frame.height
        x, y = _MAP_LEFT + place[0] * scale, _MAP_TOP + place[1] * scale
        pen.ellipse(box(x - radius, y - radius, x + radius, y + radius), fill=colour)


def scene(pen: Any) -> None:
    """A window onto the sea, for what has no picture."""
    pen.rectangle(box(SCENE, 0, WIDTH, HEIGHT), fill="#e3f0ee")
    pen.ellipse(box(980, 96, 1100, 216), fill="#f7d794")
    pen.polygon(box(800, 330, 940, 190, 1080, 330), fill="#9fbfae")
    pen.polygon(box(960, 330, 1110, 150, 1200, 262, 1200, 330), fill="#7fa996")
    pen.rectangle(box(SCENE, 330, WIDTH, 470), fill="#82b1bd")
    for x, y in ((830, 372), (960, 400), (1090, 364), (1120, 430), (860, 440)):
        pen.rounded_rectangle(box(x, y, x + 56, y + 6), radius=3 * _FINE, fill="#b9d6dc")
    pen.ellipse(box(776, 430, 1136, 800), fill="#cddba8")
    pen.ellipse(box(960, 460, 1360, 860), fill="#b5ca86")
    pen.polygon(box(876, 474, 950, 420, 1024, 474), fill="#7a5a40")
    pen.rectangle(box(890, 474, 1010, 546), fill="#fffaf0")
    pen.rectangle(box(938, 500, 964, 546), fill=PERSIMMON)
    for x in (904, 978):
        pen.rectangle(box(x, 490, x + 20, 512), fill="#f7d794")
    for x, coat in ((1056, SEA), (1094, PERSIMMON), (846, KEY)):
        pen.rounded_rectangle(box(x, 520, x + 24, 566), radius=11 * _FINE, fill=coat)
        pen.ellipse(box(x + 2, 498, x + 22, 518), fill="#f3c9a5")
