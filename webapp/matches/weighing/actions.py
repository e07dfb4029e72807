"""A town decides what counts how much, or goes back to what counts for everybody."""

from collections.abc import Mapping

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.matches.weighing.fields import FIELDS, MOST
from webapp.matches.weighing.models import TownWeights
from webapp.municipalities.actions import must_administer

trail.ACTION_LABELS |= {
    "match_weights.set": _l("合う人の並べ方を変えた"),
    "match_weights.reset": _l("合う人の並べ方を標準に戻した"),
}


def decide(municipality_code: str, points: Mapping[str, int], *, by: Actor, reason: str) -> TownWeights:
    """Points from now on. Raises NotThere for another town's, RuleBroken for points that order nothing."""
    must_administer(by, municipality_code)
    if set(points) != set(FIELDS) or not all(0 <= value <= MOST for value in points.values()):
        raise RuleBroken(_("重みは、すべての項目に0から%(n)sまでの数で入れてください。", n=MOST))
    if not any(points.values()):
        raise RuleBroken(_("すべてが0では、並べられません。大切にしたい項目の数を大きくしてください。"))
    return _keep(municipality_code, dict(points), "match_weights.set", by=by, reason=reason)


def reset(municipality_code: str, *, by: Actor) -> TownWeights:
    """Count as everybody again."""
    must_administer(by, municipality_code)
    return _keep(municipality_code, {}, "match_weights.reset", by=by, reason=recorded("標準の並べ方に戻しました。"))


def _keep(code: str, points: dict[str, int], action: str, *, by: Actor, reason: str) -> TownWeights:
    if not reason.strip():
        raise RuleBroken(_("並べ方を変える理由を書いてください。"))
    row = TownWeights(municipality_code=code, points=points, reason=reason.strip(), set_by=by.user_id)
    session().add(row)
    session().flush()
    trail.record(row, action, by=by, reason=row.reason)
    return row
