"""Writing a ready-made reason."""

from wtforms import BooleanField

from webapp.core.forms import Form, LimitOf, ParagraphField, Required, TextField
from webapp.core.i18n import lazy as _l
from webapp.desk.reasons.models import ReasonTemplate


class ReasonTemplateForm(Form):
    """A ready-made reason in the town's words."""

    title = TextField(
        _l("見出し"),
        [Required(), LimitOf(ReasonTemplate, "title")],
        description=_l("職員が選ぶときに見る短い名前です。"),
    )
    words = ParagraphField(
        _l("文"),
        [Required(), LimitOf(ReasonTemplate, "words")],
        description=_l(
            "相手に、このまま届きます。です・ますで、どうすればよいかまで書いてください。「〇〇」は、使う人が書きかえる所です。"
        ),
    )
    is_shown = BooleanField(_l("職員が選べるようにする"), default=True)
