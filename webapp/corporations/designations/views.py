"""The applicant's and the corporation's screens: where to apply, how it stands, ask beforehand, take back."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core import ratelimit
from webapp.core.clock import today
from webapp.core.errors import NotThere
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.corporations.designations import actions, desk, facts, policy, queries, rules
from webapp.corporations.designations.changes import queries as changes
from webapp.corporations.designations.documents import checklist
from webapp.corporations.designations.forms import ConsultForm, WithdrawForm
from webapp.corporations.designations.models import DESIGNATION, EDITABLE, Designation
from webapp.corporations.designations.notices import queries as notices
from webapp.corporations.designations.orders import queries as orders
from webapp.corporations.designations.reports import queries as reports
from webapp.corporations.designations.screens import LABELS
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("designations", __name__, url_prefix="/my/designations")
A_DAY = timedelta(days=1)


@blueprint.get("")
@allow(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """What this person applied for, and what their corporations hold."""
    rows = [(row, town, queries.name_of(row), desk.TONES) for row, town in queries.mine(current_actor())]
    return render_template("corporations/designations/mine.html", rows=rows)


@blueprint.get("/new")
@allow(SIGNED_IN)
def choose() -> ResponseReturnValue:
    """The municipalities one can apply to, each with its policy."""
    towns = [(town, policy.policy_of(town.code)) for _programme, town in municipalities.active_programmes()]
    return render_template("corporations/designations/choose.html", towns=towns)


@blueprint.route("/new/<code>", methods=["GET", "POST"])
@allow(SIGNED_IN)
def start(code: str) -> ResponseReturnValue:
    """What applying there means: policy, legal forms, papers; then the draft is made."""
    town, form = municipalities.by_code(code), ButtonForm()
    if municipalities.programme(code) is None:
        raise NotThere
    if form.validate_on_submit():
        row = actions.start(code, by=current_actor())
        return redirect(url_for("designation_wizard.step", designation_id=row.id, screen="corporation"), 303)
    blank = Designation(municipality_code=code)
    return render_template(
        "corporations/designations/start.html",
        town=town,
        form=form,
        policy=policy.policy_of(code),
        forms=policy.form_labels(code),
        papers=checklist.asked_by(code),
        days=municipalities.setting("designation_review_days", code),
        obstacles=list(rules.broken(blank, (rules.town_takes_part, rules.policy_lets_in))),
        begun=queries.draft_of(current_actor(), code),
    )


@blueprint.get("/<designation_id>")
@allow(SIGNED_IN)
def show(designation_id: str) -> ResponseReturnValue:
    """How it stands, what happened, what comes next."""
    actor = current_actor()
    row = queries.own_for(actor, designation_id)
    works_there = queries.is_of_corporation(actor, row)
    return render_template(
        "corporations/designations/show.html",
        row=row,
        name=queries.name_of(row),
        town=queries.town_of(row),
        tone=desk.TONES.get(row.status, "neutral"),
        comments=[(LABELS[key], text, key) for key, text in row.comments.items()],
        parts=_parts(row, is_applicant=queries.is_applicant(actor, row)),
        is_applicant=queries.is_applicant(actor, row),
        is_editable=row.status in EDITABLE,
        may_withdraw=row.status in DESIGNATION.moves["withdraw"].sources,
        works_there=works_there,
        changes=changes.of(row) if works_there else [],
        orders=orders.of(row) if works_there else [],
        reports=reports.of(row) if works_there else [],
        notices=notices.published_of(row),
        events=facts.timeline(row, for_town=False),
        today=today(),
    )


def _parts(row: Designation, *, is_applicant: bool) -> list[tuple[str, str, list[facts.Fact]]]:
    """(screen, words, facts); the officers and papers are told to the applicant only."""
    found = facts.parts_of(row)
    if is_applicant:
        officers = [(officer["name"], officer["title"]) for officer in row.officers]
        lines = checklist.lines_of(row, today())
        papers = [(line.asked.label, line.document.file_name if line.document else "") for line in lines]
        found = [*found, ("officers", officers), ("documents", papers)]
    return [(screen, LABELS[screen], rows) for screen, rows in found]


@blueprint.route("/<designation_id>/consult", methods=["GET", "POST"])
@allow(SIGNED_IN)
def consult(designation_id: str) -> ResponseReturnValue:
    """Ask before applying."""
    row, form = _own(designation_id), ConsultForm()
    if not form.validate_on_submit():
        form.question.data = form.question.data or row.question
        values = {"row": row, "town": queries.town_of(row), "form": form}
        return render_template("corporations/designations/consult.html", **values), 422 if form.is_submitted() else 200
    ratelimit.hit("designation-consult", current_actor().user_id or "", limit=10, per=A_DAY)
    actions.consult(row, form.question.data or "", by=current_actor())
    flash(_("相談を送りました。答えはメールでも届きます。"), "success")
    return redirect(url_for(".show", designation_id=row.id), 303)


@blueprint.route("/<designation_id>/withdraw", methods=["GET", "POST"])
@allow(SIGNED_IN)
def withdraw(designation_id: str) -> ResponseReturnValue:
    """Take it back."""
    row, form = _own(designation_id), WithdrawForm()
    if not form.validate_on_submit():
        values = {"row": row, "town": queries.town_of(row), "form": form}
        return render_template("corporations/designations/withdraw.html", **values), 422 if form.is_submitted() else 200
    actions.withdraw(row, by=current_actor(), reason=form.reason.data or "")
    flash(_("取り下げました。"), "success")
    return redirect(url_for(".show", designation_id=row.id), 303)


def _own(designation_id: str) -> Designation:
    """What this person applied for; a colleague does not write on it."""
    row = queries.own_for(current_actor(), designation_id)
    if not queries.is_applicant(current_actor(), row):
        raise NotThere
    return row
