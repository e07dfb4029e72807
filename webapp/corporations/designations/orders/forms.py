"""Forms of demands: what by when, the answer, the closing note."""

from flask_wtf.file import FileField
from wtforms.validators import Optional

from webapp.core.forms import DayField, Form, LimitOf, ParagraphField, Required
from webapp.core.i18n import lazy as _l
from webapp.corporations.designations.orders.models import DesignationOrder


class OrderForm(Form):
    """What is demanded, by when."""

    text = ParagraphField(
        _l("求めること"),
        [Required(), LimitOf(DesignationOrder, "text")],
        description=_l("何を、なぜ、どうしてほしいか。法人に、このまま届きます。"),
    )
    due_on = DayField(_l("答える期限"), [Required()])


class AnswerForm(Form):
    """What was done."""

    answer = ParagraphField(_l("答え"), [Required(), LimitOf(DesignationOrder, "answer")])
    file = FileField(_l("添える書類（PDF・JPEG・PNG）"), [Optional()])


class ClosingForm(Form):
    """A word to the corporation."""

    note = ParagraphField(_l("法人へのことば"), [LimitOf(DesignationOrder, "closing_note")])
