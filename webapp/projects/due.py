"""Last days of projects: the town's answer, the end of donations, reports, what was not used, the fiscal year."""

from collections.abc import Iterator
from datetime import date

from webapp.core.actor import Actor
from webapp.core.clock import fiscal_year, today
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.desk.deadlines.days import Deadline
from webapp.projects.models import Project
from webapp.projects.queries import desk_for
from webapp.projects.states import ProjectStatus

_S = ProjectStatus
_RUNNING = (_S.CLOSED, _S.SUBSIDY_DECIDED, _S.UNDER_WAY)


def deadlines(actor: Actor) -> Iterator[Deadline]:
    """By the title, which is public or the town's own business."""
    rows = [project for project, _town in desk_for(actor)]
    for row in rows:
        href = link("projects_staff.review", project_id=row.id)
        for name, kind, day in _days_of(row):
            if day is not None:
                yield Deadline(day, kind, row.title, href, f"project-{name}:{row.id}")
    if any(row.status in (_S.PUBLISHED, _S.WAITING_FUNDS, *_RUNNING) for row in rows):
        year = fiscal_year(today())
        place = link("projects_staff.index")
        yield Deadline(date(year + 1, 3, 31), _l("年度の終わり（支出の期限）"), "", place, f"fiscal-end:{year}")
        yield Deadline(date(year + 1, 5, 31), _l("出納閉鎖"), "", place, f"books-end:{year}")


def _days_of(row: Project) -> list[tuple[str, object, date | None]]:
    if row.status in (_S.PROPOSED, _S.IN_REVIEW):
        return [("due", _l("取り組みの審査"), row.due_on)]
    if row.status is _S.PUBLISHED:
        return [("closes", _l("寄附の受付の終わり"), row.closes_on)]
    if row.status in _RUNNING:
        return [("report", _l("実績報告"), row.report_due_on)]
    return []
