"""Listings as rows of a sheet: all of their maker's columns, or the public ones with town, address and source."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from webapp.core.i18n import DEFAULT_LOCALE, in_language
from webapp.listings.kinds import kind_of
from webapp.listings.models import Listing, ListingKind
from webapp.listings.sheets.columns import Column, columns_of, write_cell
from webapp.municipalities.models import Municipality

#: in front of the public columns of every kind
PUBLIC_HEAD = ("ID", "市区町村コード", "都道府県名", "市区町村名", "種類", "URL", "緯度", "経度", "出典")


def own_rows(kind: ListingKind, listings: Sequence[Listing], numbers: Mapping[str, str]) -> list[list[str]]:
    """Rows under the template's headings; a listing without a number of its own gets its id, which imports know too."""
    columns = list(columns_of(kind).values())
    return [[numbers.get(listing.id, listing.id), *_cells(listing, columns)] for listing in listings]


def _cells(listing: Listing, columns: Sequence[Column]) -> list[str]:
    details = kind_of(listing.kind).details.read(listing.details)
    fields = type(details).model_fields
    return [write_cell(getattr(details if column.name in fields else listing, column.name)) for column in columns]


def public_columns(kind: ListingKind) -> list[Column]:
    """The columns that everybody may see."""
    return [column for column in columns_of(kind).values() if column.ask.is_public]


def public_rows(
    kind: ListingKind, listings: Sequence[Listing], place: Municipality, address: Callable[[Listing], str]
) -> Iterator[list[str]]:
    """Rows under `PUBLIC_HEAD` and the headings of the public columns."""
    columns = public_columns(kind)
    with in_language(DEFAULT_LOCALE):
        for listing in listings:
            spot = [write_cell(listing.latitude), write_cell(listing.longitude)]
            head = [
                listing.id,
                place.code,
                place.prefecture_name,
                place.name,
                str(listing.kind.label),
                address(listing),
                *spot,
            ]
            yield [*head, listing.credit_line, *_cells(listing, columns)]
