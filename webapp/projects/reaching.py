"""A goal that is reached is told to everybody whom the project concerns, once for all time."""

from typing import Any, Final

from sqlmodel import col, select

from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import Job, enqueue, handler
from webapp.core.labels import Labelled
from webapp.municipalities import queries as municipalities
from webapp.projects import letters
from webapp.projects.funding import funding_of
from webapp.projects.goals import goal_of
from webapp.projects.models import Project
from webapp.projects.queries import locked
from webapp.projects.supporters import telling

TELL: Final = "projects.tell_reached"


class Mark(Labelled):
    """What was reached."""

    MINIMUM = "minimum", _l("最低限の目標")
    GOAL = "goal", _l("目標")


def look(project_id: str) -> None:
    """Call after money came in, in its transaction: the payment that reaches a goal has it told.

    The job's key is kept for ever, so that falling below and reaching again tells nobody twice.
    """
    project = locked(project_id)  # of two last payments at once, the second one sees the first
    goal = goal_of(project, funding_of([project_id])[project_id])
    if goal.ideal and goal.total >= goal.ideal:
        _tell_once(project_id, Mark.GOAL)
    elif goal.has_minimum and goal.total >= goal.minimum and not _was_told(project_id, Mark.GOAL):
        _tell_once(project_id, Mark.MINIMUM)


def _key(project_id: str, mark: Mark) -> str:
    return f"{TELL}:{project_id}:{mark.value}"


def _was_told(project_id: str, mark: Mark) -> bool:
    return session().exec(select(col(Job.id)).where(Job.key == _key(project_id, mark))).first() is not None


def _tell_once(project_id: str, mark: Mark) -> None:
    enqueue(TELL, {"project": project_id, "mark": mark.value}, key=_key(project_id, mark))


@handler(TELL, title=_l("取り組みが目標に届いたことを知らせる"))
def tell(payload: dict[str, Any]) -> None:
    """One letter to each: who proposes it, who goes along, the town, and everybody who gave."""
    project = session().get_one(Project, payload["project"])
    mark, town = Mark(payload["mark"]), municipalities.by_code(project.municipality_code)
    if mark is Mark.MINIMUM and _was_told(project.id, Mark.GOAL):
        return  # both came within a moment: the letter about the goal says it all
    told = letters.tell_companions(project, letters.reached, what=mark.label)
    if not project.is_the_towns_own:
        told |= letters.tell_town(project, letters.reached_at_town, what=mark.label)
    values = {"project": project, "place": town, "what": mark.label}
    telling.tell(project.id, letters.reached_for_donors, besides=told, **values)
