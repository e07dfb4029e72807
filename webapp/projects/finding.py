"""The list of projects: narrowed by town, theme and words, in an order that can be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, func, select

from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.textnorm import normalise
from webapp.core.themes import THEME_LABELS
from webapp.municipalities.models import Municipality
from webapp.projects import states
from webapp.projects.models import Project, ProjectStatus

Row = tuple[Project, Municipality]
MOST_ROWS, LONGEST_WORDS = 300, 60


class Stage(Labelled):
    """Which part of a project's life a reader looks at."""

    OPEN = "open", _l("受付中")
    SOON = "soon", _l("まもなく始まる")
    AFTER = "after", _l("受付を終えた")


class Order(Labelled):
    """What stands on top."""

    CLOSING = "closing", _l("締切が近い順")
    NEWEST = "newest", _l("新しい順")
    NEAR_GOAL = "near_goal", _l("目標に近い順")
    SUPPORTERS = "supporters", _l("応援した人が多い順")


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; anything unknown in an address counts as not said."""

    town: str = ""
    theme: str = ""
    words: str = ""
    stage: Stage = Stage.OPEN
    order: Order = Order.CLOSING

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "Wanted":
        """From an address."""
        theme = args.get("theme", "")
        return cls(
            town=args.get("town", "")[:6],
            theme=theme if theme in THEME_LABELS else "",
            words=args.get("q", "").strip()[:LONGEST_WORDS],
            stage=next((stage for stage in Stage if stage.value == args.get("stage")), Stage.OPEN),
            order=next((order for order in Order if order.value == args.get("sort")), Order.CLOSING),
        )

    def among(self, towns: list[Municipality]) -> "Wanted":
        """The same; a town that has no projects counts as not said."""
        return self if self.town in {town.code for town in towns} else replace(self, town="")

    def args(self, **changes: Any) -> dict[str, str]:
        """The address of this, or of something a little different; what is usual is left out."""
        now = replace(self, **changes)
        said = {"town": now.town, "theme": now.theme, "q": now.words}
        said |= {"stage": now.stage.value} if now.stage is not Stage.OPEN else {}
        said |= {"sort": now.order.value} if now.order is not Order.CLOSING else {}
        return {name: value for name, value in said.items() if value}


def _rows() -> Any:
    return select(Project, Municipality).join(Municipality, col(Municipality.code) == Project.municipality_code)


def _in_stage(stage: Stage) -> Any:
    day = today()
    is_published = col(Project.status) == ProjectStatus.PUBLISHED
    if stage is Stage.OPEN:
        return sa.and_(is_published, col(Project.opens_on) <= day, col(Project.closes_on) >= day)
    if stage is Stage.SOON:
        return sa.and_(is_published, col(Project.opens_on) > day)
    return sa.or_(col(Project.status).in_(states.AFTER_GIVING), sa.and_(is_published, col(Project.closes_on) < day))


def found(wanted: Wanted) -> list[Row]:
    """Projects as wanted, by their last day; sorted by what came in they are by whoever knows that."""
    chosen = _rows().where(_in_stage(wanted.stage))
    if wanted.town:
        chosen = chosen.where(Project.municipality_code == wanted.town)
    if wanted.theme:
        chosen = chosen.where(Project.theme == wanted.theme)
    rows = session().exec(chosen.order_by(*_order(wanted)).limit(MOST_ROWS)).all()
    words = normalise(wanted.words).split()
    return [row for row in rows if all(word in _text_of(*row) for word in words)]


def _order(wanted: Wanted) -> tuple[Any, ...]:
    if wanted.order is Order.NEWEST:
        return (col(Project.published_at).desc(), col(Project.id).desc())
    first = col(Project.closes_on).desc() if wanted.stage is Stage.AFTER else col(Project.closes_on)
    return (first, col(Project.id))


def _text_of(project: Project, town: Municipality) -> str:
    return normalise(f"{project.title} {project.summary} {project.story} {project.team} {town.full_name}")


def counts(wanted: Wanted) -> dict[Stage, int]:
    """How many projects each stage has, whatever else is wanted."""
    chosen = {stage: select(func.count()).select_from(Project).where(_in_stage(stage)) for stage in Stage}
    town = wanted.town
    return {
        stage: int(session().exec(count.where(Project.municipality_code == town) if town else count).one())
        for stage, count in chosen.items()
    }


def towns() -> list[Municipality]:
    """Every town with public projects, in the order of their codes."""
    ids = select(Project.municipality_code).where(col(Project.status).in_(states.PUBLIC))
    return list(session().exec(select(Municipality).where(col(Municipality.code).in_(ids)).order_by(Municipality.code)))


def themes() -> list[tuple[str, Any]]:
    """Every theme that a public project has, with its words."""
    used = set(session().exec(select(Project.theme).where(col(Project.status).in_(states.PUBLIC)).distinct()))
    return [(code, label) for code, label in THEME_LABELS.items() if code in used]


def newest_open(limit: int) -> list[Row]:
    """A few that take pledges, the newest first."""
    chosen = _rows().where(_in_stage(Stage.OPEN))
    newest = (col(Project.published_at).desc(), col(Project.id).desc())
    return list(session().exec(chosen.order_by(*newest).limit(limit)))
