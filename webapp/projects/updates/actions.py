"""What becomes of updates: the town's are public at once, others' when the town has read them; donors get a letter."""

from webapp.accounts import queries as accounts
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue
from webapp.projects.models import Project
from webapp.projects.updates import letters, queries
from webapp.projects.updates.jobs import SEND
from webapp.projects.updates.models import UPDATE, ProjectUpdate, UpdateKind, UpdateStatus

trail.ACTION_LABELS |= {
    "project_update.write": _l("近況を書いた"),
    "project_update.erase": _l("書いた人の情報を消した"),
}


def write(project: Project, *, kind: UpdateKind, title: str, text: str, href: str = "", by: Actor) -> ProjectUpdate:
    """Tell something of a project; `href` is a page of ours that it invites to. Raises NotThere for a stranger, RuleBroken before the project is public."""
    if not queries.may_write(by, project):
        raise NotThere
    if not project.is_public:
        raise RuleBroken(_("近況は、取り組みが公開されてから書けます。"))
    signed = queries.signature_of(by, project)
    row = _add(project, kind, title.strip(), text.strip(), signed=signed, href=href, by=by)
    if by.may_act_for(project.municipality_code):
        publish(row, by=by)
    else:
        for clerk in accounts.desk_of(project.municipality_code):
            post.queue(clerk, letters.arrived, update=row, project=project)
    return row


def announce(project: Project, *, title: str, text: str, href: str, by: Actor) -> ProjectUpdate:
    """What the service itself tells everybody who gave, e.g. that a report is there to read under `href`."""
    row = _add(project, UpdateKind.REPORT, title[:80], text, href=href, by=by)
    row.status, row.published_at = UpdateStatus.PUBLIC, now()
    enqueue(SEND, {"update": row.id}, key=f"{SEND}:{row.id}")
    return row


def _add(
    project: Project, kind: UpdateKind, title: str, text: str, *, signed: str = "", href: str = "", by: Actor
) -> ProjectUpdate:
    row = ProjectUpdate(
        project_id=project.id,
        municipality_code=project.municipality_code,
        kind=kind,
        title=title,
        text=text,
        signed=signed,
        href=href,
        written_by=by.user_id,
        is_demo=project.is_demo,
    )
    session().add(row)
    session().flush()
    trail.record(row, "project_update.write", by=by, to_status=row.status)
    return row


def publish(update: ProjectUpdate, *, by: Actor) -> None:
    """Let everybody read it, and write to who gave."""
    UPDATE.apply(update, "publish", by=by)
    update.published_at = now()
    enqueue(SEND, {"update": update.id}, key=f"{SEND}:{update.id}")


def send_back(update: ProjectUpdate, *, by: Actor, reason: str) -> None:
    """Ask who wrote it to change something."""
    UPDATE.apply(update, "return", by=by, reason=reason)
    writer = accounts.user(update.written_by) if update.written_by else None
    if writer is not None and writer.is_active:
        post.queue(writer, letters.sent_back, update=update, reason=reason)


def send_again(update: ProjectUpdate, *, kind: UpdateKind, title: str, text: str, href: str = "", by: Actor) -> None:
    """The writer has changed it."""
    if update.written_by is None or update.written_by != by.user_id:
        raise NotThere
    UPDATE.apply(update, "send_again", by=by)
    update.kind, update.title, update.text, update.href = kind, title.strip(), text.strip(), href


def take_down(update: ProjectUpdate, *, by: Actor, reason: str) -> None:
    """Not public any more; the letters have left."""
    UPDATE.apply(update, "take_down", by=by, reason=reason)
