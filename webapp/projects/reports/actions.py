"""What is done while the money is spent: receipts, reports, the final report; what the town looks at and takes down."""

from collections.abc import Mapping
from typing import Any

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l
from webapp.corporations.files import Upload
from webapp.projects.letters import started, tell_companions, tell_town
from webapp.projects.models import PROJECT, Project
from webapp.projects.proposals.queries import is_proposer
from webapp.projects.reports import letters, queries
from webapp.projects.reports.models import Expense, Milestone, Report
from webapp.projects.reviews.actions import must_examine
from webapp.projects.states import IN_EXECUTION, ProjectStatus
from webapp.projects.updates.actions import announce

trail.ACTION_LABELS |= {
    "project.spend": _l("支払いと領収書を登録した"),
    "project.take_out_expense": _l("支払いを取り消した"),
    "project.check_expense": _l("領収書を確かめた"),
    "project.write_report": _l("報告を書いた"),
    "project.publish_report": _l("報告を公開した"),
    "project.hide_report": _l("報告を非公開にした"),
}


def spend(project: Project, values: Mapping[str, Any], receipt: Upload, *, by: Actor) -> Expense:
    """Note one payment with its receipt, under a line of the budget."""
    _begin(project, by)
    if values["budget_label"] not in {line["label"] for line in project.budget}:
        raise RuleBroken(_("使いみちの内訳から選んでください。"))
    if values["paid_on"] > today():
        raise RuleBroken(_("支払った日には、きょうまでの日を入れてください。"))
    row = Expense(
        project_id=project.id,
        file_key=receipt.key,
        file_name=receipt.name,
        mime=receipt.mime,
        created_by=by.user_id,
        **values,
    )
    session().add(row)
    session().flush()
    trail.record(project, "project.spend", by=by)
    return row


def take_out(project: Project, expense: Expense, *, by: Actor) -> None:
    """Take back what was noted by mistake, while the town has not looked at it."""
    _begin(project, by)
    if expense.checked_at is not None:
        raise RuleBroken(_("まちが確かめた領収書は取り消せません。まちに連絡してください。"))
    session().delete(expense)
    trail.record(project, "project.take_out_expense", by=by, reason=expense.title)


def check(project: Project, expense: Expense, *, by: Actor) -> None:
    """The town has looked at the receipt."""
    must_examine(project, by)
    expense.checked_at = expense.checked_at or now()
    trail.record(project, "project.check_expense", by=by)


def write(project: Project, values: Mapping[str, Any], *, report: Report | None = None, by: Actor) -> Report:
    """Write a report, or write a draft anew; nobody else reads it yet."""
    _begin(project, by)
    row = report or Report(project_id=project.id, author_id=by.user_id, **values)
    if row.published_at is not None:
        raise RuleBroken(_("公開した報告は書き換えられません。新しい報告を書いてください。"))
    milestone_id = values.get("milestone_id")
    if milestone_id and milestone_id not in {step.id for step in queries.milestones_of(project)}:
        raise RuleBroken(_("この取り組みの予定から選んでください。"))
    for name, value in values.items():
        setattr(row, name, value)
    session().add(row)
    session().flush()
    trail.record(project, "project.write_report", by=by)
    return row


def publish(project: Project, report: Report, *, by: Actor) -> None:
    """Let everybody read it; who gave gets a letter. The final one hands the account to the town."""
    _begin(project, by)
    if report.published_at is not None:
        raise RuleBroken(_("この報告は、もう公開されています。"))
    if report.is_final:
        for sentence in obstacles_to_the_last(project, report):
            raise RuleBroken(sentence)
    report.published_at = now()
    step = session().get(Milestone, report.milestone_id) if report.milestone_id else None
    if step is not None:
        step.reported_at = step.reported_at or now()
    trail.record(project, "project.publish_report", by=by)
    announce(project, title=report.title, text=report.body[:200], href=f"/projects/{project.id}/reports", by=by)
    if report.is_final:
        PROJECT.apply(project, "report", by=by)
        tell_town(project, letters.reported)


def obstacles_to_the_last(project: Project, report: Report) -> list[str]:
    """What is still missing before this final report can go to the town, a sentence each."""
    found = []
    if not queries.expenses_of(project):
        found.append(_("支払いと領収書を登録してから、実績報告を出してください。"))
    waiting = [
        step.title
        for step in queries.milestones_of(project)
        if step.reported_at is None and step.id != report.milestone_id
    ]
    if waiting:
        found.append(_("まだ報告していない予定があります：%(names)s", names=joined(waiting)))
    return found


def hide(project: Project, report: Report, *, reason: str, by: Actor) -> None:
    """Take a report down, with a reason that stays in the history."""
    must_examine(project, by)
    if not reason.strip():
        raise RuleBroken(_("理由を書いてください。"))
    report.hidden_at = now()
    trail.record(project, "project.hide_report", by=by, reason=reason)


def _begin(project: Project, by: Actor) -> None:
    """Only who proposed it, and only while it is carried out; the first thing noted begins it."""
    if not by.is_system and not is_proposer(by, project):
        raise NotAllowed(_("提案した人だけができる操作です。"))
    if project.status not in IN_EXECUTION:
        raise RuleBroken(_("使える額が決まってから、実績報告を出すまでのあいだに書けます。"))
    if project.status is ProjectStatus.SUBSIDY_DECIDED:
        PROJECT.apply(project, "start", by=by)
        tell_companions(project, started)
