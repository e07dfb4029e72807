"""Forms about a municipality's account: what is typed here is never shown again."""

from wtforms import BooleanField, PasswordField

from webapp.core.forms import Chosen, Form, LimitOf, Required, one_line
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.trail import TrailReason

LONGEST_SECRET = 255
_HIDDEN = {"autocomplete": "off", "spellcheck": "false", "maxlength": str(LONGEST_SECRET)}


class KeyForm(Form):
    """The key with which we speak to the provider."""

    key = PasswordField(
        _l("APIの秘密の鍵"),
        [Required()],
        filters=[one_line],
        description=_l("制限付きの鍵（rk_ で始まる）をお勧めします。保存すると暗号化され、画面には二度と出ません。"),
        render_kw=_HIDDEN,
    )


class SecretForm(Form):
    """What verifies the provider's notices."""

    secret = PasswordField(
        _l("通知の署名の合言葉"),
        [Required()],
        filters=[one_line],
        description=_l("whsec_ で始まります。新しくすると、古い合言葉も3日間だけ受け付けます。"),
        render_kw=_HIDDEN,
    )


class RemoveForm(Form):
    """Taking the key away."""

    reason = ReasonField(_l("理由"), [Required(), LimitOf(TrailReason, "text")], ready="key")
    understood = BooleanField(_l("新しい支払いを始められなくなることを確かめました"), [Chosen()])
