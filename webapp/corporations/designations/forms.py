"""Forms of an application, one a screen: the body, its officers, the work, the accounts, the statement."""

from typing import Any

from wtforms import BooleanField, EmailField, SelectField
from wtforms.validators import URL, Email, Optional, ValidationError

from webapp.core.clock import today
from webapp.core.codes import is_corporate_number
from webapp.core.forms import (
    Chosen,
    DayField,
    Form,
    LimitOf,
    ParagraphField,
    Required,
    TextField,
    YenField,
    options,
)
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.corporations.designations import policy
from webapp.corporations.designations.models import Designation, Officer
from webapp.corporations.forms import TasksField, digits
from webapp.corporations.models import Corporation, SupportTask

MOST_OFFICERS, FIRST_OFFICERS, MORE_OFFICERS = 20, 3, 2
LONGEST_PLAN = 1000


class BodyForm(Form):
    """The corporation as its register extract has it."""

    number = TextField(
        _l("法人番号"),
        [Required()],
        filters=[digits],
        description=_l(
            "13桁の数字です。打ち間違いは先頭の数字で確かめますが、0と9の取り違えだけは見つけられません。登記事項証明書と見比べてください。"
        ),
    )
    name = TextField(_l("名称"), [Required(), LimitOf(Corporation, "name")])
    kana = TextField(_l("名称（かな）"), [LimitOf(Corporation, "kana")])
    legal_form = SelectField(_l("法人の種類"), [Chosen()])
    representative = TextField(_l("代表者"), [Required(), LimitOf(Corporation, "representative")])
    seat = TextField(
        _l("住所"), [Required(), LimitOf(Corporation, "seat")], description=_l("登記された主たる事務所です。")
    )
    address = TextField(
        _l("事務所の所在地"),
        [Required(), LimitOf(Corporation, "address")],
        description=_l("業務をする事務所です。同じときも書いてください。"),
    )
    established_on = DayField(_l("設立した日"), [Optional()])
    purpose = ParagraphField(
        _l("定款の目的（二地域居住に関わるところ）"),
        [Optional(), LimitOf(Corporation, "purpose")],
        description=_l("会社の場合は、特定居住の促進を目的に含むことが条件です。"),
    )
    website = TextField(
        _l("ウェブサイト"),
        [
            Optional(),
            LimitOf(Corporation, "website"),
            URL(message=_l("https:// から始まるアドレスを入力してください。")),
        ],
    )
    contact_email = EmailField(
        _l("連絡先メール"), [Optional(), Email(message=_l("メールアドレスの形を確かめてください。"))]
    )
    contact_phone = TextField(_l("電話"), [LimitOf(Corporation, "contact_phone")])
    about = ParagraphField(
        _l("活動の紹介"), [LimitOf(Corporation, "about")], description=_l("指定されると公開されます。")
    )

    def validate_number(self, field: Any) -> None:
        """The check digit must be right."""
        if not is_corporate_number(field.data or ""):
            raise ValidationError(
                _("法人番号は13桁で、先頭の数字で確かめられます。番号を見直してください。例：8700110005901")
            )

    def validate_established_on(self, field: Any) -> None:
        """Not to come."""
        if field.data and field.data > today():
            raise ValidationError(_("設立した日には、きょうまでの日を入れてください。"))

    def answers(self) -> dict[str, Any]:
        """As columns of the designation."""
        names = [name for name in self.data if name not in ("csrf_token", "number", "established_on")]
        body = {name: self[name].data or "" for name in names}
        day = self.established_on.data
        return {
            "corporate_number": self.number.data,
            "body": {**body, "established_on": day.isoformat() if day else ""},
        }


def body_form(designation: Designation, **known: Any) -> BodyForm:
    """With the legal forms that the town takes."""
    form = BodyForm(data=known)
    taken = [(known.code, known.label) for known in policy.forms_of(designation.municipality_code)]
    form.legal_form.choices = options([("", _l("選んでください")), *taken])
    return form


class OfficersForm(Form):
    """Fields `name1`, `title1`, `address1`, `career1` and so on; a row without a name is none."""

    slots = 0

    def rows(self) -> list[Officer]:
        """The officers that are named, in order."""
        return [
            Officer(
                name=self[f"name{n}"].data,
                title=self[f"title{n}"].data or "",
                address=self[f"address{n}"].data or "",
                career=self[f"career{n}"].data or "",
            )
            for n in range(1, self.slots + 1)
            if self[f"name{n}"].data
        ]


class RestGiven:
    """Who is named has an address too; what is written has a name."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: Any, field: Any) -> None:
        kind = field.short_name.rstrip("0123456789")
        number = field.short_name.removeprefix(kind)
        name = form[f"name{number}"].data
        if len(field.data or "") > self.limit:
            raise ValidationError(_("%(n)s字以内で入力してください。", n=self.limit))
        if name and kind == "address" and not field.data:
            raise ValidationError(_("この役員の住所を入力してください。"))
        if field.data and kind != "name" and not name:
            raise ValidationError(_("この役員の氏名を入力してください。"))


def officers_form(slots: int, officers: list[Any]) -> OfficersForm:
    """A form with so many rows."""
    slots = max(1, min(slots, MOST_OFFICERS))
    fields: dict[str, Any] = {"slots": slots}
    for n in range(1, slots + 1):
        first = [Required()] if n == 1 else []
        fields[f"name{n}"] = TextField(_l("氏名"), [*first, RestGiven(60)])
        fields[f"title{n}"] = TextField(_l("役職"), [RestGiven(40)], description=_l("例：理事長"))
        fields[f"address{n}"] = TextField(_l("住所"), [*first, RestGiven(200)])
        fields[f"career{n}"] = ParagraphField(_l("略歴"), [RestGiven(500)])
    known = {f"{key}{n}": value for n, row in enumerate(officers[:slots], 1) for key, value in row.items()}
    form: OfficersForm = type("OfficersOfForm", (OfficersForm,), fields)(data=known)
    return form


class WorkForm(Form):
    """The tasks, a plan for each, and where."""

    tasks = TasksField(_l("業務"), [Chosen()], choices=options(SupportTask.choices()))
    area = TextField(_l("業務の区域"), [Required(), LimitOf(Designation, "area")], description=_l("例：市内全域"))

    def answers(self) -> dict[str, Any]:
        """As columns of the designation."""
        chosen: list[str] = self.tasks.data or []
        plans = {task: self[f"plan{task}"].data or "" for task in chosen}
        return {"tasks": chosen, "plans": plans, "area": self.area.data}


class PlanGiven:
    """A chosen task says what will be done."""

    def __call__(self, form: Any, field: Any) -> None:
        if len(field.data or "") > LONGEST_PLAN:
            raise ValidationError(_("%(n)s字以内で入力してください。", n=LONGEST_PLAN))
        if field.short_name[-1] in (form.tasks.data or []) and not field.data:
            raise ValidationError(_("選んだ業務の計画を書いてください。いつ・どこで・誰が・何をするか。"))


for _task in SupportTask:
    setattr(
        WorkForm,
        f"plan{_task.value}",
        ParagraphField(_l("計画（%(task)s）", task=_task.label), [PlanGiven()]),
    )


class AccountsForm(Form):
    """How the work is paid and by whom it is done."""

    income = YenField(_l("収入の見込み（1年）"), [Optional()])
    spending = YenField(_l("支出の見込み（1年）"), [Optional()])
    means = ParagraphField(
        _l("費用のまかない方"),
        [Required()],
        description=_l("会費、委託料、補助金、寄附など。くわしい収支は書類で出します。"),
    )
    people = ParagraphField(
        _l("業務をする人と体制"), [Optional()], description=_l("例：常勤2人、相談員3人（うち宅建士1人）")
    )

    def answers(self) -> dict[str, Any]:
        """As columns of the designation."""
        return {"accounts": {name: self[name].data for name in ("income", "spending", "means", "people")}}

    def validate_means(self, field: Any) -> None:
        """Not endless."""
        if len(field.data or "") > LONGEST_PLAN:
            raise ValidationError(_("%(n)s字以内で入力してください。", n=LONGEST_PLAN))

    validate_people = validate_means


class StatementForm(Form):
    """That no ground for disqualification applies."""

    none_applies = BooleanField(
        _l("上のどれにもあたらないことを確かめました。事実と違うときは、指定を取り消されることがわかりました"),
        [Chosen()],
    )


class ConfirmForm(Form):
    """What the applicant declares and allows when handing in."""

    is_true = BooleanField(_l("申請に書いたことは、すべて本当です"), [Chosen()])
    number_compared = BooleanField(_l("法人番号を、登記事項証明書と見比べました"), [Chosen()])
    may_hand_over = BooleanField(_l("この内容と書類を、申請先の市町村に渡してよい"), [Chosen()])


class ConsultForm(Form):
    """What one wants to know before applying."""

    question = ParagraphField(_l("相談したいこと"), [Required(), LimitOf(Designation, "question")])


class WithdrawForm(Form):
    """Why it is taken back, if one likes to say."""

    reason = ParagraphField(
        _l("理由"), [Optional(), LimitOf(Designation, "end_reason")], description=_l("書かなくてもかまいません。")
    )
