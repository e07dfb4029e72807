"""A batch is made: what may be given out together, frozen with scores, chances and prices of now, and suggested."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.listings.models import Listing
from webapp.matches.desk import market, noted, queries
from webapp.matches.desk.models import Audience, MatchBatch, MatchSuggestion, Mode
from webapp.matches.desk.places import counting
from webapp.matches.desk.planning import plan
from webapp.matches.events import write
from webapp.matches.people.anonymity import pseudonym
from webapp.matches.taken import places_left

MOST_LISTINGS = 12


@dataclass(frozen=True)
class Wanted:
    """What staff want: a name for the batch, how places are given out, and among whom."""

    title: str
    mode: Mode
    audience: Audience


def make(wanted: Wanted, chosen: Sequence[Listing], *, by: Actor) -> MatchBatch:
    """Freeze scores, chances and prices of now, and suggest. Raises RuleBroken where there is nothing to give out."""
    places = _places(chosen, by)
    code = chosen[0].municipality_code
    found = market.look(chosen, places, wanted.audience, wanted.mode, by.user_id or "")
    if not found.candidates:
        raise RuleBroken(_("選んだ掲載に合う人が、いまはいません。掲載を増やすか、対象を広げてください。"))
    batch = MatchBatch(
        **vars(wanted),
        municipality_code=code,
        offers=[_frozen(row, places[row.id], found) for row in sorted(chosen, key=lambda row: row.id)],
        model_version=found.model_version,
        rate_is_assumed=found.rate_is_assumed,
        created_by=by.user_id,
    )
    session().add(batch)
    session().flush()
    made = [
        MatchSuggestion(
            batch_id=batch.id,
            municipality_code=code,
            user_id=one.user_id,
            code=pseudonym(drawn_by(chosen), one.user_id),
            seats=one.seats,
            options=one.options,
        )
        for one in found.candidates
    ]
    decided = plan(batch.mode, queries.places_of(batch), [queries.party_of(row) for row in made])
    for row in made:
        row.market_listing_id = row.chosen_listing_id = decided.placed.get(row.code)
        row.why = decided.unplaced.get(row.code, "")
        session().add(row)
    session().flush()
    write(noted.proposed(batch, made))
    trail.record(batch, "match_batch.make", by=by, to_status=batch.status)
    return batch


def drawn_by(chosen: Sequence[Listing]) -> str:
    """What a household's name in a batch hangs on: equal points go by name, and a new batch must draw no new lots."""
    return "batch:" + "+".join(sorted(row.id for row in chosen))


def _places(chosen: Sequence[Listing], by: Actor) -> dict[str, int]:
    """Places left at each. Raises NotAllowed for another town's, RuleBroken for what cannot be given out together."""
    if not 1 <= len(chosen) <= MOST_LISTINGS:
        raise RuleBroken(_("掲載を1件から%(n)s件まで選んでください。", n=MOST_LISTINGS))
    if not all(by.is_system or by.may_act_for(row.municipality_code) for row in chosen):
        raise NotAllowed(_("ほかのまちの掲載は選べません。"))
    if len({row.municipality_code for row in chosen}) > 1:
        raise RuleBroken(_("一度に選べるのは、ひとつのまちの掲載だけです。"))
    if len({counting(row.kind) for row in chosen}) > 1:
        raise RuleBroken(mixing_words())
    places = places_left(chosen)
    for row in chosen:
        _refuse_offer(row, places.get(row.id))
    return places


def _refuse_offer(row: Listing, places: int | None) -> None:
    if not row.is_public:
        raise RuleBroken(_("「%(title)s」は、いまは掲載していません。", title=row.title))
    if places is None:
        raise RuleBroken(_("「%(title)s」には定員がありません。定員のある掲載を選んでください。", title=row.title))
    if not places:
        raise RuleBroken(_("「%(title)s」には空きがありません。", title=row.title))


def mixing_words() -> str:
    """Why listings of these kinds do not go together."""
    return _(
        "枠の数え方が違う掲載は、いっしょに割り振れません。イベントは人数で、住まい・コワーキング・まちのニーズは世帯で数えます。"
        "仕事は、家族についての情報を使わないため、仕事だけで割り振ります。"
    )


def _frozen(row: Listing, places: int, found: market.Market) -> dict[str, Any]:
    return {
        "listing": row.id,
        "title": row.title,
        "kind": row.kind.value,
        "places": places,
        "price": found.prices.get(row.id, 0.0),
        "floor": found.floors.get(row.id, 0.0),
    }
