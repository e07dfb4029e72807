"""Forms of benefits: their terms, a reason."""

from typing import Any

from wtforms import SelectField
from wtforms.validators import ValidationError

from webapp.certificates.benefits.models import Audience, Benefit, BenefitKind, Period
from webapp.certificates.benefits.terms import TERMS
from webapp.core.forms import (
    Chosen,
    DayField,
    Form,
    LimitOf,
    ManyField,
    NumberField,
    OptionalField,
    ParagraphField,
    Required,
    TextField,
    YenField,
    options,
)
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.trail import LONGEST_REASON

_TOGETHER = (Period.MONTH, Period.WHOLE)


class TermsForm(Form):
    """What a benefit gives, to whom, how often."""

    kind = SelectField(TERMS["kind"], [Chosen()], choices=lambda: options(BenefitKind.choices()))
    title = TextField(
        TERMS["title"], [Required(), LimitOf(Benefit, "title")], description=_l("例：コワーキング1日無料")
    )
    gives = TextField(
        TERMS["gives"],
        [Required(), LimitOf(Benefit, "gives")],
        description=_l("何が、いくらになるかを書きます。例：1日利用券（2,000円）が無料になります。"),
    )
    value_yen = YenField(
        TERMS["value_yen"],
        [OptionalField()],
        high=10_000_000,
        description=_l("まちの集計に使います。決まらなければ空のままにします。"),
    )
    audience = SelectField(TERMS["audience"], [Chosen()], choices=lambda: options(Audience.choices()))
    partner_name = TextField(TERMS["partner_name"], [Required(), LimitOf(Benefit, "partner_name")])
    place = TextField(TERMS["place"], [LimitOf(Benefit, "place")], description=_l("例：奈良井駅から歩いて5分"))
    contact = TextField(
        TERMS["contact"], [LimitOf(Benefit, "contact")], description=_l("だれでも見られるページに出ます。")
    )
    starts_on = DayField(TERMS["starts_on"], [Required()])
    ends_on = DayField(TERMS["ends_on"], [OptionalField()], description=_l("決まっていなければ空のままにします。"))
    times = NumberField(TERMS["times"], [Required()], low=1, high=999, default=1)
    per = SelectField(TERMS["per"], [Chosen()], choices=lambda: options(Period.choices()))
    total_times = NumberField(
        TERMS["total_times"],
        [OptionalField()],
        low=1,
        high=1_000_000,
        description=_l("予算や席に限りがあるときに入れます。空のままなら、制限しません。"),
    )
    total_per = SelectField(TERMS["total_per"], choices=lambda: options((p.value, p.label) for p in _TOGETHER))
    conditions = ParagraphField(
        TERMS["conditions"], [LimitOf(Benefit, "conditions")], description=_l("例：平日のみ。家族は3人まで。")
    )

    def validate_ends_on(self, field: Any) -> None:
        """Not before it begins."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("始まりの日より後の日にしてください。"))

    def terms(self) -> dict[str, Any]:
        """What was typed, by the table's column."""
        typed: dict[str, Any] = {name: self[name].data for name in TERMS}
        kinds = {"kind": BenefitKind, "audience": Audience, "per": Period, "total_per": Period}
        chosen = {name: kind(typed[name] or Period.WHOLE) for name, kind in kinds.items()}
        empty = {name: typed[name] or "" for name in ("place", "contact", "conditions")}
        return {**typed, **chosen, **empty}


class TownTermsForm(TermsForm):
    """The same for the town, which also says at whose counters it is recorded."""

    partner_ids = ManyField(
        _l("利用を記録する人"),
        description=_l(
            "だれも選ばなければ、このまちの協力店・施設の人はだれでも記録できます。市町村の職員は、いつでも記録できます。"
        ),
    )

    def terms(self) -> dict[str, Any]:
        """With the counters."""
        return {**super().terms(), "partner_ids": self.partner_ids.data or []}


class ReasonForm(Form):
    """Why; it stays in the record."""

    reason = ReasonField(_l("理由"), [Required()], ready="benefit")

    def validate_reason(self, field: Any) -> None:
        """Not endless."""
        if len(field.data) > LONGEST_REASON:
            raise ValidationError(_("理由は%(max)s字以内で書いてください。", max=LONGEST_REASON))
