"""A person's kept searches as their own data: to take along, and to be erased."""

from typing import Any

from sqlmodel import select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.listings.saved import queries
from webapp.listings.saved.models import SavedSearch


def exported(actor: Actor) -> dict[str, Any]:
    """Everything that is kept of them."""
    hidden = {"user_id", "is_demo"}
    return {"saved_searches": [row.model_dump(mode="json", exclude=hidden) for row in queries.own_searches(actor)]}


def erase(user_id: str, *, by: Actor) -> None:  # noqa: ARG001 - every feature erases by the same call
    """Nothing of them is needed by anybody else."""
    for row in session().exec(select(SavedSearch).where(SavedSearch.user_id == user_id)):
        session().delete(row)
