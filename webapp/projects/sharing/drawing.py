"""The picture that a shared link of a project shows: its title, how far it has come, its photo or a scene."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from webapp.core.share import canvas as on
from webapp.core.share import fonts
from webapp.core.share.lines import broken


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
    canvas, pen = on.blank()
    has_photo = on.paste_photo(canvas, shown.photo_key)
    if not has_photo:
        on.scene(pen)
    on.mark(pen, on.LEFT, 56)
    on.bar(pen, shown.share)
    picture, pen = on.made_small(canvas)
    if fonts.path() is not None:
        _words(pen, shown)
    return on.as_png(picture, has_photo=has_photo)


def _words(pen: Any, shown: Shown) -> None:
    right = on.LEFT + on.TEXT_WIDTH
    pen.text((on.LEFT + 54, 76), shown.site, font=fonts.of_size(28), fill=on.INK, anchor="lm")
    pen.text((on.LEFT, 160), shown.town, font=fonts.of_size(28), fill=on.SEA, anchor="lm")
    big = fonts.of_size(54)
    for number, line in enumerate(broken(shown.title, on.TEXT_WIDTH, big.getlength, 3)):
        pen.text((on.LEFT, 222 + number * 74), line, font=big, fill=on.INK, anchor="lm")
    pen.text((on.LEFT, 466), shown.raised, font=fonts.of_size(44), fill=on.PERSIMMON, anchor="lm")
    pen.text((right, 466), shown.percent, font=fonts.of_size(44), fill=on.INK, anchor="rm")
    pen.text((on.LEFT, 566), shown.goal, font=fonts.of_size(24), fill=on.MUTED, anchor="lm")
    pen.text((right, 566), shown.state, font=fonts.of_size(24), fill=on.MUTED, anchor="rm")
