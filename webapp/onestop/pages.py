"""What the pages of donors with and without an account share: an application, its sheet, the part on a pledge's page."""

import io

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp.core.actor import Actor
from webapp.core.history import told
from webapp.core.trail import history_of
from webapp.municipalities import queries as municipalities
from webapp.onestop import queries, years
from webapp.onestop.donations import donation, received_days
from webapp.onestop.models import OneStopApplication, OneStopChange, OneStopStatus
from webapp.onestop.paper.drawing import application_sheet
from webapp.onestop.places import post_to
from webapp.pledges.models import Pledge

TONES = {
    OneStopStatus.APPLIED: "info",
    OneStopStatus.RECEIVED: "info",
    OneStopStatus.ACCEPTED: "success",
    OneStopStatus.REFUSED: "error",
    OneStopStatus.LAPSED: "warning",
    OneStopStatus.VOID: "warning",
}
#: where the tracker stands, of four
STAGES = {OneStopStatus.APPLIED: 2, OneStopStatus.RECEIVED: 3, OneStopStatus.ACCEPTED: 4}


def application_page(
    row: OneStopApplication,
    *,
    sheet: str,
    again: str,
    withdraw: str,
    back: str,
    move: str,
    changes: list[tuple[OneStopChange, str]],
) -> ResponseReturnValue:
    """Where an application stands; the addresses are those of who reads."""
    pledge = queries.pledge_of(row)
    given = donation(pledge)
    town = municipalities.by_code(row.municipality_code)
    return render_template(
        "onestop/show.html",
        row=row,
        pledge=pledge,
        received_on=received_days([pledge]).get(pledge.id),
        town=town,
        post_to=post_to(town),
        deadline=years.deadline(row.year),
        is_over=years.is_over(row.year),
        tone=TONES[row.status],
        stage=STAGES.get(row.status, 1),
        may_apply_again=given is not None and given.may_apply,
        history=told(history_of(row)),
        sheet=sheet,
        again=again,
        withdraw=withdraw,
        back=back,
        is_own=pledge.user_id is not None,
        move=move,
        changes=changes,
    )


def sheet_of(row: OneStopApplication) -> bytes:
    """The application to print."""
    pledge = queries.pledge_of(row)
    return application_sheet(
        row, amount=pledge.kept_yen or pledge.amount, received_on=received_days([pledge])[pledge.id]
    )


def as_pdf(made: bytes, name: str) -> Response:
    """A file for its donor only, kept by nobody on the way."""
    answer = send_file(io.BytesIO(made), mimetype="application/pdf", download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def on_pledge(actor: Actor, pledge: Pledge) -> Markup:
    """On the page of a paid donation: the way to its application, or where that stands."""
    given = donation(pledge)
    if given is None or (given.application is None and not given.may_apply):
        return Markup("")
    key = (request.view_args or {}).get("key")
    if pledge.user_id is None and key is None:
        return Markup("")  # nobody's page that we know of
    row = given.application
    if pledge.user_id is None:
        href = url_for("guest_onestop.show" if row else "guest_onestop.apply", key=key)
    elif row is not None:
        href = url_for("onestop.show", onestop_application_id=row.id)
    else:
        href = url_for("onestop.apply", pledge_id=pledge.id)
    drawn = render_template(
        "onestop/_on_pledge.html",
        given=given,
        row=row,
        href=href,
        tone=TONES[row.status] if row else "",
        deadline=years.deadline(given.received_on.year),
        year_page=url_for("onestop.index", year=given.received_on.year) if actor.user_id and pledge.user_id else "",
    )
    return Markup(drawn)  # noqa: S704 - a template's own, escaped output
