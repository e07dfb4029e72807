"""Forms of communities."""

from wtforms import BooleanField, SelectField

from webapp.core.forms import Form, LimitOf, ParagraphField, Required, TextField, options
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.themes import THEMES, choices
from webapp.hubs.communities.models import Community, CommunityMember, Stage


class CommunityForm(Form):
    """What everybody reads."""

    name = TextField(_l("名前"), [Required(), LimitOf(Community, "name")])
    theme = SelectField(_l("テーマ"), choices=options([("", _l("選ばない")), *choices(THEMES)]))
    about = ParagraphField(_l("何をしているか"), [Required(), LimitOf(Community, "about")])
    wish = ParagraphField(
        _l("いま求めていること"),
        [LimitOf(Community, "wish")],
        description=_l("例：月に1回、子どもに英語を教えてくれる人"),
    )


class JoinForm(Form):
    """Under which name."""

    shown_name = TextField(
        _l("表示する名前"),
        [Required(), LimitOf(CommunityMember, "shown_name")],
        description=_l("本名でなくてもかまいません。メンバーと、まちの担当者に見えます。"),
    )
    is_listed = BooleanField(_l("だれでも見られるページにも、この名前を出す"))


class ProposeForm(CommunityForm):
    """A new one, with the name under which one organises it."""

    shown_name = TextField(_l("世話人として表示する名前"), [Required(), LimitOf(CommunityMember, "shown_name")])


class StageForm(Form):
    """How far it has come."""

    stage = SelectField(_l("段階"), choices=lambda: options((stage.value, stage.label) for stage in Stage))
    reason = TextField(_l("そう見る理由"), [LimitOf(Community, "wish")])


class ReasonForm(Form):
    """Why; the other side reads it."""

    reason = ReasonField(_l("理由"), [Required(), LimitOf(Community, "wish")], ready="community")
