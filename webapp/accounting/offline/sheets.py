"""Sheets of offline donations between the dry run and the word of a clerk."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlmodel import col, select

from webapp.accounting.models import OfflineDonation, OfflineSheet
from webapp.accounting.offline import sheet
from webapp.core import storage, trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import BadFile, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.pledges.models import Pledge
from webapp.projects.models import Project

SHOWN = 100
KEPT = timedelta(days=7)
trail.ACTION_LABELS |= {"offline_sheet.bring_in": _l("寄附の表を取り込んだ")}


def hand_in(data: bytes, file_name: str, project: Project, *, by: Actor) -> OfflineSheet:
    """Keep a sheet for its dry run. Raises BadFile for what is no such table."""
    if not by.may_act_for(project.municipality_code):
        raise NotThere
    if len(data) > sheet.LARGEST:
        raise BadFile(
            _("ファイルが大きすぎます。%(n)sMBまでに分けて、1つずつ取り込んでください。", n=sheet.LARGEST // 2**20)
        )
    with _as_file(data) as path:
        sheet.read(path, project)
    row = OfflineSheet(
        municipality_code=project.municipality_code,
        project_id=project.id,
        sheet_key=storage.save(data, "xlsx" if data.startswith(b"PK\x03\x04") else "csv"),
        file_name=file_name[-120:],
        created_by=by.user_id,
    )
    session().add(row)
    session().flush()
    return row


def look(row: OfflineSheet) -> sheet.Sheet:
    """What it would do now."""
    with opened(row) as path:
        return sheet.read(path, session().get_one(Project, row.project_id))


def bring_in(row: OfflineSheet, *, by: Actor) -> int:
    """All of it or nothing; how many donations."""
    if not row.is_waiting:
        raise RuleBroken(_("この表は、もう取り込まれたか、取りやめられています。"))
    with opened(row) as path:
        count = sheet.bring_in(path, session().get_one(Project, row.project_id), by=by)
    row.brought_in = count
    trail.record(row, "offline_sheet.bring_in", by=by)
    put_aside(row)
    return count


def put_aside(row: OfflineSheet) -> None:
    """Forget the file: it names people."""
    if row.sheet_key:
        storage.remove(row.sheet_key)
        row.sheet_key = ""


def forget_old() -> None:
    """Sheets that nobody came back to; the worker calls it every hour."""
    chosen = select(OfflineSheet).where(OfflineSheet.sheet_key != "", col(OfflineSheet.created_at) < now() - KEPT)
    for row in session().exec(chosen).all():
        put_aside(row)


@contextmanager
def opened(row: OfflineSheet) -> Iterator[Path]:
    """Its file on the disk of this machine."""
    with _as_file(storage.load(row.sheet_key)) as path:
        yield path


@contextmanager
def _as_file(data: bytes) -> Iterator[Path]:
    with NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        yield Path(file.name)


def sheet_for(actor: Actor, offline_sheet_id: str) -> OfflineSheet:
    """A sheet of the actor's own town. Raises NotThere."""
    found = session().get(OfflineSheet, offline_sheet_id)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def donation_for(actor: Actor, offline_donation_id: str) -> OfflineDonation:
    """A donation that the actor's own town wrote down. Raises NotThere."""
    found = session().get(OfflineDonation, offline_donation_id)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def written_down(actor: Actor) -> list[tuple[OfflineDonation, Pledge, Project]]:
    """The newest donations that the actor's towns wrote down."""
    chosen = (
        select(OfflineDonation, Pledge, Project)
        .join(Pledge, col(Pledge.id) == OfflineDonation.pledge_id)
        .join(Project, col(Project.id) == Pledge.project_id)
        .where(col(OfflineDonation.municipality_code).in_(actor.municipalities))
        .order_by(col(OfflineDonation.id).desc())
        .limit(SHOWN)
    )
    return list(session().exec(chosen))


def waiting_sheets(actor: Actor) -> list[OfflineSheet]:
    """Sheets nobody decided about yet."""
    chosen = select(OfflineSheet).where(
        col(OfflineSheet.municipality_code).in_(actor.municipalities),
        OfflineSheet.sheet_key != "",
        col(OfflineSheet.brought_in).is_(None),
    )
    return list(session().exec(chosen.order_by(col(OfflineSheet.id).desc())))


def projects_to_give(actor: Actor) -> list[Project]:
    """Public projects of the actor's towns, newest first."""
    chosen = select(Project).where(col(Project.municipality_code).in_(actor.municipalities))
    return [row for row in session().exec(chosen.order_by(col(Project.id).desc())) if row.is_public]
