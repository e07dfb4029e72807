"""What a file format has to say about itself, so that a new one costs one module and a line in `reading`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from webapp.listings.importing.cells import Cells
from webapp.listings.importing.outcomes import RefusalReason
from webapp.listings.importing.record import HomeRecord
from webapp.municipalities.names import CityNames


class RowRefused(Exception):
    """A row cannot become a listing."""

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a row is read against."""

    names: CityNames
    today: date


@dataclass(frozen=True, slots=True)
class ListingFormat:
    """A file format.

    `columns` are the published headings with what they hold; `read_row` raises RowRefused and notes doubts
    on the cells; `credit` is what the publisher asks to be shown.
    """

    key: str
    columns: Mapping[str, Any]
    prefecture_column: str
    number_column: str
    credit: str
    read_row: Callable[[Cells, Surroundings], HomeRecord]
