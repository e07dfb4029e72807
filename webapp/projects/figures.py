"""The number of projects that a town shows, and the drafts its staff still write."""

from webapp.core.counting import count_by_town
from webapp.core.i18n import lazy as _l
from webapp.municipalities.figures import Figure
from webapp.projects.models import Project, ProjectStatus
from webapp.projects.supporters.figures import FIGURES as VOICES


def running(codes: list[str]) -> dict[str, int]:
    """Projects that take pledges, by town."""
    return count_by_town(Project, codes, Project.status == ProjectStatus.PUBLISHED)


def drafts(codes: list[str]) -> dict[str, int]:
    """Projects that are still written, by town."""
    return count_by_town(Project, codes, Project.status == ProjectStatus.DRAFT)


FIGURES = (
    Figure(_l("受付中の取り組み"), _l("件"), running),
    Figure(_l("取り組みの下書き"), _l("件"), drafts, is_open_work=True, endpoint="projects_staff.index"),
    *VOICES,
)
