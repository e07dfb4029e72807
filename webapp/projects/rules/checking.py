"""The rules before each step, and how they are asked: one after the other, or all at once with the screen to go to."""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.projects import lent
from webapp.projects.models import Project
from webapp.projects.reviews import findings
from webapp.projects.rules import content, proposer

Rule = Callable[[Project], str]


@dataclass(frozen=True)
class Obstacle:
    """Why a step cannot be taken now, and the screen on which to mend it."""

    words: str
    screen: str = ""


def item_is_named(project: Project) -> str:
    """Where the money stands in the town's books."""
    return "" if project.budget_item else _("予算科目（款・項・目・節）を書いてください。")


def may_collect(project: Project) -> str:
    """What features above say about the town's way to take money."""
    return "".join(lent.obstacles_to_collecting(project.municipality_code))


#: rule → the screen of the wizard on which to mend what it finds
BEFORE_PROPOSING: tuple[tuple[Rule, str], ...] = (
    (content.town_takes_part, ""),
    (proposer.is_old_enough, "body"),
    (proposer.checklist_is_answered, "body"),
    (proposer.enough_local_people, "body"),
    (content.texts_are_written, "story"),
    (content.budget_adds_up, "money"),
    (content.goals_are_in_order, "money"),
    (content.period_fits, "period"),
    (content.promises_are_made, "promises"),
    (content.schedule_is_set, "plan"),
    (content.gifts_are_lawful, "gifts"),
)
BEFORE_PUBLISHING: tuple[tuple[Rule, str], ...] = (
    *BEFORE_PROPOSING,
    (item_is_named, "town"),
    (findings.all_are_met, ""),
    (may_collect, ""),
)


def obstacles(project: Project, rules: tuple[tuple[Rule, str], ...] = BEFORE_PROPOSING) -> list[Obstacle]:
    """Everything that stands in the way."""
    return [Obstacle(words, screen) for rule, screen in rules if (words := rule(project))]


def refuse_if_any(project: Project, rules: tuple[tuple[Rule, str], ...]) -> None:
    """Raises RuleBroken with every sentence at once."""
    if found := obstacles(project, rules):
        raise RuleBroken(" ".join(obstacle.words for obstacle in found))
