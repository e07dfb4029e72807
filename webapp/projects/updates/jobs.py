"""Letters about an update go out by the worker: there may be many donors."""

from typing import Any, Final

from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.municipalities import queries as municipalities
from webapp.projects.models import Project
from webapp.projects.supporters import telling
from webapp.projects.updates import letters
from webapp.projects.updates.models import ProjectUpdate, UpdateStatus

SEND: Final = "projects.send_update"


@handler(SEND, title=_l("取り組みの近況を寄附者に送る"))
def send(payload: dict[str, Any]) -> None:
    """One letter to everybody who gave, unless the update was taken down in between."""
    update = session().get(ProjectUpdate, payload["update"])
    if update is None or update.status is not UpdateStatus.PUBLIC:
        return
    project = session().get_one(Project, update.project_id)
    town = municipalities.by_code(project.municipality_code)
    telling.tell(project.id, letters.news, update=update, project=project, town=town)
