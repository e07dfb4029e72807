"""A donor's giving as a story: each project with what became of it since."""

from dataclasses import dataclass

from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.pledges.models import HOLDING, Pledge
from webapp.projects.funding import funding_of
from webapp.projects.goals import Goal, goal_of
from webapp.projects.models import Project
from webapp.projects.updates.models import ProjectUpdate
from webapp.projects.updates.queries import newest_of


@dataclass(frozen=True)
class Story:
    """One project that a person gave to: how much in all, how far it is, the last thing told."""

    project: Project
    town: Municipality
    goal: Goal
    given_yen: int
    times: int
    newest: ProjectUpdate | None
    pledge_id: str


def stories_of(rows: list[tuple[Pledge, Project]]) -> list[Story]:
    """The projects of these pledges that hold money, in the order of the pledges."""
    held: dict[str, list[Pledge]] = {}
    projects = {}
    for pledge, project in rows:
        if pledge.status in HOLDING and project.is_public:
            held.setdefault(project.id, []).append(pledge)
            projects[project.id] = project
    funding, newest = funding_of(list(held)), newest_of(set(held))
    towns = municipalities.by_codes({project.municipality_code for project in projects.values()})
    return [
        Story(
            project=projects[key],
            town=towns[projects[key].municipality_code],
            goal=goal_of(projects[key], funding[key]),
            given_yen=sum(pledge.kept_yen for pledge in pledges),
            times=len(pledges),
            newest=newest.get(key),
            pledge_id=pledges[0].id,
        )
        for key, pledges in held.items()
    ]
