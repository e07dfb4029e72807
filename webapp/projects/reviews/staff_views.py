"""The review at the town's desk: four findings, corrections, a refusal."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.desk.reasons import picking
from webapp.desk.reasons.models import Answer
from webapp.projects import queries
from webapp.projects.forms import ReasonForm
from webapp.projects.models import Project
from webapp.projects.reviews import actions
from webapp.projects.reviews.forms import CorrectionForm, FindingForm
from webapp.projects.reviews.models import FindingKind
from webapp.projects.reviews.queries import findings_of

blueprint = Blueprint("project_reviews", __name__, url_prefix="/staff/projects")


@blueprint.post("/<project_id>/review")
@allow(*TOWN_ROLES)
def take_up(project_id: str) -> ResponseReturnValue:
    """Begin the review."""
    project = _mine(project_id)
    actions.take_up(project, by=current_actor())
    flash(_("審査を始めました。4つの項目を判断してください。"), "success")
    return _back(project)


@blueprint.route("/<project_id>/findings/<any(public_interest,feasibility,law,budget):kind>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def find(project_id: str, kind: str) -> ResponseReturnValue:
    """Decide one of the four."""
    project, chosen = _mine(project_id), FindingKind(kind)
    known = findings_of(project).get(chosen)
    begun = {"is_met": "yes" if known.is_met else "no", "reason": known.reason} if known else {}
    form = FindingForm(data=begun)
    ready = picking.ready_for(project.municipality_code, Answer.PROJECT_FINDING)
    if picking.is_settled(form, "reason", ready):
        picking.note(project.municipality_code, Answer.PROJECT_FINDING, ready)
        is_met = form.is_met.data == "yes"
        actions.find(project, chosen, is_met=is_met, reason=form.reason.data or "", by=current_actor())
        flash(_("「%(item)s」の判断を残しました。", item=chosen.label), "success")
        return _back(project)
    return _page("finding", project, form, title=chosen.label, lead=question_of(chosen), ready=ready)


@blueprint.route("/<project_id>/correction", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def correct(project_id: str) -> ResponseReturnValue:
    """Send it back with what must be put right."""
    project, form = _mine(project_id), CorrectionForm()
    ready = picking.ready_for(project.municipality_code, Answer.PROJECT_FINDING)
    if picking.is_settled(form, "reason", ready):
        picking.note(project.municipality_code, Answer.PROJECT_FINDING, ready)
        actions.ask_correction(project, form.comments(), reason=form.reason.data or "", by=current_actor())
        flash(_("直してほしいことを送りました。"), "success")
        return _back(project)
    lead = _("書いた内容は残ったまま、提案した人に戻ります。直して送り直されると、4つの項目をもう一度判断します。")
    return _page("finding", project, form, title=_("直すことを頼む"), lead=lead, ready=ready)


@blueprint.route("/<project_id>/refuse", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def refuse(project_id: str) -> ResponseReturnValue:
    """It is not published."""
    project, form = _mine(project_id), ReasonForm()
    if form.validate_on_submit():
        actions.refuse(project, reason=form.reason.data or "", by=current_actor())
        flash(_("見送りを伝えました。"), "success")
        return _back(project)
    lead = _("元に戻せません。理由は、そのまま提案した人に届きます。")
    return _page("finding", project, form, title=_("見送ると決める"), lead=lead, kind="danger")


def question_of(kind: FindingKind) -> str:
    """What a finding asks, in the reader's language."""
    return {
        FindingKind.PUBLIC_INTEREST: _("特定の人の利益ではなく、まちの人の役に立ちますか。"),
        FindingKind.FEASIBILITY: _("人・場所・お金・時間から見て、実現できますか。最低目標だけでも始められますか。"),
        FindingKind.LAW: _("必要な許可や届出、返礼品の決まり、個人情報の扱いに問題はありませんか。"),
        FindingKind.BUDGET: _("寄附を受け入れ、支出する予算科目が決まっていますか。年度内に手続きできますか。"),
    }[kind]


def _mine(project_id: str) -> Project:
    return queries.own_project_for(current_actor(), project_id, to_change=request.method == "POST")


def _back(project: Project) -> ResponseReturnValue:
    return redirect(url_for("projects_staff.review", project_id=project.id), 303)


def _page(template: str, project: Project, form: Any, **words: Any) -> ResponseReturnValue:
    page = render_template(f"projects/reviews/{template}.html", project=project, form=form, **words)
    return page, 422 if form.errors else 200
