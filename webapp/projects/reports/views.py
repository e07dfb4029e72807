"""Reports and receipts: for who carries a project out and for the town; the reports themselves for everybody."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.database import current_scope, session
from webapp.core.errors import BadFile
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor
from webapp.corporations import files
from webapp.municipalities import queries as municipalities
from webapp.projects import photos
from webapp.projects import queries as projects
from webapp.projects.forms import ReasonForm
from webapp.projects.models import Project
from webapp.projects.proposals.queries import is_proposer, writable_for
from webapp.projects.reports import actions, queries
from webapp.projects.reports.forms import ExpenseForm, ReportForm
from webapp.projects.reports.models import Report
from webapp.projects.settlement.queries import subsidy_of
from webapp.projects.states import IN_EXECUTION

blueprint = Blueprint("project_reports", __name__)


@blueprint.get("/projects/<project_id>/reports")
@allow(PUBLIC)
def public(project_id: str) -> ResponseReturnValue:
    """Every report that everybody may read, with the schedule and what was spent so far by line."""
    project = projects.project_for(current_actor(), project_id)
    return render_template(
        "projects/reports/public.html",
        project=project,
        town=municipalities.by_code(project.municipality_code),
        reports=queries.public_reports_of(project),
        milestones=queries.milestones_of(project),
        spent=queries.spent_by_line(project),
        photos=photos.of_reports(project),
        subsidy=subsidy_of(project),
    )


@blueprint.get("/my/projects/<project_id>/reports")
@allow(SIGNED_IN)
def index(project_id: str) -> ResponseReturnValue:
    """What was written, what was paid, what is still to be done."""
    project = queries.reported_by(current_actor(), project_id)
    is_mine = is_proposer(current_actor(), project)
    reports = queries.reports_of(project)
    last = next((row for row in reports if row.is_final and row.published_at is None), None)
    return render_template(
        "projects/reports/index.html",
        project=project,
        is_mine=is_mine,
        may_write=is_mine and project.status in IN_EXECUTION,
        may_check=current_actor().may_act_for(project.municipality_code),
        reports=reports,
        obstacles=actions.obstacles_to_the_last(project, last) if last else [],
        milestones=queries.milestones_of(project),
        expenses=queries.expenses_of(project),
        spent=queries.spent_by_line(project),
        subsidy=subsidy_of(project),
    )


@blueprint.route("/my/projects/<project_id>/expenses/new", methods=["GET", "POST"])
@allow(SIGNED_IN)
def spend(project_id: str) -> ResponseReturnValue:
    """Note a payment with its receipt."""
    project = writable_for(current_actor(), project_id)
    form = ExpenseForm()
    form.budget_label.choices = options((line["label"], line["label"]) for line in project.budget)
    if form.validate_on_submit():
        try:
            current_scope().commit()
            kept = files.keep(form.receipt.data)
            session().expire_all()
            project = writable_for(current_actor(), project_id, to_change=True)
            actions.spend(project, form.values(), kept, by=current_actor())
        except BadFile as problem:
            form.receipt.errors = [str(problem)]
        else:
            flash(_("支払いと領収書を登録しました。"), "success")
            return _back(project)
    lead = _("1枚の領収書ごとに登録します。合計は、使いみちごとに公開されます。")
    return _page(project, form, title=_("支払いを登録する"), lead=lead, submit=_("登録する"))


@blueprint.route("/my/projects/<project_id>/reports/new", methods=["GET", "POST"])
@allow(SIGNED_IN)
def write(project_id: str) -> ResponseReturnValue:
    """Write a report."""
    return _write(writable_for(current_actor(), project_id), None)


@blueprint.route("/my/reports/<project_report_id>/edit", methods=["GET", "POST"])
@allow(SIGNED_IN)
def edit(project_report_id: str) -> ResponseReturnValue:
    """Write a draft anew."""
    report, project = queries.report_for(current_actor(), project_report_id)
    return _write(writable_for(current_actor(), project.id), report)


def _write(project: Project, report: Report | None) -> ResponseReturnValue:
    form = ReportForm(obj=report)
    waiting = [step for step in queries.milestones_of(project) if step.reported_at is None]
    form.milestone_id.choices = options([("", _("選ばない")), *[(step.id, step.title) for step in waiting]])
    if form.validate_on_submit():
        try:
            kept = [photos.keep(sent.read()) for sent in form.photos.data or [] if sent]
            row = actions.write(project, form.values(), report=report, by=current_actor())
            photos.add(project, kept, report_id=row.id, alt=row.title)
        except BadFile as problem:
            form.photos.errors = [str(problem)]
        else:
            flash(_("報告の下書きを保存しました。確かめて、公開してください。"), "success")
            return _back(project)
    lead = _("公開すると、だれでも読めます。寄附した人には手紙でも知らせます。")
    return _page(project, form, title=_("報告を書く"), lead=lead, submit=_("下書きを保存する"))


@blueprint.post("/my/reports/<project_report_id>/publish")
@allow(SIGNED_IN)
def publish(project_report_id: str) -> ResponseReturnValue:
    """Let everybody read it."""
    report, project = queries.report_for(current_actor(), project_report_id)
    actions.publish(writable_for(current_actor(), project.id, to_change=True), report, by=current_actor())
    flash(_("報告を公開しました。寄附した人に手紙を送ります。"), "success")
    return _back(project)


@blueprint.route("/my/reports/<project_report_id>/hide", methods=["GET", "POST"])
@allow(SIGNED_IN)
def hide(project_report_id: str) -> ResponseReturnValue:
    """The town takes a report down."""
    report, project = queries.report_for(current_actor(), project_report_id)
    projects.own_project_for(current_actor(), project.id)
    form = ReasonForm()
    if form.validate_on_submit():
        actions.hide(project, report, reason=form.reason.data or "", by=current_actor())
        flash(_("報告を非公開にしました。"), "success")
        return _back(project)
    return _page(project, form, title=_("報告を非公開にする"), lead=report.title, submit=_("非公開にする"))


@blueprint.post("/my/expenses/<project_expense_id>/check")
@allow(SIGNED_IN)
def check(project_expense_id: str) -> ResponseReturnValue:
    """The town has looked at a receipt."""
    expense, project = queries.expense_for(current_actor(), project_expense_id)
    actions.check(projects.own_project_for(current_actor(), project.id), expense, by=current_actor())
    return _back(project)


@blueprint.post("/my/expenses/<project_expense_id>/remove")
@allow(SIGNED_IN)
def take_out(project_expense_id: str) -> ResponseReturnValue:
    """Take back what was noted by mistake."""
    expense, project = queries.expense_for(current_actor(), project_expense_id)
    actions.take_out(writable_for(current_actor(), project.id), expense, by=current_actor())
    flash(_("支払いを取り消しました。"), "success")
    return _back(project)


@blueprint.get("/my/expenses/<project_expense_id>/receipt")
@allow(SIGNED_IN)
def receipt(project_expense_id: str) -> Response:
    """The paper, for who carries it out and for the town."""
    expense, _project = queries.expense_for(current_actor(), project_expense_id)
    return files.download(expense.file_key, expense.file_name)


def _back(project: Project) -> ResponseReturnValue:
    return redirect(url_for(".index", project_id=project.id), 303)


def _page(project: Project, form: Any, **words: Any) -> ResponseReturnValue:
    page = render_template("projects/reports/form.html", project=project, form=form, **words)
    return page, 422 if form.errors and request.method == "POST" else 200
