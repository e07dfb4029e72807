"""Learns a model from the log, measures it beside the one in service and keeps it with its verdict."""

from dataclasses import dataclass
from typing import Any

import structlog

from matching.learned import MatchModel
from webapp.core.actor import Actor
from webapp.core.database import Database
from webapp.matches.adapter import vocabulary
from webapp.matches.house import house_model
from webapp.matches.registry import actions, evidence, files, queries
from webapp.matches.registry.evidence import LEAST_VIEWS, Evidence
from webapp.matches.registry.judging import judge
from webapp.matches.registry.models import LearnedModel, ModelStatus

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What came of it: a new row, or why there is none ("too_little" or "known")."""

    views: int
    version: str = ""
    status: ModelStatus | None = None
    why_not: str = ""


def learn(database: Database, *, by: Actor) -> Outcome:
    """Read, learn and measure outside of any transaction, then keep; the same log gives the same version once only."""
    with database.transaction(read_only=True):
        found = evidence.read()
        present = queries.in_service()
    if found.views < LEAST_VIEWS:
        log.info("too little was looked at to learn from", views=found.views, needed=LEAST_VIEWS)
        return Outcome(found.views, why_not="too_little")
    held = found.held_out()
    learned_from = found.part(~held)
    model = MatchModel(vocabulary()).fit(found.offers, found.residents, learned_from)
    judgement = judge(model, _serving(present, found), found, held)
    version = files.keep(model)
    with database.transaction():
        if queries.is_known(version):
            return Outcome(found.views, version, why_not="known")
        row = LearnedModel(
            version=version,
            compared_with=present.version if present else "",
            made_from=_made_from(found, model, int(held.sum())),
            **judgement.plain(),
        )
        actions.keep(row, by=by)
        return Outcome(found.views, version, row.status)


def _serving(present: LearnedModel | None, found: Evidence) -> MatchModel:
    """What answers now: the model in service, or the house's."""
    if present is not None:
        try:
            return files.read(present.version)
        except files.ModelRefused as error:
            log.error("model in service refused, measured against the house's", reason=str(error))
    return house_model(found.published)


def _made_from(found: Evidence, model: MatchModel, held: int) -> dict[str, Any]:
    learned = model.learned_
    return {
        "views": learned.views,
        "answers": learned.answers,
        "held_out_rows": held,
        "residents": len(found.residents),
        "offers": len(found.published),
        "has_trees": model.reranker_ is not None,
    }
