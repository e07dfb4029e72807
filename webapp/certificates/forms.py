"""Forms around certificates: the public check, stopping and letting go on, revocation."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import SelectField

from webapp.certificates.models import Certificate, RevocationReason
from webapp.core.forms import Chosen, Form, LimitOf, ParagraphField, Required, TextField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField

#: reasons that a person may choose; the others follow from what happened elsewhere
CHOOSABLE = tuple(reason for reason in RevocationReason if reason is not RevocationReason.SOURCE_ENDED)


class CodeField(TextField):
    """What is printed on a certificate or held by its QR code: twelve digits of it are no My Number, nothing is kept."""

    def pre_validate(self, form: Any) -> None:
        """Anything may be asked."""


class CheckForm(Form):
    """A code, what a QR code holds, or a file."""

    code = CodeField(
        _l("確認コード、またはQRコードの中身"),
        description=_l(
            "12文字の確認コード（例：ABCD-1234-EFGH）か、QRコードを読んで出てきた数字やアドレスを貼り付けてください。"
        ),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    file = FileField(
        _l("証明書のファイル"),
        description=_l("ふたまちで発行したPDFを選ぶと、中の電子証明を確かめます。10MBまで。ファイルは保存しません。"),
    )

    def validate(self, extra_validators: object = None) -> bool:
        """One of the two is needed."""
        is_valid = bool(super().validate(extra_validators))
        if not (self.code.data or "").strip() and not self.file.data:
            self.code.errors = [_("確認コードを入力するか、ファイルを選んでください。")]
            return False
        return is_valid


class NoteForm(Form):
    """Why a certificate is stopped, or goes on; the holder reads it."""

    note = ReasonField(
        _l("理由"),
        [Required(), LimitOf(Certificate, "hold_note")],
        description=_l("本人に届く手紙に載ります。確認ページには載りません。"),
        ready="revoke",
    )


class RevokeForm(Form):
    """Why a certificate is revoked; the holder reads it."""

    reason = SelectField(
        _l("取消しの理由"),
        [Chosen()],
        choices=options([("", _l("選んでください")), *((r.value, r.label) for r in CHOOSABLE)]),
    )
    note = ParagraphField(
        _l("説明"),
        [Required(), LimitOf(Certificate, "revocation_note")],
        description=_l("本人に届く手紙にそのまま載ります。確認ページには載りません。"),
    )
