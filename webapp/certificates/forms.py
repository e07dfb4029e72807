"""Forms around certificates: the public check, revocation."""

from webapp.certificates.models import Certificate
from webapp.core.forms import Form, LimitOf, ParagraphField, Required, TextField
from webapp.core.i18n import lazy as _l


class CodeForm(Form):
    """The code printed on a certificate."""

    code = TextField(
        _l("確認コード"),
        [Required()],
        description=_l("証明書に書かれた12文字です。例：ABCD-1234-EFGH。ハイフンや小文字のままでもかまいません。"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": 40},
    )


class RevokeForm(Form):
    """Why a certificate is revoked; the holder reads it."""

    reason = ParagraphField(
        _l("取消しの理由"),
        [Required(), LimitOf(Certificate, "revoked_reason")],
        description=_l("本人に届く手紙にそのまま載ります。確認ページには載りません。"),
    )
