"""Forms of a town's books."""

from wtforms import SelectField

from webapp.accounting.models import BudgetAccount, ReconciliationDifference
from webapp.core.forms import Form, LimitOf, Required, TextField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.projects.models import Project


class BudgetForm(Form):
    """The budget account of a project, or of all others."""

    project = SelectField(_l("取り組み"))
    code = TextField(_l("科目の番号"), [Required(), LimitOf(BudgetAccount, "code")], description=_l("例：18-01-02-05"))
    name = TextField(
        _l("科目の名前"),
        [Required(), LimitOf(BudgetAccount, "name")],
        description=_l("款・項・目・節の名前です。例：寄附金／寄附金／総務費寄附金／ふるさと寄附金"),
    )

    def with_projects(self, projects: list[Project]) -> "BudgetForm":
        """Among these, or for all that have none of their own."""
        self.project.choices = options(
            [("", _("科目を決めていないすべての取り組み")), *((p.id, p.title) for p in projects)]
        )
        return self


class ReopenForm(Form):
    """Why a closed month is opened again."""

    reason = ReasonField(_l("やり直す理由"), [Required()], description=_l("記録に残ります。"), ready="month")


class ResolveForm(Form):
    """What somebody found out about a difference."""

    reason = ReasonField(
        _l("確かめたことと、したこと"),
        [Required(), LimitOf(ReconciliationDifference, "resolution")],
        description=_l("例：決済会社の画面で同じ額を確かめた。個人の名前は書かないでください。"),
        ready="difference",
    )
