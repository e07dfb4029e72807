"""What an operator says when a model begins or ends."""

from webapp.core.forms import Form, LimitOf, ParagraphField, Required
from webapp.core.i18n import lazy as _l
from webapp.core.trail import TrailReason


class PromoteForm(Form):
    """Why a candidate is taken into service."""

    reason = ParagraphField(
        _l("使いはじめる理由"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("例：当たりやすさが上がり、得と損のかたよりも許せる幅だと確かめた。"),
    )


class RollBackForm(Form):
    """Why the model in service is withdrawn."""

    reason = ParagraphField(
        _l("取り下げる理由"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("例：ある県の掲載が急に見られなくなったと、まちから連絡があった。"),
    )
