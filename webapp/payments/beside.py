"""What pages of pledges show of payments: to the donor what goes back, to the town the way to the money."""

from flask import render_template
from markupsafe import Markup

from webapp.core.actor import Actor
from webapp.payments import queries
from webapp.payments.states import ACTIVE_REFUNDS, RefundStatus
from webapp.pledges.models import Pledge

SHOWN_TO_DONORS = tuple(status for status in ACTIVE_REFUNDS if status is not RefundStatus.PROPOSED)


def on_pledge(_actor: Actor, pledge: Pledge) -> Markup:
    """Money on its way back; nothing while nothing goes back."""
    rows = [
        row
        for attempt in queries.attempts_of(pledge.id)
        for row in queries.refunds_of(attempt.id)
        if row.status in SHOWN_TO_DONORS
    ]
    if not rows:
        return Markup("")
    return Markup(render_template("payments/_on_pledge.html", rows=rows))  # noqa: S704 - a template's own output


def at_desk(_actor: Actor, pledge: Pledge) -> Markup:
    """The way to everything that moved."""
    attempts = queries.attempts_of(pledge.id)
    if not attempts:
        return Markup("")
    drawn = render_template("payments/_at_desk.html", pledge=pledge, attempts=attempts)
    return Markup(drawn)  # noqa: S704 - a template's own, escaped output
