"""The worker's part of a picture that somebody sent: drawn in every width, then what was sent is forgotten."""

from typing import Any

import structlog
from sqlmodel import select

from webapp.core import pictures, storage
from webapp.core.errors import BadFile, NotThere
from webapp.core.services import services

log = structlog.get_logger(__name__)


def draw_row(table: Any, row_id: str, widths: tuple[int, ...]) -> None:
    """Draw one row's picture; decoding holds no transaction, and a row that is drawn already is left alone.

    `table` has id, original_key, file_key, smaller, width and height; `widths` are pixels.
    """
    database = services().database
    with database.transaction(read_only=True) as opened:
        photo = opened.get(table, row_id)
        original = photo.original_key if photo else ""
    if not original:
        return
    drawn = _drawn(original, widths)
    kept: list[Any] = [[one.width, storage.save(one.data, "webp")] for one in drawn]
    with database.transaction() as opened:
        photo = opened.get(table, row_id, with_for_update=True)
        if photo is not None:
            photo.original_key = ""
            if drawn:
                photo.file_key, photo.smaller = str(kept[0][1]), kept[1:]
                photo.width, photo.height = drawn[0].width, drawn[0].height
            opened.flush()
        is_wanted = opened.exec(select(table.id).where(table.original_key == original)).first()
    if is_wanted is None:
        storage.remove(original)


def _drawn(original: str, widths: tuple[int, ...]) -> list[pictures.Drawn]:
    """Nothing for a picture that turns out to be broken: its maker sees that it could not be read."""
    try:
        return pictures.draw(storage.load(original), widths)
    except (BadFile, NotThere) as error:
        log.warning("photo not drawn", error=type(error).__name__)
        return []
