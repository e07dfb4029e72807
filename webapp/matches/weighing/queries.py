"""A town's points, and those that hold where a town decided nothing."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from matching import Weights
from webapp.core.database import session
from webapp.matches.store import fitted
from webapp.matches.weighing.fields import FIELDS, MOST
from webapp.matches.weighing.models import TownWeights


def history(municipality_code: str) -> list[TownWeights]:
    """What a town decided, newest first."""
    chosen = select(TownWeights).where(TownWeights.municipality_code == municipality_code)
    return list(session().exec(chosen.order_by(col(TownWeights.id).desc())))


def present(municipality_code: str) -> dict[str, Any]:
    """What the town decided last; empty where it counts as everybody."""
    chosen = select(TownWeights).where(TownWeights.municipality_code == municipality_code)
    row = session().exec(chosen.order_by(col(TownWeights.id).desc()).limit(1)).first()
    return row.points if row is not None else {}


def weights_of(municipality_code: str) -> Weights | None:
    """The town's own points; None where it counts as everybody."""
    points = present(municipality_code)
    return with_points(points) if points else None


def with_points(points: Mapping[str, float]) -> Weights:
    """These points for what a town may weigh; all else stays as it is for everybody.

    They are told in proportion to each other: their sum is everybody's, so that a good pair still makes about a hundred.
    """
    learned = _learned()
    usual, total = sum(learned[name] for name in FIELDS), sum(points[name] for name in FIELDS)
    return Weights(**{**learned, **{name: points[name] * usual / total for name in FIELDS}})


def shown(points: Mapping[str, float]) -> dict[str, int]:
    """Whole points for a form: the town's, or everybody's."""
    held = points or _learned()
    return {name: min(MOST, round(held[name])) for name in FIELDS}


def _learned() -> dict[str, float]:
    learned = fitted().matcher.model_.learned_
    return dict(zip(learned.fields, learned.points.tolist(), strict=True))
