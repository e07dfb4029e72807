"""What a town enters about its points."""

from typing import Any

from wtforms import SelectField, SubmitField, ValidationError
from wtforms.validators import InputRequired, Optional

from webapp.core.forms import Form, LimitOf, NumberField, ParagraphField
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.matches.weighing.fields import FIELDS, MOST
from webapp.matches.weighing.models import TownWeights

_NEEDED = _l("0から100までの数を入力してください。")


class WeightsForm(Form):
    """Points of each field, the listing to try them on, and the reason; trying them needs none."""

    listing = SelectField(_l("並びを試す掲載"), [Optional()], validate_choice=True)
    reason = ParagraphField(
        _l("変える理由"),
        [LimitOf(TownWeights, "reason")],
        description=_l("例：祭りの担い手が足りないため、経験よりも関心を重く見る。"),
    )
    preview = SubmitField(_l("並びを試す"))

    @property
    def points(self) -> dict[str, int]:
        """What was typed, by field."""
        return {name: int(self[name].data or 0) for name in FIELDS}

    def validate(self, extra_validators: Any = None) -> bool:
        """With zero everywhere there is no order."""
        is_valid = bool(super().validate(extra_validators))
        if is_valid and not any(self.points.values()):
            self.form_errors.append(_("すべてが0では、並べられません。大切にしたい項目の数を大きくしてください。"))
            return False
        return is_valid

    def validate_reason(self, field: Any) -> None:
        """Only a decision needs a reason."""
        if not self.preview.data and not field.data:
            raise ValidationError(_("並べ方を変える理由を書いてください。"))


for _name, (_label, _hint) in FIELDS.items():
    setattr(WeightsForm, _name, NumberField(_label, [InputRequired(_NEEDED)], description=_hint, low=0, high=MOST))
