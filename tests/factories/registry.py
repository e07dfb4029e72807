"""Learned models and prices, for tests."""

from pathlib import Path
from typing import Any

from matching.weights import Weights
from webapp.core.clock import now
from webapp.core.database import session
from webapp.listings.queries import published_for_matching
from webapp.matches.adapter import offer_of, vocabulary
from webapp.matches.registry import files
from webapp.matches.registry.models import LearnedModel, ModelStatus

GOOD: dict[str, Any] = {
    "promote": True,
    "reasons": [{"code": "better", "params": {"gain": 0.1, "low": 0.05, "high": 0.2}}],
}


def a_learned_model(
    status: ModelStatus = ModelStatus.CANDIDATE, *, themes: float = 50.0, **changes: Any
) -> LearnedModel:
    """A model whose files are there; another number for `themes` makes another model."""
    from matching.learned import MatchModel

    offers = [offer_of(row, {}) for row in published_for_matching()]
    version = files.keep(MatchModel(vocabulary(), Weights(themes=themes)).fit(offers))
    started = now() if status is not ModelStatus.CANDIDATE else None
    row = LearnedModel(
        version=version, status=status, **{"verdict": GOOD, "in_service_since": started, "compared_with": "", **changes}
    )
    session().add(row)
    session().flush()
    return row


def files_of(row: LearnedModel) -> Path:
    """Where its files lie."""
    return files.folder_of(row.version)
