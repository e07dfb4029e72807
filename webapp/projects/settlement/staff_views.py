"""Decisions about a project's money at the town's desk."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import gettext as _
from webapp.core.money import show_yen
from webapp.core.permissions import allow, current_actor
from webapp.projects import lent, queries
from webapp.projects.forms import ReasonForm
from webapp.projects.funding import funding_of
from webapp.projects.gifts.rules import raising_too_dear
from webapp.projects.models import Project
from webapp.projects.reports.queries import expenses_of, spent_by_line
from webapp.projects.settlement import actions
from webapp.projects.settlement.forms import DecideForm, SettleForm
from webapp.projects.settlement.queries import subsidy_of

blueprint = Blueprint("project_settlement", __name__, url_prefix="/staff/projects")


@blueprint.route("/<project_id>/subsidy", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def decide(project_id: str) -> ResponseReturnValue:
    """How much may be spent."""
    project = _mine(project_id)
    money, fee = funding_of([project.id])[project.id], lent.fees_yen(project.id)
    form = DecideForm(data={"costs": project.cost_plan})
    if form.validate_on_submit():
        row = actions.decide(
            project, form.costs.lines, number=form.number.data or "", reason=form.reason.data or "", by=current_actor()
        )
        flash(_("使える額を%(yen)sに決めました。", yen=show_yen(row.granted_yen)), "success")
        return _back(project)
    known = [
        (_("集まった寄附"), show_yen(money.raised_yen)),
        (_("まちの上乗せ"), show_yen(project.matching_yen(money.raised_yen))),
        (_("決済の手数料"), show_yen(fee)),
        (_("使える額の決め方"), project.subsidy_rule.label),
        (_("使える額の上限"), show_yen(project.subsidy_cap_yen) if project.subsidy_cap_yen else _("ありません")),
    ]
    warning = raising_too_dear(project, money.raised_yen)
    return _page(project, form, title=_("使える額を決める"), known=known, warning=warning)


@blueprint.route("/<project_id>/settle", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def settle(project_id: str) -> ResponseReturnValue:
    """The final sum, and the account for everybody."""
    project = _mine(project_id)
    row = subsidy_of(project)
    form = SettleForm(data={"use_of_rest": project.alternative})
    if form.validate_on_submit():
        actions.settle(
            project,
            own_yen=form.own_yen.data or 0,
            use_of_rest=form.use_of_rest.data or "",
            reason=form.reason.data or "",
            by=current_actor(),
        )
        flash(_("額を確定し、収支を公開しました。"), "success")
        return _back(project)
    unchecked = sum(1 for expense in expenses_of(project) if expense.checked_at is None)
    spent = sum(spent_by_line(project).values())
    known = [
        (_("使える額"), show_yen(row.granted_yen) if row else ""),
        (_("支払った額の合計"), show_yen(spent)),
        (_("使い残して、まちに返してもらう額"), show_yen(max(0, row.granted_yen - spent)) if row else ""),
        (_("上限を超え、まちに残る額"), show_yen(row.kept_yen) if row and row.kept_yen else ""),
        (_("まだ確かめていない領収書"), _("%(n)s件", n=unchecked)),
    ]
    return _page(project, form, title=_("額を確定する"), known=known, warning="")


@blueprint.route("/<project_id>/report-again", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def ask_again(project_id: str) -> ResponseReturnValue:
    """The report must be put right."""
    project, form = _mine(project_id), ReasonForm()
    if form.validate_on_submit():
        actions.ask_again(project, reason=form.reason.data or "", by=current_actor())
        flash(_("直してほしいことを送りました。"), "success")
        return _back(project)
    return _page(project, form, title=_("報告の直しを頼む"), known=[], warning="")


@blueprint.route("/<project_id>/give-up", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def give_up(project_id: str) -> ResponseReturnValue:
    """End it early; the rest goes to the named use."""
    project, form = _mine(project_id), ReasonForm()
    if form.validate_on_submit():
        actions.give_up(project, reason=form.reason.data or "", by=current_actor())
        flash(_("途中で終えました。残りの使いみちを確かめて、額を確定してください。"), "success")
        return _back(project)
    known = [(_("残りの使いみち"), project.alternative or _("まだ決まっていません"))]
    return _page(project, form, title=_("途中で終える"), known=known, warning="")


@blueprint.post("/<project_id>/returned")
@allow(*TOWN_ROLES)
def take_back(project_id: str) -> ResponseReturnValue:
    """What was left has come back."""
    project = _mine(project_id)
    actions.take_back(project, by=current_actor())
    flash(_("返還を記録しました。"), "success")
    return _back(project)


def _mine(project_id: str) -> Project:
    return queries.own_project_for(current_actor(), project_id, to_change=request.method == "POST")


def _back(project: Project) -> ResponseReturnValue:
    return redirect(url_for("projects_staff.review", project_id=project.id), 303)


def _page(project: Project, form: Any, **words: Any) -> ResponseReturnValue:
    page = render_template("projects/settlement/decide.html", project=project, form=form, **words)
    return page, 422 if form.errors else 200
