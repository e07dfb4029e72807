"""What becomes of ready-made answers."""

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.inquiries.threads.models import ReplyTemplate

trail.ACTION_LABELS |= {
    "reply_template.add": _l("返事の文例を加えた"),
    "reply_template.change": _l("返事の文例を直した"),
    "reply_template.remove": _l("返事の文例を消した"),
}


def add(organisation: str, title: str, text: str, *, by: Actor) -> ReplyTemplate:
    """Write one more for an organisation."""
    row = ReplyTemplate(organisation=organisation, title=title, text=text)
    session().add(row)
    session().flush()
    trail.record(row, "reply_template.add", by=by)
    return row


def change(row: ReplyTemplate, title: str, text: str, *, by: Actor) -> None:
    """Write it anew."""
    row.title, row.text = title, text
    trail.record(row, "reply_template.change", by=by)


def remove(row: ReplyTemplate, *, by: Actor) -> None:
    """Drop it; what was answered with it stays as it is."""
    trail.record(row, "reply_template.remove", by=by)
    session().delete(row)
