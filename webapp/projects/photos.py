"""Pictures of a project and of its reports: sent as they are, drawn anew by the worker without place or camera."""

from collections.abc import Sequence
from typing import Any, Final

import structlog
from sqlmodel import col, func, select

from webapp.core import pictures, storage, trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import BadFile, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue, handler
from webapp.core.services import services
from webapp.projects.models import Project, ProjectPhoto

MOST = 4
WIDTHS = (480, 960, 1600)
DRAW: Final = "projects.draw_photo"
trail.ACTION_LABELS |= {"project.remove_photo": _l("写真を消した")}
log = structlog.get_logger(__name__)


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
    """Draw one picture in every width and forget what was sent; decoding holds no transaction."""
    database = services().database
    with database.transaction(read_only=True) as opened:
        photo = opened.get(ProjectPhoto, payload["photo"])
        original = photo.original_key if photo else ""
    if not original:
        return
    drawn = _drawn(original)
    kept: list[Any] = [[one.width, storage.save(one.data, "webp")] for one in drawn]
    with database.transaction() as opened:
        photo = opened.get(ProjectPhoto, payload["photo"], with_for_update=True)
        if photo is not None:
            photo.original_key = ""
            if drawn:
                photo.file_key, photo.smaller = str(kept[0][1]), kept[1:]
                photo.width, photo.height = drawn[0].width, drawn[0].height
            opened.flush()
        is_wanted = opened.exec(select(ProjectPhoto.id).where(ProjectPhoto.original_key == original)).first()
    if is_wanted is None:
        storage.remove(original)


def _drawn(original: str) -> list[pictures.Drawn]:
    """Nothing for a picture that turns out to be broken: its maker sees that it could not be read."""
    try:
        return pictures.draw(storage.load(original), WIDTHS)
    except (BadFile, NotThere) as error:
        log.warning("photo not drawn", error=type(error).__name__)
        return []
