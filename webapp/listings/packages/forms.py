"""Forms of packages."""

from datetime import timedelta
from typing import Any

from wtforms import SelectField
from wtforms.validators import ValidationError

from webapp.core.clock import today
from webapp.core.forms import Chosen, DayField, Form, LimitOf, ManyField, ParagraphField, Required, TextField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.listings.consents.models import DeletionRequest
from webapp.listings.packages.models import InfoPackage

LONGEST = timedelta(days=366)


class StartForm(Form):
    """To whom, what for, until when."""

    place = SelectField(_l("渡す相手"), [Chosen()])
    title = TextField(
        _l("題名"), [Required(), LimitOf(InfoPackage, "title")], description=_l("例：2026年秋の空き家と仕事")
    )
    purpose = ParagraphField(
        _l("使いみち"),
        [Required(), LimitOf(InfoPackage, "purpose")],
        description=_l("法人は、ここに書いたことにだけ使えます。例：移住相談に来た人に、合う家と仕事を紹介する。"),
    )
    ends_on = DayField(
        _l("提供の期限"), [Required()], description=_l("この日が過ぎると、ファイルを受け取れなくなります。")
    )

    def validate_ends_on(self, field: Any) -> None:
        """Neither gone nor far away."""
        if field.data is not None and not today() <= field.data <= today() + LONGEST:
            raise ValidationError(_("きょうから1年以内の日にしてください。"))


class ItemsForm(Form):
    """What goes in."""

    listings = ManyField(_l("渡すもの"))

    @classmethod
    def of(cls, pairs: list[tuple[str, str]], taken: list[str]) -> "ItemsForm":
        """With these listings to choose from."""
        form = cls(data={"listings": taken})
        form.listings.choices = options(pairs)
        return form


class EndForm(Form):
    """Why it ends; the corporation reads it."""

    reason = ReasonField(_l("理由"), [Required(), LimitOf(InfoPackage, "purpose")], ready="cooperation")


class DeletedForm(Form):
    """What the holder adds to the news that it is deleted."""

    note = TextField(
        _l("どう消したか（なくてもかまいません）"),
        [LimitOf(DeletionRequest, "note")],
        description=_l("例：共有フォルダとメールから消し、印刷したものは裁断しました。"),
    )
