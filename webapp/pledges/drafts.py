"""What is typed on the way to a pledge: kept screen by screen, so that going back and forth loses nothing."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, delete, select

from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.pledges.models import PledgeDraft
from webapp.projects.models import Project

KEPT = timedelta(days=7)


def newest(actor: Actor, project_id: str, known_id: str = "") -> PledgeDraft | None:
    """Somebody's newest draft for a project; a visitor's is the one whose id the signed cookie knows."""
    chosen = select(PledgeDraft).where(PledgeDraft.project_id == project_id)
    if actor.user_id is not None:
        chosen = chosen.where(PledgeDraft.user_id == actor.user_id)
    else:
        chosen = chosen.where(PledgeDraft.id == known_id, col(PledgeDraft.user_id).is_(None))
    return session().exec(chosen.order_by(col(PledgeDraft.id).desc())).first()


def unfinished(actor: Actor, project_id: str, known_id: str = "") -> PledgeDraft | None:
    """The newest draft unless it became a pledge already."""
    found = newest(actor, project_id, known_id)
    return found if found is not None and found.pledge_id is None else None


def keep(draft: PledgeDraft | None, project: Project, answers: dict[str, Any], *, by: Actor) -> PledgeDraft:
    """Add a screen's answers to a draft, or begin one with them."""
    draft = draft or PledgeDraft(project_id=project.id, user_id=by.user_id)
    draft.answers = {**draft.answers, **answers}
    draft.updated_at = now()
    session().add(draft)
    session().flush()
    return draft


def locked(draft: PledgeDraft) -> PledgeDraft:
    """The draft as it is stored now, locked until this transaction ends: the same button pressed twice waits here."""
    chosen = select(PledgeDraft).where(PledgeDraft.id == draft.id).with_for_update()
    return session().exec(chosen.execution_options(populate_existing=True)).one()


def finish(draft: PledgeDraft, pledge_id: str) -> None:
    """It became a pledge: what was typed is no longer kept twice."""
    draft.pledge_id, draft.answers, draft.updated_at = pledge_id, {}, now()


def forget_old() -> None:
    """Remove drafts that nobody went on with, in the open transaction."""
    session().execute(delete(PledgeDraft).where(col(PledgeDraft.updated_at) < now() - KEPT))
