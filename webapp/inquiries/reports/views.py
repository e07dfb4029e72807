"""The person's side of reports: a listing's fault, a complaint, a confidential word, what came of each, and the steps."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor
from webapp.inquiries import emergency
from webapp.inquiries.reports import actions, letters, queries
from webapp.inquiries.reports.forms import ComplaintForm, ConfidentialForm, ListingReportForm
from webapp.inquiries.reports.models import ReportKind, ReportReason, ReportStatus
from webapp.inquiries.secrecy import veil_for
from webapp.inquiries.threads import clock
from webapp.inquiries.threads import queries as threads
from webapp.listings import queries as listings
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("reports", __name__)
TONES = {
    ReportStatus.OPEN: "warning",
    ReportStatus.TAKEN: "info",
    ReportStatus.UPHELD: "success",
    ReportStatus.RAISED: "warning",
    ReportStatus.CONCLUDED: "success",
}


@blueprint.get("/help/complaints")
@allow(PUBLIC)
def steps() -> str:
    """Three steps with their deadlines, who else helps, and whom to call at once."""
    code = request.args.get("town", "")
    town = municipalities.city(code) if municipalities.running_programme(code) else None
    return render_template(
        "inquiries/reports/steps.html",
        town=town,
        contact=emergency.contact_of(code) if town else None,
        numbers=emergency.EVERYWHERE,
        days=clock.days_in(code),
        answer_days=municipalities.setting("report_answer_days", code or None),
    )


@blueprint.route("/listings/<listing_id>/report", methods=["GET", "POST"])
@allow(PUBLIC)
def listing(listing_id: str) -> ResponseReturnValue:
    """Something is wrong with a listing."""
    found, actor = listings.listing_for(current_actor(), listing_id), current_actor()
    form = ListingReportForm()
    if form.validate_on_submit():
        about = actions.About(found.municipality_code, found)
        reason, address = ReportReason(form.reason.data), request.remote_addr or ""
        report = actions.tell(
            ReportKind.LISTING, reason, form.text.data, about=about, by=actor, email=form.email.data or "", address=address
        )  # fmt: skip
        flash(_("知らせてくれて、ありがとうございます。市町村の担当者が調べます。"), "success")
        return redirect(
            url_for(".show", report_id=report.id)
            if actor.is_signed_in
            else url_for("listings.show", listing_id=found.id),
            303,
        )
    page = render_template("inquiries/reports/listing.html", form=form, listing=found)
    return page, 422 if form.errors else 200


@blueprint.route("/my/reports/complain", methods=["GET", "POST"])
@allow(SIGNED_IN)
def complain() -> ResponseReturnValue:
    """A complaint to a town, also about one of one's own threads (`?thread=`)."""
    actor, form = current_actor(), ComplaintForm()
    thread = threads.own_thread_for(actor, request.args["thread"]) if request.args.get("thread") else None
    form.offer(_towns(thread.municipality_code if thread else ""))
    if form.validate_on_submit():
        about = actions.About(form.town.data, thread=thread)
        reason = ReportReason(form.reason.data)
        report = actions.tell(ReportKind.COMPLAINT, reason, form.text.data, about=about, by=actor)
        flash(_("苦情を市町村に届けました。期限までに答えが届きます。"), "success")
        return redirect(url_for(".show", report_id=report.id), 303)
    if request.method == "GET" and thread is not None:
        form.town.data = thread.municipality_code
    secret = veil_for(actor).is_needed
    page = render_template("inquiries/reports/complain.html", form=form, thread=thread, is_secret=secret)
    return page, 422 if form.errors else 200


@blueprint.route("/my/reports/confidential", methods=["GET", "POST"])
@allow(SIGNED_IN)
def confidential() -> ResponseReturnValue:
    """A word that only the town, or only the operator, reads."""
    actor, form = current_actor(), ConfidentialForm()
    form.offer(_towns())
    if form.validate_on_submit():
        about, reason = actions.About(form.town.data), ReportReason(form.reason.data)
        if form.reader.data == "operator":
            report = actions.tell_operator(reason, form.text.data, about=about, by=actor)
        else:
            report = actions.tell(ReportKind.CONFIDENTIAL, reason, form.text.data, about=about, by=actor)
        flash(_("相談を届けました。相手には知らせません。"), "success")
        return redirect(url_for(".show", report_id=report.id), 303)
    page = render_template("inquiries/reports/confidential.html", form=form, is_secret=veil_for(actor).is_needed)
    return page, 422 if form.errors else 200


def _towns(only: str = "") -> list[tuple[str, str]]:
    known = [(town.code, town.full_name) for _programme, town in municipalities.running_programmes()]
    return [pair for pair in known if only in ("", pair[0])]


@blueprint.get("/my/reports")
@allow(SIGNED_IN)
def index() -> str:
    """What one told, and where each stands."""
    rows = [(row, letters.town_of(row)) for row in queries.own_reports(current_actor())]
    return render_template("inquiries/reports/mine.html", rows=rows, tones=TONES)


@blueprint.get("/my/reports/<report_id>")
@allow(SIGNED_IN)
def show(report_id: str) -> str:
    """One of them: the deadline, the answer, the next step."""
    report = queries.own_report_for(current_actor(), report_id)
    return render_template(
        "inquiries/reports/show.html",
        report=report,
        town=letters.town_of(report),
        listing=listings.by_id(report.listing_id) if report.listing_id else None,
        due=clock.last_day(report.due_at),
        tone=TONES.get(report.status, "neutral"),
        moves={move.name for move in actions.open_to_person(report, by=current_actor())},
    )


@blueprint.post("/my/reports/<report_id>/raise")
@allow(SIGNED_IN)
def raise_to_operator(report_id: str) -> ResponseReturnValue:
    """One step further."""
    report = queries.own_report_for(current_actor(), report_id)
    actions.raise_to_operator(report, by=current_actor())
    flash(_("運営者に申し出ました。"), "success")
    return redirect(url_for(".show", report_id=report.id), 303)


@blueprint.post("/my/reports/<report_id>/withdraw")
@allow(SIGNED_IN)
def withdraw(report_id: str) -> ResponseReturnValue:
    """Take it back."""
    report = queries.own_report_for(current_actor(), report_id)
    actions.withdraw(report, by=current_actor())
    flash(_("申し出を取り下げました。"), "success")
    return redirect(url_for(".index"), 303)
