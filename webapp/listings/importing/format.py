"""What a file format has to say about itself, so that a new one costs one module and a line in `reading`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from webapp.listings.importing.cells import Cells
from webapp.listings.importing.csvfile import Row
from webapp.listings.importing.outcomes import RefusalReason
from webapp.municipalities.models import Municipality
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
    municipality_code: str = ""


class Record(Protocol):
    """What a row became: at least its number at the publisher, and its town."""

    external_id: str
    municipality_code: str


@dataclass(frozen=True, slots=True)
class ListingFormat:
    """A file format.

    `rows` opens a file of it; `columns` are the published headings with what they hold; `read_row` raises RowRefused
    and notes doubts on the cells; `columns_of` turns its record into the columns of a listing; `credit` is what the
    publisher asks to be shown. A format with a `prefecture_column` names a prefecture in every row.
    """

    key: str
    columns: Mapping[str, Any]
    number_column: str
    credit: str
    rows: Callable[[Path, int], Iterator[Row]]
    read_row: Callable[[Cells, Surroundings], Any]
    columns_of: Callable[[Any, Municipality], dict[str, Any]]
    prefecture_column: str = ""
    municipality_code: str = ""  # the town that a file is of, where its rows do not all say
