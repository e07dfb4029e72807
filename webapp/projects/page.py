"""Everything the public page of a project shows, gathered once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup
from sqlmodel import col, select

from webapp.core import plots
from webapp.core.actor import Actor
from webapp.core.clock import in_tokyo
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.corporations.models import Corporation
from webapp.hubs.communities import queries as communities
from webapp.hubs.communities.models import Community, CommunityStatus
from webapp.hubs.gatherings.models import Gathering
from webapp.hubs.gatherings.queries import coming_up
from webapp.hubs.models import HubPerson, PersonStatus
from webapp.listings import maps, places
from webapp.municipalities.models import Municipality
from webapp.projects import photos
from webapp.projects.models import Project, ProjectPhoto, ProjectStatus
from webapp.projects.questions import queries as questions
from webapp.projects.questions.models import ProjectQuestion
from webapp.projects.reports.models import Milestone
from webapp.projects.supporters import queries as supporters
from webapp.projects.supporters.queries import Voice
from webapp.projects.updates import queries as updates
from webapp.projects.updates.models import ProjectUpdate

VOICES, UPDATES, GATHERINGS = 6, 4, 3


@dataclass(frozen=True)
class People:
    """Who stands behind a project: its proposer, and who accompanies it. Each only as everybody may see them."""

    community: Community | None = None
    members: int = 0
    named: tuple[str, ...] = ()
    corporation: Corporation | None = None
    hub_person: HubPerson | None = None


@dataclass(frozen=True)
class Told:
    """What was told, asked and wished since it began."""

    updates: list[ProjectUpdate]
    own_updates: list[ProjectUpdate]
    photos: dict[str, list[ProjectPhoto]]
    questions: list[ProjectQuestion]
    own_questions: list[ProjectQuestion]
    voices: list[Voice]
    gatherings: list[Gathering]
    may_write: bool


def people_of(project: Project) -> People:
    """The people of a project, as far as they are public now."""
    community = session().get(Community, project.community_id) if project.community_id else None
    if community is not None and community.status is not CommunityStatus.ACTIVE:
        community = None
    circle = communities.circle_of(community) if community else None
    guide = session().get(HubPerson, project.hub_person_id) if project.hub_person_id else None
    return People(
        community=community,
        members=circle.count if circle else 0,
        named=tuple(member.shown_name for member in circle.named) if circle else (),
        corporation=session().get(Corporation, project.corporation_id) if project.corporation_id else None,
        hub_person=guide if guide is not None and guide.status is PersonStatus.ACTIVE else None,
    )


def told_of(actor: Actor, project: Project) -> Told:
    """The living part of the page."""
    return Told(
        updates=updates.public_on(project.id, limit=UPDATES),
        own_updates=updates.own_waiting(actor, project.id),
        photos=photos.of_reports(project),
        questions=questions.public_on(project.id),
        own_questions=questions.own_on(actor, project.id),
        voices=supporters.voices_on(project.id, limit=VOICES + 1),
        gatherings=gatherings_of(project),
        may_write=project.is_public and updates.may_write(actor, project),
    )


def gatherings_of(project: Project) -> list[Gathering]:
    """Where one can meet the people of a project next: its community's dates, else the town's."""
    own = coming_up(project.municipality_code, community_id=project.community_id) if project.community_id else []
    return (own or coming_up(project.municipality_code))[:GATHERINGS]


def photos_of(project: Project) -> list[ProjectPhoto]:
    """The pictures of the page itself that are ready, in their order."""
    return [photo for photo in photos.of_page(project) if photo.is_ready]


def map_of(town: Municipality) -> Markup | None:
    """Where the town lies."""
    return maps.small_map(town, places.layer())


def budget_picture(project: Project) -> Markup | None:
    """The budget as one bar: the largest three lines, and the rest together."""
    lines = sorted(project.budget, key=lambda line: -line["yen"])
    if len(lines) < 2 or not project.budget_total:
        return None
    shown: list[tuple[str, float]] = [(line["label"], line["yen"]) for line in lines[: plots.MAX_SERIES - 1]]
    rest = lines[plots.MAX_SERIES - 1 :]
    if len(rest) == 1:
        shown.append((rest[0]["label"], rest[0]["yen"]))
    elif rest:
        shown.append((_("そのほか"), sum(line["yen"] for line in rest)))
    return plots.stacked_bar(shown, title=_("使いみちの割合"), ident="budget-plot", unit=_("円"))


@dataclass(frozen=True)
class Step:
    """One step on a project's way; `state`: done, now, later or overdue."""

    label: str
    day: date | None
    state: str


def journey_of(project: Project) -> list[Step]:
    """From the opening to the public final account, with every milestone of the plan."""
    at = _REACHED.get(project.status, 0)
    chosen = select(Milestone).where(Milestone.project_id == project.id)
    planned = session().exec(chosen.order_by(col(Milestone.due_on), col(Milestone.id))).all()
    return [
        Step(_("寄附の受付"), _last_day(project), _state(at, 1)),
        Step(_("使える額の決定"), None, _state(at, 2)),
        *_milestones(at, planned),
        Step(_("実績の報告"), project.report_due_on, "overdue" if project.is_report_overdue else _state(at, 4)),
        Step(_("収支の公開"), None, _state(at, 5)),
    ]


def _last_day(project: Project) -> date:
    """The day on which the period ended, or is to end."""
    ended = in_tokyo(project.closed_at).date() if project.closed_at else project.closes_on
    return min(ended, project.closes_on)


_S = ProjectStatus
#: status → the step that is at work now; 6: everything is done
_REACHED = {
    _S.PUBLISHED: 1, _S.WAITING_FUNDS: 1, _S.CLOSED: 2, _S.SUBSIDY_DECIDED: 3, _S.UNDER_WAY: 3, _S.REPORTED: 5,
    _S.SETTLED: 6,
}  # fmt: skip


def _state(at: int, place: int) -> str:
    return "done" if at > place else "now" if at == place else "later"


def _milestones(at: int, planned: Sequence[Milestone]) -> list[Step]:
    """The first one nobody reported on is at work; a day that passed is late once the money is there."""
    states = []
    for step in planned:
        is_first = "now" not in states and "overdue" not in states
        if step.reported_at is not None:
            states.append("done")
        elif step.is_overdue and at >= _REACHED[_S.CLOSED]:
            states.append("overdue")
        else:
            states.append(_state(at, _REACHED[_S.UNDER_WAY]) if is_first else "later")
    return [Step(step.title, step.due_on, state) for step, state in zip(planned, states, strict=True)]


def sections(project: Project, people: People, told: Told) -> list[tuple[str, str]]:
    """The page's own table of contents: where it leads and what it is called; only what is there."""
    parts: list[tuple[str, Any, bool]] = [
        ("story", _("物語"), True),
        (
            "team",
            _("取り組む人たち"),
            bool(project.team or people.community or people.corporation or people.hub_person),
        ),
        ("budget", _("使いみち"), bool(project.budget)),
        ("updates", _("近況"), True),
        ("questions", _("みんなの質問"), project.is_public),
        ("voices", _("応援の声"), bool(told.voices)),
    ]
    return [(ident, str(label)) for ident, label, is_there in parts if is_there]
