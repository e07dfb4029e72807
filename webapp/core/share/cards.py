"""The picture of a shared town or listing: who, what, some facts; a map, a photo or a scene on the right."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from flask import Response, request

from webapp.core.dotmap import Point
from webapp.core.share import canvas as on
from webapp.core.share import fonts
from webapp.core.share.lines import broken


@dataclass(frozen=True)
class Shown:
    """What the picture says; it is drawn anew when one of these changes. With `lit` it has a map of Japan."""

    kicker: str
    title: str
    lines: tuple[str, ...]
    foot: str
    site: str
    photo_key: str = ""
    points: tuple[Point, ...] = ()
    lit: Point | None = None


@lru_cache(maxsize=64)
def draw(shown: Shown) -> bytes:
    """The picture as PNG."""
    canvas, pen = on.blank()
    has_photo = shown.lit is None and on.paste_photo(canvas, shown.photo_key)
    if shown.lit is not None:
        on.map_of_japan(pen, shown.points, shown.lit)
    elif not has_photo:
        on.scene(pen)
    on.mark(pen, on.LEFT, 56)
    picture, pen = on.made_small(canvas)
    if fonts.path() is not None:
        _words(pen, shown)
    return on.as_png(picture, has_photo=has_photo)


def _words(pen: object, shown: Shown) -> None:
    write = pen.text  # type: ignore[attr-defined]
    write((on.LEFT + 54, 76), shown.site, font=fonts.of_size(28), fill=on.INK, anchor="lm")
    write((on.LEFT, 168), shown.kicker, font=fonts.of_size(32), fill=on.SEA, anchor="lm")
    size = 96 if len(shown.title) <= 6 else 54
    big, height = fonts.of_size(size), 168 + max(66.0, size * 0.85)
    for line in broken(shown.title, on.TEXT_WIDTH, big.getlength, 3):
        write((on.LEFT, height), line, font=big, fill=on.INK, anchor="lm")
        height += size * 1.36
    small = fonts.of_size(30)
    text_width = on.TEXT_WIDTH - (100 if shown.lit else 0)
    told = [part for line in shown.lines for part in broken(line, text_width, small.getlength, 3)]
    for number, line in enumerate(told[:3]):
        write((on.LEFT, height + 8 + number * 46), line, font=small, fill=on.MUTED, anchor="lm")
    write((on.LEFT, 566), shown.foot, font=fonts.of_size(30), fill=on.PERSIMMON, anchor="lm")


def answer(data: bytes) -> Response:
    """A picture as it is sent: kept for an hour in the language it was asked for, compared by its content."""
    response = Response(data, mimetype="image/png")
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.vary.add("Accept-Language")
    response.set_etag(hashlib.sha256(data).hexdigest()[:32])
    response.make_conditional(request)
    return response
