"""Forms of signing on paper: a certificate of a key, a signed sheet."""

from flask_wtf.file import FileField, FileRequired

from webapp.core.forms import Form
from webapp.core.i18n import lazy as _l


class CertificateFileForm(Form):
    """The X.509 certificate of the town's key."""

    file = FileField(
        _l("証明書のファイル"),
        [FileRequired(_l("証明書のファイルを選んでください。"))],
        description=_l("PEMまたはDERの形です。上位の認証局の証明書を、うしろに続けて入れられます。"),
    )


class SignedSheetForm(Form):
    """The sheet, signed."""

    file = FileField(
        _l("署名したPDF"),
        [FileRequired(_l("署名したPDFを選んでください。"))],
        description=_l("用意したPDFに、ICカードなどの職責証明書でそのまま署名したものです。"),
    )
