"""What the town decides about money: how much may be spent, whether a report is good, what is final, what came back."""

from collections.abc import Sequence
from datetime import timedelta

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.core.money import show_yen
from webapp.municipalities import queries as municipalities
from webapp.projects import ends, lent
from webapp.projects.funding import funding_of
from webapp.projects.letters import tell_companions, tell_proposer
from webapp.projects.models import PROJECT, BudgetLine, Project
from webapp.projects.queries import locked
from webapp.projects.reports.queries import expenses_of, spent_by_line
from webapp.projects.reviews.actions import must_examine
from webapp.projects.settlement import letters, sums
from webapp.projects.settlement.models import PROVIDERS_FEE, Subsidy
from webapp.projects.settlement.queries import subsidy_of
from webapp.projects.states import ProjectStatus

trail.ACTION_LABELS |= {"project.take_back": _l("使い残しの返還を受け取った")}


def decide(project: Project, costs: Sequence[BudgetLine], *, number: str = "", reason: str = "", by: Actor) -> Subsidy:
    """Fix what came in and how much of it may be spent; `costs` of raising without the provider's fees."""
    must_examine(project, by)
    _must_be_closed(locked(project.id))  # a payment that comes meanwhile is in the sums, or waits and goes back
    money, fee = funding_of([project.id])[project.id], lent.fees_yen(project.id)
    lines = [BudgetLine(label=PROVIDERS_FEE, yen=fee)] if fee else []
    lines += [line for line in costs if line["yen"]]
    cost, matching = sum(line["yen"] for line in lines), project.matching_yen(money.raised_yen)
    part = sums.grant(money.raised_yen, matching, cost, project.subsidy_rule, project.subsidy_cap_yen)
    row = Subsidy(
        project_id=project.id,
        municipality_code=project.municipality_code,
        raised_yen=money.raised_yen,
        donors=money.donors,
        matching_yen=matching,
        fee_yen=fee,
        cost_yen=cost,
        costs=lines,
        cost_taken_yen=part.cost_taken,
        rule=project.subsidy_rule,
        granted_yen=part.granted,
        kept_yen=part.kept,
        number=number,
        decided_on=today(),
        decided_by=by.user_id,
        reason=reason,
        use_of_rest=project.alternative,
    )
    PROJECT.apply(project, "decide_subsidy", by=by, reason=reason)
    session().add(row)
    session().flush()
    tell_proposer(project, letters.decided, subsidy=row)
    return row


def _must_be_closed(project: Project) -> None:
    if project.status is not ProjectStatus.CLOSED or lent.awaited(project.id):
        raise RuleBroken(_("寄附の受付が終わり、届く見込みの支払いがなくなってから決められます。"))


def ask_again(project: Project, *, reason: str, by: Actor) -> None:
    """The report must be put right."""
    must_examine(project, by)
    PROJECT.apply(project, "ask_again", by=by, reason=reason)
    tell_proposer(project, letters.again, reason=reason)


def give_up(project: Project, *, reason: str, by: Actor) -> None:
    """End it early: what was spent is accounted for, the rest goes to the use that was named before anybody gave."""
    must_examine(project, by)
    PROJECT.apply(project, "give_up", by=by, reason=reason)
    tell_proposer(project, letters.given_up, reason=reason)


def settle(project: Project, *, own_yen: int, use_of_rest: str, reason: str = "", by: Actor) -> Subsidy:
    """Fix the final sum and open the account to everybody. Raises RuleBroken while a receipt was not looked at."""
    must_examine(project, by)
    row = subsidy_of(project)
    if row is None or project.status is not ProjectStatus.REPORTED:
        raise RuleBroken(_("実績報告が出てから、額を確定できます。"))
    _refuse_unchecked(project)
    spent = spent_by_line(project)
    part = sums.final(row.granted_yen, sum(spent.values()), own_yen)
    rest = part.returned + row.kept_yen
    if rest and not use_of_rest.strip():
        raise RuleBroken(_("残りの%(rest)sを何に使うかを書いてください。公開されます。", rest=show_yen(rest)))
    row.spent_yen, row.own_yen = sum(spent.values()), part.own
    row.settled_yen, row.returned_yen = part.settled, part.returned
    row.lines = _lines(project, spent)
    row.use_of_rest, row.settled_on, row.settled_by = use_of_rest.strip(), today(), by.user_id
    if part.returned:
        days = int(municipalities.setting("project_return_days", project.municipality_code))
        row.return_due_on = today() + timedelta(days=days)
    PROJECT.apply(project, "settle", by=by, reason=reason)
    session().flush()
    tell_proposer(project, letters.settled, subsidy=row)
    ends.tell_donors(project, ends.End.MONEY)
    return row


def _refuse_unchecked(project: Project) -> None:
    unchecked = [expense for expense in expenses_of(project) if expense.checked_at is None]
    if unchecked:
        raise RuleBroken(_("まだ確かめていない領収書が%(n)s件あります。", n=len(unchecked)))


def _lines(project: Project, spent: dict[str, int]) -> list[dict[str, object]]:
    planned = {line["label"]: line["yen"] for line in project.budget}
    labels = [*planned, *(label for label in spent if label not in planned)]
    return [{"label": label, "planned": planned.get(label, 0), "spent": spent.get(label, 0)} for label in labels]


def take_back(project: Project, *, by: Actor) -> None:
    """What was left has come back to the town."""
    must_examine(project, by)
    row = subsidy_of(project)
    if row is None or not row.waits_for_return:
        raise RuleBroken(_("返還を待っている額はありません。"))
    row.returned_on = today()
    trail.record(project, "project.take_back", by=by, reason=recorded("%(amount)s円", amount=f"{row.returned_yen:,}"))
    tell_companions(project, letters.taken_back, subsidy=row)
