"""Pictures of a project and of its reports: sent as they are, drawn anew by the worker without place or camera."""

from collections.abc import Sequence
from typing import Any, Final

from sqlmodel import col, func, select

from webapp.core import pictures, storage, trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.drawing_later import draw_row
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue, handler
from webapp.projects.models import Project, ProjectPhoto

MOST = 4
WIDTHS = (480, 960, 1600)
DRAW: Final = "projects.draw_photo"
trail.ACTION_LABELS |= {"project.remove_photo": _l("写真を消した")}


def keep(data: bytes) -> str:
    """Keep what was sent until it is drawn; its key. Raises BadFile. Opens no transaction: a bucket may be far away."""
    return storage.save(data, pictures.check(data))


def add(project: Project, kept: Sequence[str], *, report_id: str | None = None, alt: str = "") -> list[ProjectPhoto]:
    """Add pictures to the page, or to a report. Raises RuleBroken for too many."""
    known = session().exec(
        select(func.count()).where(ProjectPhoto.project_id == project.id, col(ProjectPhoto.report_id) == report_id)
    )
    begun = int(known.one())
    if begun + len(kept) > MOST:
        raise RuleBroken(_("写真は%(most)s枚までです。", most=MOST))
    added = [
        ProjectPhoto(project_id=project.id, report_id=report_id, position=place, original_key=key, alt=alt)
        for place, key in enumerate(kept, begun)
    ]
    session().add_all(added)
    session().flush()
    for photo in added:
        enqueue(DRAW, {"photo": photo.id})
    return added


def of_page(project: Project) -> list[ProjectPhoto]:
    """The pictures of the page in their order, those that wait to be drawn too."""
    chosen = select(ProjectPhoto).where(ProjectPhoto.project_id == project.id, col(ProjectPhoto.report_id).is_(None))
    return list(session().exec(chosen.order_by(col(ProjectPhoto.position), col(ProjectPhoto.id))))


def remove(project: Project, photo: ProjectPhoto, *, by: Actor) -> None:
    """Take one away; what was drawn stays for backups and other uses of the same picture."""
    session().delete(photo)
    trail.record(project, "project.remove_photo", by=by)


def of_reports(project: Project) -> dict[str, list[ProjectPhoto]]:
    """The pictures that are ready, by report."""
    chosen = select(ProjectPhoto).where(ProjectPhoto.project_id == project.id, col(ProjectPhoto.report_id).is_not(None))
    found: dict[str, list[ProjectPhoto]] = {}
    for photo in session().exec(chosen.order_by(col(ProjectPhoto.position))):
        if photo.is_ready:
            found.setdefault(photo.report_id or "", []).append(photo)
    return found


@handler(DRAW, title=_l("取り組みの写真を表示用の大きさにする"), outside=True)
def draw(payload: dict[str, Any]) -> None:
    """Draw one picture in every width and forget what was sent."""
    draw_row(ProjectPhoto, payload["photo"], WIDTHS)
