"""In which files a person's data left."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.tenancy.taken.models import TakenFile, TakenPerson


def files_about(actor: Actor) -> list[TakenFile]:
    """Every file the actor was in, newest first."""
    chosen = select(TakenFile).join(TakenPerson, col(TakenPerson.taken_file_id) == TakenFile.id)
    mine = chosen.where(TakenPerson.user_id == actor.user_id)
    return list(session().exec(mine.order_by(col(TakenFile.id).desc())))
