"""A batch as the desk shows it: for each listing the plain ranking beside the suggestion, what changed, what it brings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.matches.desk import pictures
from webapp.matches.desk.market import findable
from webapp.matches.desk.models import MatchBatch, MatchSuggestion, Mode, SuggestionStatus
from webapp.matches.desk.planning import Totals, plain_plan, totals
from webapp.matches.desk.queries import party_of, places_of
from webapp.matches.people.wording import Fact
from webapp.matches.scouting.models import Scout

#: code of why → the sentence
WHY: dict[str, Any] = {
    "no_choice": _l("条件に合う掲載がありません。"),
    "not_ranked": _l("条件に合う掲載がありません。"),
    "too_large": _l("どの掲載にも、この世帯の全員が入る席数がありません。"),
    "no_room_together": _l("席は残っていますが、この世帯の全員が一緒に入るには足りません。"),
    "full": _l("合う掲載は、どれも合いやすさの点が高い人で埋まりました。"),
}
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
    """One listing: the plain ranking, the suggestion, and whether the latter fills it."""

    listing_id: str
    title: str
    places: int
    price: str
    plain: list[Line]
    chosen: list[Line]
    is_full: bool


@dataclass(frozen=True)
class Board:
    """The whole desk: listings, who stays without, totals as rows of a table and as a picture."""

    columns: list[Column]
    without: list[Line]
    totals: list[list[str]]
    picture: Markup
    messages: int


class _Desk:
    """What the parts of the board share."""

    def __init__(self, batch: MatchBatch, rows: Sequence[MatchSuggestion], scouts: Mapping[str, Scout]) -> None:
        self.batch, self.rows, self.scouts = batch, rows, scouts
        self.places = places_of(batch)
        self.titles = {str(offer["listing"]): str(offer["title"]) for offer in batch.offers}
        self.parties = {row.code: party_of(row) for row in rows}
        self.seen = findable(batch.municipality_code)
        self.plain = self._count(plain_plan(list(self.parties.values())).placed)
        self.market = self._count({row.code: row.market_listing_id for row in rows})
        self.now = self._count({row.code: row.chosen_listing_id for row in rows})
        self.three = (self.plain, self.market, self.now)

    def _count(self, placed: Mapping[str, str | None]) -> Totals:
        return totals(self.places, list(self.parties.values()), {k: v for k, v in placed.items() if v is not None})

    def is_hidden(self, row: MatchSuggestion) -> bool:
        return row.user_id is None or (row.scout_id is None and row.user_id not in self.seen)


def board_of(batch: MatchBatch, rows: Sequence[MatchSuggestion], scouts: Mapping[str, Scout]) -> Board:
    """Everything the desk shows of a batch, from what was frozen when it was made."""
    desk = _Desk(batch, rows, scouts)
    without = [_line(desk, row, None, _stays(row)) for row in rows if row.chosen_listing_id is None]
    messages = sum(bool(row.message) and row.chosen_listing_id is not None for row in rows)
    return Board(
        [_column(desk, place.listing_id) for place in desk.places],
        without,
        pictures.table(*desk.three),
        pictures.picture(*desk.three),
        messages,
    )


def _column(desk: _Desk, listing_id: str) -> Column:
    offer = next(offer for offer in desk.batch.offers if offer["listing"] == listing_id)
    plain = [row for row in desk.rows if desk.parties[row.code].plain == listing_id]
    chosen = [row for row in desk.rows if row.chosen_listing_id == listing_id]
    return Column(
        listing_id,
        str(offer["title"]),
        int(offer["places"]),
        _("%(n)s点", n=f"{float(offer['price']):+.1f}") if offer["price"] else "",
        [_line(desk, row, listing_id, _goes(desk, row)) for row in _sorted(plain, listing_id)],
        [_line(desk, row, listing_id, _came(desk, row)) for row in _sorted(chosen, listing_id)],
        listing_id in desk.now.full,
    )


def _sorted(rows: list[MatchSuggestion], listing_id: str) -> list[MatchSuggestion]:
    return sorted(rows, key=lambda row: (-float(_option(row, listing_id).get("score", 0)), row.code))


def _option(row: MatchSuggestion, listing_id: str | None) -> dict[str, Any]:
    return next((option for option in row.options if option["listing"] == listing_id), {})


def _line(desk: _Desk, row: MatchSuggestion, listing_id: str | None, change: str) -> Line:
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
        status=scout.status.label if scout else row.status.label,
        tone=TONES.get(row.status, "info"),
        refusal=row.refusal,
        scout_id=row.scout_id,
        has_message=bool(row.message),
        is_hidden=is_hidden,
    )


def reasons_of(option: Mapping[str, Any]) -> list[str]:
    """What speaks for a household at a listing, as the place reads it."""
    return [Fact.read(fact).to_place() for fact in option.get("facts", [])]


def _goes(desk: _Desk, row: MatchSuggestion) -> str:
    """Beside the plain ranking: what becomes of them."""
    fits = "" if row.code in desk.plain.fits else _("全員が受けると、席におさまりません。")
    if row.chosen_listing_id == desk.parties[row.code].plain:
        return fits or _("案でも同じです。")
    if row.chosen_listing_id is None:
        return fits + _("案では、すすめません。")
    return fits + _("案では「%(title)s」へ。", title=desk.titles[row.chosen_listing_id])


def _came(desk: _Desk, row: MatchSuggestion) -> str:
    """Beside the suggestion: what changed, and why."""
    plain = desk.parties[row.code].plain
    if row.is_overridden:
        return _("担当者が変えました。")
    if row.market_listing_id == plain or plain is None:
        return _("合いやすい順と同じです。")
    return _moved_words(desk, row, plain)


def _moved_words(desk: _Desk, row: MatchSuggestion, plain: str) -> str:
    here, there = desk.titles[row.market_listing_id or ""], desk.titles[plain]
    known = {place.listing_id: place for place in desk.places}
    if row.seats > known[plain].places:
        return _(
            "「%(there)s」には、この世帯の全員が入る席数がありません。次に合う「%(here)s」にしました。",
            there=there,
            here=here,
        )
    if desk.batch.mode is Mode.ASSIGNMENT:
        return _(
            "「%(there)s」は、点の高い人で席が埋まりました。次に合う「%(here)s」にしました。", there=there, here=here
        )
    return _(
        "「%(there)s」は混み合う見込みのため%(n)s点の調整がかかり、「%(here)s」が先になりました。",
        there=there,
        here=here,
        n=f"{known[plain].price:+.1f}",
    )


def _stays(row: MatchSuggestion) -> str:
    """Why a household is suggested nothing."""
    return _("担当者が変えました。") if row.is_overridden else str(WHY.get(row.why, ""))


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
