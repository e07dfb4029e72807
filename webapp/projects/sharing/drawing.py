"""The picture that a shared link of a project shows: 1200 × 630, drawn by us, with words where a Japanese font is."""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from webapp.core import storage
from webapp.core.errors import NotThere
from webapp.projects.sharing import fonts
from webapp.projects.sharing.lines import broken

WIDTH: Final = 1200
HEIGHT: Final = 630
_FINE = 2  # drawn so much larger, then made small: edges become smooth
_LEFT, _TEXT_WIDTH, _SCENE = 72, 656, 800
_INK, _MUTED, _PAPER, _MIST = "#1a1a1c", "#626264", "#ffffff", "#f5f7f6"
_SEA, _KEY, _PERSIMMON, _SUNK = "#00524d", "#0017c1", "#c74700", "#eceeed"


@dataclass(frozen=True)
class Shown:
    """What the picture says; it is drawn anew when one of these changes."""

    town: str
    title: str
    raised: str
    goal: str
    percent: str
    share: float
    state: str
    site: str
    photo_key: str = ""


@lru_cache(maxsize=64)
def draw(shown: Shown) -> bytes:
    """The picture as PNG."""
    from PIL import Image, ImageDraw

    canvas = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), _PAPER)
    pen = ImageDraw.Draw(canvas)
    photo = _photo(shown.photo_key)
    if photo is not None:
        canvas.paste(photo, (_SCENE * _FINE, 0))
    else:
        _scene(pen)
    _mark(pen, _LEFT, 56)
    _bar(pen, shown.share)
    canvas = canvas.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    _words(ImageDraw.Draw(canvas), shown)
    out = io.BytesIO()
    canvas.quantize(192).save(out, "PNG") if photo is None else canvas.save(out, "PNG", optimize=True)
    return out.getvalue()


def _box(*numbers: float) -> list[float]:
    return [number * _FINE for number in numbers]


def _photo(key: str) -> Any:
    """The project's first picture, cut to the right part; None where there is none to be had."""
    from PIL import Image, ImageOps

    if not key:
        return None
    try:
        opened = Image.open(io.BytesIO(storage.load(key))).convert("RGB")
    except (NotThere, OSError):
        return None
    return ImageOps.fit(opened, ((WIDTH - _SCENE) * _FINE, HEIGHT * _FINE))


def _scene(pen: Any) -> None:
    """A window onto the sea, for projects without a picture."""
    pen.rectangle(_box(_SCENE, 0, WIDTH, HEIGHT), fill="#e3f0ee")
    pen.ellipse(_box(980, 96, 1100, 216), fill="#f7d794")
    pen.polygon(_box(800, 330, 940, 190, 1080, 330), fill="#9fbfae")
    pen.polygon(_box(960, 330, 1110, 150, 1200, 262, 1200, 330), fill="#7fa996")
    pen.rectangle(_box(_SCENE, 330, WIDTH, 470), fill="#82b1bd")
    for x, y in ((830, 372), (960, 400), (1090, 364), (1120, 430), (860, 440)):
        pen.rounded_rectangle(_box(x, y, x + 56, y + 6), radius=3 * _FINE, fill="#b9d6dc")
    pen.ellipse(_box(776, 430, 1136, 800), fill="#cddba8")
    pen.ellipse(_box(960, 460, 1360, 860), fill="#b5ca86")
    pen.polygon(_box(876, 474, 950, 420, 1024, 474), fill="#7a5a40")
    pen.rectangle(_box(890, 474, 1010, 546), fill="#fffaf0")
    pen.rectangle(_box(938, 500, 964, 546), fill=_PERSIMMON)
    for x in (904, 978):
        pen.rectangle(_box(x, 490, x + 20, 512), fill="#f7d794")
    for x, coat in ((1056, _SEA), (1094, _PERSIMMON), (846, _KEY)):
        pen.rounded_rectangle(_box(x, 520, x + 24, 566), radius=11 * _FINE, fill=coat)
        pen.ellipse(_box(x + 2, 498, x + 22, 518), fill="#f3c9a5")


def _mark(pen: Any, x: float, y: float) -> None:
    """Two towns that overlap."""
    pen.rounded_rectangle(_box(x + 12, y + 12, x + 28, y + 28), radius=6 * _FINE, fill=_PERSIMMON)
    pen.rounded_rectangle(_box(x, y, x + 28, y + 28), radius=8 * _FINE, outline=_SEA, width=4 * _FINE)
    pen.rounded_rectangle(_box(x + 12, y + 12, x + 40, y + 40), radius=8 * _FINE, outline=_KEY, width=4 * _FINE)


def _bar(pen: Any, share: float) -> None:
    top, bottom, right = 500, 528, _LEFT + _TEXT_WIDTH
    pen.rounded_rectangle(_box(_LEFT, top, right, bottom), radius=14 * _FINE, fill=_SUNK)
    if share > 0:
        end = _LEFT + max(28, _TEXT_WIDTH * min(1.0, share))
        pen.rounded_rectangle(_box(_LEFT, top, end, bottom), radius=14 * _FINE, fill=_PERSIMMON)


def _words(pen: Any, shown: Shown) -> None:
    if fonts.path() is None:
        return
    pen.text((_LEFT + 54, 76), shown.site, font=fonts.of_size(28), fill=_INK, anchor="lm")
    pen.text((_LEFT, 160), shown.town, font=fonts.of_size(28), fill=_SEA, anchor="lm")
    big = fonts.of_size(54)
    for number, line in enumerate(broken(shown.title, _TEXT_WIDTH, big.getlength, 3)):
        pen.text((_LEFT, 222 + number * 74), line, font=big, fill=_INK, anchor="lm")
    pen.text((_LEFT, 466), shown.raised, font=fonts.of_size(44), fill=_PERSIMMON, anchor="lm")
    pen.text((_LEFT + _TEXT_WIDTH, 466), shown.percent, font=fonts.of_size(44), fill=_INK, anchor="rm")
    pen.text((_LEFT, 566), shown.goal, font=fonts.of_size(24), fill=_MUTED, anchor="lm")
    pen.text((_LEFT + _TEXT_WIDTH, 566), shown.state, font=fonts.of_size(24), fill=_MUTED, anchor="rm")
