"""予算科目: under which account of the budget a town books donations to a project in a fiscal year."""

from sqlmodel import col, select

from webapp.accounting.models import BudgetAccount
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.projects.models import Project

trail.ACTION_LABELS |= {
    "budget_account.add": _l("予算科目を登録した"),
    "budget_account.change": _l("予算科目を直した"),
}


def put(
    municipality_code: str, fiscal_year: int, project_id: str | None, *, code: str, name: str, by: Actor
) -> BudgetAccount:
    """Name the account of a project, or of all that have none of their own; one each a year, the last word counts."""
    if not by.may_act_for(municipality_code):
        raise NotThere
    if project_id is not None and session().get_one(Project, project_id).municipality_code != municipality_code:
        raise NotThere
    if not code.strip() or not name.strip():
        raise RuleBroken(_("科目の番号と名前を入力してください。"))
    found = next((row for row in accounts_of(municipality_code, fiscal_year) if row.project_id == project_id), None)
    row = found or BudgetAccount(
        municipality_code=municipality_code, fiscal_year=fiscal_year, project_id=project_id, code=code, name=name
    )
    row.code, row.name = code.strip(), name.strip()
    session().add(row)
    session().flush()
    trail.record(row, "budget_account.change" if found else "budget_account.add", by=by)
    return row


def accounts_of(municipality_code: str, fiscal_year: int) -> list[BudgetAccount]:
    """All of a year, that of everything else first."""
    chosen = select(BudgetAccount).where(
        BudgetAccount.municipality_code == municipality_code, BudgetAccount.fiscal_year == fiscal_year
    )
    rows = session().exec(chosen.order_by(col(BudgetAccount.code), col(BudgetAccount.id)))
    return sorted(rows, key=lambda row: row.project_id is not None)


class Accounts:
    """The accounts of one year, looked up by project."""

    def __init__(self, municipality_code: str, fiscal_year: int) -> None:
        self.by_project = {row.project_id: row for row in accounts_of(municipality_code, fiscal_year)}

    def of(self, project_id: str) -> BudgetAccount | None:
        """That of a project, else that of all others, else None."""
        return self.by_project.get(project_id) or self.by_project.get(None)
