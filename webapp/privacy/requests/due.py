"""Last days of requests about personal data, for the administrators of the town that owes the answer."""

from collections.abc import Iterator

from webapp.core.actor import Actor
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.desk.deadlines.days import Deadline
from webapp.privacy.requests import queries


def deadlines(actor: Actor) -> Iterator[Deadline]:
    """By the end of the request's number: who asks, and what about, is told on its page only."""
    for row in queries.owed_by(actor):
        href = link("privacy_requests_staff.show", privacy_request_id=row.id)
        yield Deadline(row.due_on, _l("自分の情報についての請求"), row.id[-4:], href, f"privacy:{row.id}")
