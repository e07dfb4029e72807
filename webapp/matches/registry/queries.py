"""What is known about learned models and prices."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.bulk import table_of
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.matches.models import EventKind, MatchEvent
from webapp.matches.registry.models import LearnedModel, Market, ModelStatus

SHOWN = 60
_LOOKS = (EventKind.VIEW, EventKind.INTERESTED, EventKind.NOT_NOW, EventKind.APPLICATION)
_SERVES = col(LearnedModel.status) == ModelStatus.IN_SERVICE
#: prices that nobody found anew for so long say nothing about today's crowds
PRICES_HOLD = timedelta(days=7)


def serving_version() -> sa.ScalarSelect[str | None]:
    """The version in service, as a part of a question."""
    return sa.select(col(LearnedModel.version)).where(_SERVES).scalar_subquery()


def newest_market_id() -> sa.ScalarSelect[str | None]:
    """The newest prices' id, as a part of a question."""
    return sa.select(sa.func.max(col(Market.id))).scalar_subquery()


def in_service() -> LearnedModel | None:
    """The model in service; None while the house's serves."""
    return session().exec(select(LearnedModel).where(_SERVES)).first()


def newest(limit: int = SHOWN) -> list[LearnedModel]:
    """Models, newest first."""
    chosen = select(LearnedModel).order_by(col(LearnedModel.made_at).desc(), col(LearnedModel.id).desc())
    return list(session().exec(chosen.limit(limit)))


def candidates() -> list[LearnedModel]:
    """Models that wait for a decision."""
    return list(session().exec(select(LearnedModel).where(LearnedModel.status == ModelStatus.CANDIDATE)))


def by_version(version: str) -> LearnedModel:
    """One model by its version or the beginning of it, eight signs or more. Raises NotThere."""
    found = (
        session()
        .exec(select(LearnedModel).where(col(LearnedModel.version).startswith(version, autoescape=True)).limit(2))
        .all()
    )
    if len(version) < 8 or len(found) != 1:
        raise NotThere(_("この版のモデルはありません。"))
    return found[0]


def is_known(version: str) -> bool:
    """Whether a model with this content was made before."""
    return session().exec(select(LearnedModel.id).where(LearnedModel.version == version)).first() is not None


def before_present() -> LearnedModel | None:
    """The model that served last before the present one."""
    chosen = select(LearnedModel).where(LearnedModel.status == ModelStatus.RETIRED)
    return session().exec(chosen.order_by(col(LearnedModel.in_service_since).desc()).limit(1)).first()


def market_for(model_version: str) -> Market | None:
    """The newest prices, if they were found with this model and lately."""
    found = session().exec(select(Market).order_by(col(Market.id).desc()).limit(1)).first()
    if found is None or found.model_version != model_version or found.made_at < now() - PRICES_HOLD:
        return None
    return found


def older_markets(kept: int) -> list[Market]:
    """All but the newest so many prices."""
    return list(session().exec(select(Market).order_by(col(Market.id).desc()).offset(kept)))


def made_since(moment: datetime) -> LearnedModel | None:
    """A model that was made since then."""
    return session().exec(select(LearnedModel).where(LearnedModel.made_at >= moment)).first()


def priced_since(moment: datetime) -> Market | None:
    """Prices that were found since then."""
    return session().exec(select(Market).where(Market.made_at >= moment)).first()


def by_id(model_id: str) -> LearnedModel:
    """One model. Raises NotThere."""
    found = session().get(LearnedModel, model_id)
    if found is None:
        raise NotThere(_("この番号のモデルはありません。"))
    return found


def looks() -> int:
    """How many listings people have looked at, each pair counted once."""
    event = table_of(MatchEvent).c
    pairs = sa.select(event.person, event.listing_id).where(event.kind.in_(_LOOKS)).distinct().subquery()
    return int(session().execute(sa.select(sa.func.count()).select_from(pairs)).scalar_one())
