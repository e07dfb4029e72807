"""The town's screens of one designation: everything a decision needs, and the answers a town can give."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import in_tokyo, today
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations.designations import deciding, desk, ending, facts, following, policy, queries, rules
from webapp.corporations.designations.changes import queries as changes
from webapp.corporations.designations.documents import checklist
from webapp.corporations.designations.models import DESIGNATION, Designation, DesignationStatus
from webapp.corporations.designations.notices import queries as notices
from webapp.corporations.designations.orders import queries as orders
from webapp.corporations.designations.reports import queries as reports
from webapp.corporations.designations.screens import LABELS, WRITTEN
from webapp.corporations.designations.staff_forms import (
    AnswerForm,
    CorrectionForm,
    DeclineForm,
    ReasonForm,
    RevokeForm,
    TermsForm,
)

blueprint = Blueprint("designations_staff", __name__, url_prefix="/staff/designations")
#: moves that a clerk may make by role, but only as an applicant or for a corporation
OF_THE_OTHER_SIDE = {"consult", "submit", "resubmit", "withdraw", "notify_change"}


@blueprint.get("/<designation_id>")
@allow(*TOWN_ROLES)
def review(designation_id: str) -> ResponseReturnValue:
    """One designation with everything a decision needs."""
    actor = current_actor()
    row = queries.review_for(actor, designation_id)
    is_own = queries.is_own_matter(actor, row)
    handed_in = row.resubmitted_at or row.submitted_at
    return render_template(
        "corporations/designations/staff/review.html",
        row=row,
        name=queries.name_of(row),
        town=queries.town_of(row),
        corporation=queries.corporation_of(row),
        tone=desk.TONES.get(row.status, "neutral"),
        moves=set() if is_own else {move.name for move in DESIGNATION.open_moves(row, by=actor)} - OF_THE_OTHER_SIDE,
        is_own=is_own,
        is_second=row.status is DesignationStatus.PROPOSED and row.proposed_by != actor.user_id,
        two_decide=policy.second_look(row.municipality_code),
        obstacles=rules.before_designating(row) if row.status is DesignationStatus.REVIEW else [],
        differences=facts.differences(row),
        parts=[(LABELS[screen], found) for screen, found in facts.parts_of(row)],
        lines=checklist.lines_of(row, in_tokyo(handed_in).date() if handed_in else today()) if row.applicant_id else [],
        comments=[(LABELS[key], text) for key, text in row.comments.items() if key in LABELS],
        terms=_terms(row),
        changes=changes.of(row),
        orders=orders.of(row),
        reports=reports.of(row),
        notices=notices.of(row),
        events=facts.timeline(row, for_town=True),
    )  # fmt: skip


def _terms(row: Designation) -> list[facts.Fact]:
    """What the first person proposed."""
    stored = row.proposal.get("terms")
    if row.status is not DesignationStatus.PROPOSED:
        return []
    if stored is None:
        return [(_("案"), _("指定しない")), (_("理由"), row.proposal.get("reason", ""))]
    terms = deciding.Terms.of(stored)
    shown = [(_("案"), _("指定する")), (_("指定の日"), terms.on), (_("指定の番号"), terms.number or _("通し番号"))]
    return [*shown, (_("業務の区域"), terms.area)]


@blueprint.post("/<designation_id>/start")
@allow(*TOWN_ROLES)
def start(designation_id: str) -> ResponseReturnValue:
    """Begin to examine."""
    row = queries.review_for(current_actor(), designation_id, to_change=True)
    deciding.start_review(row, by=current_actor())
    return _done(row, _("審査を始めました。書類を一つずつ確かめてください。"))


@blueprint.route("/<designation_id>/answer", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def answer(designation_id: str) -> ResponseReturnValue:
    """Answer a question."""

    def act(row: Designation, form: AnswerForm) -> str:
        deciding.answer(row, form.answer.data or "", by=current_actor())
        return _("相談に答えました。")

    return _asked(designation_id, "answer", AnswerForm, act)


@blueprint.route("/<designation_id>/correction", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def correction(designation_id: str) -> ResponseReturnValue:
    """Send it back."""

    def act(row: Designation, form: CorrectionForm) -> str:
        deciding.ask_correction(row, reason=form.words, comments=form.comments(), by=current_actor())
        return _("直してほしいところを、申請した人に知らせました。")

    return _asked(designation_id, "correction", CorrectionForm, act)


@blueprint.route("/<designation_id>/designate", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def designate(designation_id: str) -> ResponseReturnValue:
    """Say yes, or propose it where two decide."""

    def act(row: Designation, form: TermsForm) -> str:
        on = form.on.data or today()
        terms = deciding.Terms(on, form.tasks.data or [], form.area.data or "", form.number.data or "")
        if policy.second_look(row.municipality_code):
            deciding.propose(row, terms=terms, by=current_actor())
            return _("案を作りました。別の担当者が確かめると、指定になります。")
        deciding.designate(row, terms, by=current_actor())
        return _("指定しました。次に、公示してください。")

    row = queries.review_for(current_actor(), designation_id)
    return _asked(
        designation_id, "designate", lambda: TermsForm(data={"on": today(), "tasks": row.tasks, "area": row.area}), act
    )


@blueprint.route("/<designation_id>/decline", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def decline(designation_id: str) -> ResponseReturnValue:
    """Say no, or propose it where two decide."""

    def act(row: Designation, form: DeclineForm) -> str:
        if policy.second_look(row.municipality_code):
            deciding.propose(row, reason=form.words, by=current_actor())
            return _("案を作りました。別の担当者が確かめると、決まります。")
        deciding.decline(row, reason=form.words, by=current_actor())
        return _("指定しないことを、理由とともに知らせました。")

    return _asked(designation_id, "decline", DeclineForm, act)


@blueprint.post("/<designation_id>/confirm")
@allow(*TOWN_ROLES)
def confirm(designation_id: str) -> ResponseReturnValue:
    """The second person agrees."""
    row = queries.review_for(current_actor(), designation_id, to_change=True)
    deciding.confirm(row, by=current_actor())
    return _done(row, _("案のとおりに決めました。"))


@blueprint.route("/<designation_id>/send-back", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def send_back(designation_id: str) -> ResponseReturnValue:
    """The second person does not agree."""

    def act(row: Designation, form: ReasonForm) -> str:
        deciding.send_back(row, reason=form.reason.data or "", by=current_actor())
        return _("審査に戻しました。")

    return _asked(designation_id, "send_back", ReasonForm, act)


@blueprint.route("/<designation_id>/revoke", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def revoke(designation_id: str) -> ResponseReturnValue:
    """Take a designation back, and with it what it carries."""

    def act(row: Designation, form: RevokeForm) -> str:
        ending.revoke(row, reason=form.reason.data or "", hearing=form.hearing.data or "", by=current_actor())
        return _("指定を取り消しました。掲載は休止しました。次に、公示してください。")

    return _asked(designation_id, "revoke", RevokeForm, act)


@blueprint.route("/<designation_id>/end", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def end(designation_id: str) -> ResponseReturnValue:
    """End a designation without blame."""

    def act(row: Designation, form: ReasonForm) -> str:
        ending.end(row, reason=form.reason.data or "", by=current_actor())
        return _("指定を終えました。掲載は休止しました。次に、公示してください。")

    return _asked(designation_id, "end", ReasonForm, act)


def _asked(
    designation_id: str, page: str, make: Callable[[], Any], act: Callable[[Any, Any], str]
) -> ResponseReturnValue:
    """A page that asks something before it acts; the row is locked only when it does."""
    row, form = queries.review_for(current_actor(), designation_id), make()
    if not form.validate_on_submit():
        values = {"row": row, "name": queries.name_of(row), "town": queries.town_of(row), "form": form}
        values |= {
            "screens": WRITTEN,
            "carried": following.carried(row),
            "obstacles": rules.before_designating(row) if page == "designate" else [],
            "two_decide": policy.second_look(row.municipality_code),
        }
        shown = render_template(f"corporations/designations/staff/{page}.html", **values)
        return shown, 422 if form.is_submitted() else 200
    row = queries.review_for(current_actor(), designation_id, to_change=True)
    return _done(row, act(row, form))


def _done(row: Designation, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("designations_staff.review", designation_id=row.id), 303)
