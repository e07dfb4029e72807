"""What the town's desk does with a sheet: note that it came, accept it, refuse it with the reason."""

from datetime import date

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.templating import show_date
from webapp.onestop import letters, queries, years
from webapp.onestop.donations import received_days
from webapp.onestop.models import ONESTOP, OneStopApplication, OneStopChange


def must_be_of_another(row: OneStopApplication, by: Actor) -> None:
    """Nobody decides on their own application."""
    if by.user_id is not None and queries.pledge_of(row).user_id == by.user_id:
        raise RuleBroken(_("あなた自身の申請です。公平のため、ほかの担当者が受け付けます。"))


def receive(row: OneStopApplication, on: date, *, by: Actor) -> None:
    """A signed sheet came on this day. Raises RuleBroken for a day after the deadline, to come, or before the donation."""
    must_be_of_another(row, by)
    _must_be_a_day_of(row, on)
    ONESTOP.apply(row, "receive", by=by)
    row.received_on = on
    letters.tell_donor(row, letters.received)


def _must_be_a_day_of(row: OneStopApplication, on: date) -> None:
    if on > today():
        raise RuleBroken(_("届いた日は、今日までの日にしてください。"))
    if on > years.deadline(row.year):
        raise RuleBroken(
            _(
                "%(last)sを過ぎて届いた申請書は、受け取れません（必着）。「受け付けない」から、理由とともに本人に知らせてください。",
                last=show_date(years.deadline(row.year)),
            )
        )
    pledge = queries.pledge_of(row)
    if on < received_days([pledge])[pledge.id]:
        raise RuleBroken(_("寄附を受け取った日より前の日です。日付を確かめてください。"))


def accept(row: OneStopApplication, *, by: Actor) -> None:
    """The number and the papers on the sheet were checked, and the sheet goes to the desk of taxes."""
    must_be_of_another(row, by)
    ONESTOP.apply(row, "accept", by=by)
    row.decided_at, row.decision_reason = now(), ""
    letters.tell_donor(row, letters.accepted)


def refuse(row: OneStopApplication, reason: str, *, by: Actor) -> None:
    """Something is missing or too late; the donor reads why."""
    must_be_of_another(row, by)
    ONESTOP.apply(row, "refuse", by=by, reason=reason)
    row.decided_at, row.decision_reason = now(), reason.strip()
    letters.tell_donor(row, letters.refused)


def receive_change(notice: OneStopChange, on: date, *, by: Actor) -> None:
    """A notice of a move came on this day."""
    if notice.received_on is not None:
        raise RuleBroken(_("この変更届は、もう受け取ってあります。"))
    if not notice.changed_on <= on <= today():
        raise RuleBroken(_("届いた日は、引っ越しの日から今日までの日にしてください。"))
    if on > years.deadline(notice.year):
        raise RuleBroken(_("締め切りを過ぎて届いた変更届は、受け取れません。本人と住所地の市町村に知らせてください。"))
    notice.received_on = on
    trail.record(notice, "onestop.move_received", by=by)


def lapse(row: OneStopApplication, *, by: Actor) -> None:
    """Nothing came in time; the donor can still file a tax return."""
    ONESTOP.apply(row, "lapse", by=by)
    letters.tell_donor(row, letters.lapsed)
