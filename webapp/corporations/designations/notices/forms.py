"""Forms of announcements: their words, and where and when they were published."""

from wtforms.validators import URL, Optional

from webapp.core.forms import DayField, Form, LimitOf, ParagraphField, Required, TextField
from webapp.core.i18n import lazy as _l
from webapp.corporations.designations.notices.models import DesignationNotice


class WordsForm(Form):
    """The text."""

    text = ParagraphField(_l("公示の文"), [Required(), LimitOf(DesignationNotice, "text")])


class PublishedForm(Form):
    """When, where, under which number."""

    published_on = DayField(_l("公示した日"), [Required()])
    number = TextField(
        _l("告示などの番号"), [LimitOf(DesignationNotice, "number")], description=_l("例：塩尻市告示第12号")
    )
    url = TextField(
        _l("公示のアドレス"),
        [
            Optional(),
            LimitOf(DesignationNotice, "url"),
            URL(message=_l("https:// から始まるアドレスを入力してください。")),
        ],
        description=_l("まちのウェブページに出したとき。"),
    )
