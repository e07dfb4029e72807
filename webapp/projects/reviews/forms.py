"""Forms of the review: a finding with its reason, a correction screen by screen."""

from wtforms import RadioField

from webapp.core.forms import Chosen, Form, LimitOf, ParagraphField, Required, TextField, options
from webapp.core.i18n import lazy as _l
from webapp.projects.proposals.screens import LABELS, WRITTEN
from webapp.projects.reviews.models import Finding


class FindingForm(Form):
    """Met or not, and why."""

    is_met = RadioField(_l("判断"), [Chosen()], choices=options([("yes", _l("満たす")), ("no", _l("満たさない"))]))
    reason = ParagraphField(
        _l("理由"),
        [Required(), LimitOf(Finding, "reason")],
        description=_l("提案した人にも見えます。根拠になる資料や条文も書いてください。"),
    )


class CorrectionForm(Form):
    """What must be put right, in general and screen by screen."""

    reason = ParagraphField(_l("直してほしいこと"), [Required()], description=_l("メールで届きます。"))
    body = TextField(LABELS["body"])
    story = TextField(LABELS["story"])
    plan = TextField(LABELS["plan"])
    money = TextField(LABELS["money"])
    period = TextField(LABELS["period"])
    promises = TextField(LABELS["promises"])
    gifts = TextField(LABELS["gifts"])

    def comments(self) -> dict[str, str]:
        """What was written about each screen."""
        return {screen: self[screen].data or "" for screen in WRITTEN}
