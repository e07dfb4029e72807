"""The work of a night: a model is learned and measured, and prices are found anew."""

from datetime import UTC, datetime, time
from typing import Any

from webapp.core.actor import system_actor
from webapp.core.clock import TOKYO
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.core.services import services
from webapp.matches.registry import queries
from webapp.matches.registry.learning import learn as learn_now
from webapp.matches.registry.nights import LEARN, PRICES
from webapp.matches.registry.pricing import find_prices


@handler(LEARN, title=_l("おすすめのモデルを学習する"), outside=True)
def learn(payload: dict[str, Any]) -> None:
    """Once a day: a day's second job finds the first one's model and does nothing."""
    database = services().database
    with database.transaction(read_only=True):
        is_done = queries.made_since(_begin_of(payload["day"])) is not None
    if not is_done:
        learn_now(database, by=system_actor(LEARN))


@handler(PRICES, title=_l("おすすめの混雑と偏りを調整する"), outside=True)
def prices(payload: dict[str, Any]) -> None:
    """Once a day, and at once for a model that has just been taken into service."""
    database = services().database
    with database.transaction(read_only=True):
        is_done = "day" in payload and queries.priced_since(_begin_of(payload["day"])) is not None
    if not is_done:
        find_prices(database)


def _begin_of(day: str) -> datetime:
    return datetime.combine(datetime.fromisoformat(day).date(), time(0), TOKYO).astimezone(UTC)
