"""What happens to learned models: kept with their verdict, taken into service, rolled back."""

from typing import Any

from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import recorded
from webapp.core.jobs import enqueue
from webapp.matches.registry import files, queries
from webapp.matches.registry.models import MATCH_MODEL, LearnedModel, Market
from webapp.matches.registry.nights import PRICES
from webapp.matches.registry.wording import superseded, verdict_sentences

#: earlier prices are kept so many times, to look back
MARKETS_KEPT = 30


def keep(row: LearnedModel, *, by: Actor) -> LearnedModel:
    """Add a measured model. Older candidates give way; one that the verdict is against is refused, and its files go."""
    for older in queries.candidates():
        _refuse(older, superseded(), by=by)
    session().add(row)
    session().flush()
    if not row.verdict.get("promote"):
        _refuse(row, " ".join(verdict_sentences(row.verdict)), by=by)
    return row


def promote(row: LearnedModel, *, by: Actor, reason: str) -> None:
    """Take a candidate into service. Raises RuleBroken when the verdict is against it, when it was compared with
    another model than the present one, or when its files cannot be used."""
    present = queries.in_service()
    if not row.verdict.get("promote"):
        raise RuleBroken(_("判定が「使わない」のモデルは、使いはじめられません。"))
    if row.compared_with != (present.version if present else ""):
        raise RuleBroken(_("いま使っているモデルとは比べていない候補です。次の学習を待ってください。"))
    _check_files(row)
    if present is not None:
        MATCH_MODEL.apply(present, "retire", by=by)
        session().flush()
    MATCH_MODEL.apply(row, "promote", by=by, reason=reason)
    _begin(row)


def roll_back(*, by: Actor, reason: str) -> LearnedModel | None:
    """Withdraw the model in service; the one before serves again, or the house's. Returns which one, None = house's."""
    present, before = queries.in_service(), queries.before_present()
    if present is None:
        raise RuleBroken(_("取り下げるモデルがありません。いまは標準のモデルを使っています。"))
    if before is not None:
        _check_files(before)
    MATCH_MODEL.apply(present, "roll_back", by=by, reason=reason)
    session().flush()
    if before is not None:
        MATCH_MODEL.apply(before, "restore", by=by, reason=reason)
        _begin(before)
    return before


def keep_prices(row: Market) -> None:
    """Add prices; the oldest go."""
    session().add(row)
    session().flush()
    for old in queries.older_markets(MARKETS_KEPT):
        session().delete(old)


def _begin(row: LearnedModel) -> None:
    row.in_service_since = now()
    session().flush()
    payload: dict[str, Any] = {"model": row.version}
    enqueue(PRICES, payload, key=f"{PRICES}:{row.version[:12]}:{today()}")


def _refuse(row: LearnedModel, reason: str, *, by: Actor) -> None:
    MATCH_MODEL.apply(row, "refuse", by=by, reason=reason or recorded("判定が「使わない」でした。"))
    session().flush()
    files.drop(row.version)


def _check_files(row: LearnedModel) -> None:
    try:
        files.read(row.version)
    except files.ModelRefused as error:
        raise RuleBroken(_("モデルのファイルを読めません：%(why)s", why=str(error))) from None
