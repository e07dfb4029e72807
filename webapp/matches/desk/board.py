"""A batch as the desk shows it: for each listing the plain ranking beside the suggestion, what changed, what it brings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.matches.desk import pictures
from webapp.matches.desk.changes import Desk, came, goes, stays
from webapp.matches.desk.models import MatchBatch, MatchSuggestion, SuggestionStatus
from webapp.matches.people.wording import Fact
from webapp.matches.scouting.models import Scout

TONES = {
    SuggestionStatus.SENT: "success",
    SuggestionStatus.SHOWN: "success",
    SuggestionStatus.LEFT_OUT: "warning",
    SuggestionStatus.DISMISSED: "neutral",
}


@dataclass(frozen=True)
class Line:
    """One household at one listing. is_hidden: not shown any more, because the person took a consent back."""

    id: str
    code: str
    score: str
    reasons: list[str]
    change: str
    note: str
    status: Any
    tone: str
    refusal: str
    scout_id: str | None
    has_message: bool
    is_hidden: bool


@dataclass(frozen=True)
class Column:
    """One listing: the plain ranking (who is beyond its places apart), the suggestion, and whether that fills it."""

    listing_id: str
    title: str
    places: int
    price: str
    plain: list[Line]
    beyond: list[Line]
    chosen: list[Line]
    is_full: bool


@dataclass(frozen=True)
class Board:
    """The whole desk: listings, who stays without, totals as rows of a table and as a picture."""

    columns: list[Column]
    without: dict[str, list[Line]]
    totals: list[list[str]]
    picture: Markup
    messages: int


def board_of(batch: MatchBatch, rows: Sequence[MatchSuggestion], scouts: Mapping[str, Scout]) -> Board:
    """Everything the desk shows of a batch, from what was frozen when it was made."""
    desk = Desk(batch, rows, scouts)
    without: dict[str, list[Line]] = {}
    for row in rows:
        if row.chosen_listing_id is None:
            without.setdefault(stays(row), []).append(_line(desk, row, None, ""))
    messages = sum(bool(row.message) and row.chosen_listing_id is not None for row in rows)
    return Board(
        [_column(desk, place.listing_id) for place in desk.places],
        without,
        pictures.table(*desk.three),
        pictures.picture(*desk.three),
        messages,
    )


def _column(desk: Desk, listing_id: str) -> Column:
    offer = next(offer for offer in desk.batch.offers if offer["listing"] == listing_id)
    plain = _sorted([row for row in desk.rows if desk.parties[row.code].plain == listing_id], listing_id)
    chosen = [row for row in desk.rows if row.chosen_listing_id == listing_id]
    return Column(
        listing_id,
        str(offer["title"]),
        int(offer["places"]),
        _("%(n)s点", n=f"{float(offer['price']):+.1f}") if offer["price"] else "",
        [_line(desk, row, listing_id, goes(desk, row)) for row in plain if row.code in desk.plain.fits],
        [_line(desk, row, listing_id, goes(desk, row)) for row in plain if row.code not in desk.plain.fits],
        [_line(desk, row, listing_id, came(desk, row)) for row in _sorted(chosen, listing_id)],
        listing_id in desk.now.full,
    )


def _sorted(rows: list[MatchSuggestion], listing_id: str) -> list[MatchSuggestion]:
    return sorted(rows, key=lambda row: (-float(_option(row, listing_id).get("score", 0)), row.code))


def _option(row: MatchSuggestion, listing_id: str | None) -> dict[str, Any]:
    return next((option for option in row.options if option["listing"] == listing_id), {})


def _line(desk: Desk, row: MatchSuggestion, listing_id: str | None, change: str) -> Line:
    is_hidden = desk.is_hidden(row)
    option = {} if is_hidden else _option(row, listing_id or desk.parties[row.code].plain)
    scout = desk.scouts.get(row.scout_id or "")
    return Line(
        id=row.id,
        code=row.code,
        score=f"{float(option['score']):.0f}" if option else "",
        reasons=reasons_of(option),
        change=change,
        note="" if is_hidden else row.note,
        status=scout.status.label if scout else row.status.label if row.chosen_listing_id else "",
        tone=TONES.get(row.status, "info"),
        refusal=row.refusal,
        scout_id=row.scout_id,
        has_message=bool(row.message),
        is_hidden=is_hidden,
    )


def reasons_of(option: Mapping[str, Any]) -> list[str]:
    """What speaks for a household at a listing, as the place reads it."""
    return [Fact.read(fact).to_place() for fact in option.get("facts", [])]


def choices_of(row: MatchSuggestion, batch: MatchBatch) -> list[tuple[str, str]]:
    """The listings a household may be suggested, best first, each with its points."""
    titles = {str(offer["listing"]): str(offer["title"]) for offer in batch.offers}
    return [
        (
            option["listing"],
            _("%(title)s（合いやすさ %(n)s点）", title=titles[option["listing"]], n=round(option["score"])),
        )
        for option in row.options
    ]
