"""What changed for one household between the plain ranking and the suggestion, and why, in plain words."""

from collections.abc import Mapping, Sequence
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.matches.desk.models import MatchBatch, MatchSuggestion, Mode
from webapp.matches.desk.places import findable
from webapp.matches.desk.planning import Totals, plain_plan, totals
from webapp.matches.desk.queries import party_of, places_of
from webapp.matches.scouting.models import Scout

#: code of why → the sentence
WHY: dict[str, Any] = {
    "no_choice": _l("条件に合う掲載がありません。"),
    "not_ranked": _l("条件に合う掲載がありません。"),
    "too_large": _l("どの掲載にも、この世帯の全員が入る枠数がありません。"),
    "no_room_together": _l("枠は残っていますが、この世帯の全員が一緒に入るには足りません。"),
    "full": _l("合う掲載は、どれも合いやすさの点が高い人で埋まりました。"),
}


class Desk:
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


def goes(desk: Desk, row: MatchSuggestion) -> str:
    """Beside the plain ranking: what becomes of them."""
    if row.chosen_listing_id == desk.parties[row.code].plain:
        return _("いまの内容でも同じです。")
    if row.chosen_listing_id is None:
        return _("いまの内容では、すすめません。")
    return _("いまの内容では「%(title)s」へ。", title=desk.titles[row.chosen_listing_id])


def came(desk: Desk, row: MatchSuggestion) -> str:
    """Beside the suggestion: what changed, and why."""
    plain = desk.parties[row.code].plain
    if row.is_overridden:
        return _("担当者が変えました。")
    if row.market_listing_id == plain or plain is None:
        return _("合いやすい順と同じです。")
    return _moved_words(desk, row, plain)


def _moved_words(desk: Desk, row: MatchSuggestion, plain: str) -> str:
    there, place = desk.titles[plain], next(place for place in desk.places if place.listing_id == plain)
    if row.seats > place.places:
        return _("「%(there)s」には、この世帯の全員が入る枠数がありません。次に合うこの掲載にしました。", there=there)
    if desk.batch.mode is Mode.ASSIGNMENT:
        return _("「%(there)s」は、点の高い人で枠が埋まりました。次に合うこの掲載にしました。", there=there)
    return _(
        "「%(there)s」は混み合う見込みのため%(n)s点の調整がかかり、この掲載が先になりました。",
        there=there,
        n=f"{place.price:+.1f}",
    )


def stays(row: MatchSuggestion) -> str:
    """Why a household is suggested nothing."""
    return _("担当者が変えました。") if row.is_overridden else str(WHY.get(row.why, ""))
