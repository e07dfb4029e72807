"""The form of a yearly report."""

from flask_wtf.file import FileField
from wtforms.validators import Optional

from webapp.core.forms import Form, LimitOf, NumberField, ParagraphField, Required
from webapp.core.i18n import lazy as _l
from webapp.corporations.designations.reports.models import DesignationReport
from webapp.municipalities.forms import NumberGiven


class ReportForm(Form):
    """The figures of the year, what was done, a file."""

    consultations = NumberField(_l("相談の件数"), [NumberGiven()], high=1_000_000)
    matches = NumberField(
        _l("引き合わせの件数"),
        [NumberGiven()],
        high=1_000_000,
        description=_l("人と、家・仕事・活動をつないだ数。"),
        name="matches_made",  # a field called `matches` would hide the form element's own matches()
    )
    contracts = NumberField(
        _l("成約の件数"), [NumberGiven()], high=1_000_000, description=_l("住まいや仕事が決まった数。")
    )
    text = ParagraphField(_l("活動の内容"), [Required(), LimitOf(DesignationReport, "text")])
    file = FileField(_l("報告書（PDF・JPEG・PNG）"), [Optional()])
