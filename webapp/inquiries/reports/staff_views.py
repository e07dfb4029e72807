"""The town's side of reports: the queue, one report, looking into it, the decision with its letter."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import now
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import show_date
from webapp.core.trail import history_of
from webapp.desk.waiting.staff_views import after_asking
from webapp.inquiries.reports import actions, letters, queries, waiting
from webapp.inquiries.reports.forms import DecisionForm, ManyForm
from webapp.inquiries.reports.models import Report
from webapp.inquiries.reports.views import TONES
from webapp.inquiries.secrecy import veil_of
from webapp.inquiries.threads import clock
from webapp.inquiries.threads import queries as threads
from webapp.listings import queries as listings

blueprint = Blueprint("reports_staff", __name__, url_prefix="/staff/reports")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> str:
    """What waits for a decision, by its deadline; then what was decided."""
    return _queue(ManyForm(formdata=None))


def _queue(form: ManyForm) -> str:
    chosen = set(request.form.getlist("report"))
    rows = queries.town_reports_for(current_actor())
    return render_template(
        "inquiries/reports/queue.html",
        form=form,
        waiting=[
            {**row_of(row, url_for(".show", report_id=row.id)), "value": row.id, "is_chosen": row.id in chosen}
            for row in rows
            if row.is_pending
        ],
        rest=[row_of(row, url_for(".show", report_id=row.id)) for row in rows if not row.is_pending],
    )


@blueprint.post("/many/<any(take, uphold, dismiss):deed>")
@allow(*TOWN_ROLES)
def many(deed: str) -> ResponseReturnValue:
    """Have the selected ones taken up or answered when the minutes are over."""
    form = ManyForm()
    if deed != "take" and not form.validate_on_submit():
        return _queue(form), 422
    answer = form.answer.data or "" if deed != "take" else ""
    return after_asking(waiting.ask(deed, request.form.getlist("report"), answer, by=current_actor()))


def row_of(report: Report, href: str) -> dict[str, Any]:
    """One line of a queue; it names nobody."""
    title = listings.by_id(report.listing_id).title if report.listing_id else ""
    return {
        "href": href,
        "title": f"{report.kind.label}：{report.reason.label}",
        "who": title or letters.town_of(report),
        "status": report.status.label,
        "tone": TONES.get(report.status, "neutral"),
        "received": show_date(report.reported_at),
        "due": show_date(clock.last_day(report.due_at)) if report.is_pending else "",
        "overdue": report.is_pending and report.due_at <= now(),
    }


@blueprint.get("/<report_id>")
@allow(*TOWN_ROLES)
def show(report_id: str) -> str:
    """What was told, and what can be done."""
    return _page(queries.town_report_for(current_actor(), report_id), DecisionForm(formdata=None))


def _page(report: Report, form: DecisionForm) -> str:
    thread = threads.by_id(report.thread_id) if report.thread_id else None
    return render_template("inquiries/reports/staff_show.html", thread=thread, form=form, **shown(report))


def shown(report: Report) -> dict[str, Any]:
    """What both a town's and the operator's page say."""
    veil = veil_of(report.user_id)
    return {
        "report": report,
        "text": veil.over(report.text),
        "is_secret": veil.is_needed,
        "decision": veil.over(report.decision),
        "town": letters.town_of(report),
        "listing": listings.by_id(report.listing_id) if report.listing_id else None,
        "due": clock.last_day(report.due_at),
        "tone": TONES.get(report.status, "neutral"),
        "history": told(history_of(report)),
    }


@blueprint.post("/<report_id>/take")
@allow(*TOWN_ROLES)
def take(report_id: str) -> ResponseReturnValue:
    """Look into it."""
    report = queries.town_report_for(current_actor(), report_id)
    actions.take(report, by=current_actor())
    flash(_("調べ始めたことを、知らせてくれた人に伝えました。"), "success")
    return redirect(url_for(".show", report_id=report.id), 303)


@blueprint.post("/<report_id>/decide")
@allow(*TOWN_ROLES)
def decide(report_id: str) -> ResponseReturnValue:
    """Say what was found."""
    report, form = queries.town_report_for(current_actor(), report_id), DecisionForm()
    if not form.validate_on_submit():
        return _page(report, form), 422
    is_upheld = form.outcome.data == "upheld"
    actions.decide(report, form.answer.data, is_upheld=is_upheld, hides=form.hides.data, by=current_actor())
    flash(_("判断を記録し、知らせてくれた人に答えを送りました。"), "success")
    return redirect(url_for(".index"), 303)
