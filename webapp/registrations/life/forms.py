"""Forms of renewal, moving and the town's answers to a standing registration."""

from wtforms import BooleanField, Field, RadioField
from wtforms.validators import Optional, ValidationError

from webapp.core.forms import Chosen, Form, LimitOf, ParagraphField, Required, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.registrations.life.models import Departure, MovingStatus, Renewal
from webapp.registrations.models import Registration


class RenewalForm(Form):
    """Whether all is as before, and the yes to hand over what is not."""

    is_same = RadioField(
        _l("滞在のしかたや場所は、今も同じですか"),
        [Chosen()],
        choices=options([("same", _l("同じです")), ("changed", _l("変わりました"))]),
    )
    note = ParagraphField(
        _l("変わったこと"),
        [Optional(), LimitOf(Renewal, "note")],
        description=_l("「変わりました」を選んだときだけ書いてください。例：5月から、月に2回の滞在になりました。"),
    )
    is_true = BooleanField(_l("この画面の内容は正しいです"), [Chosen()])
    may_hand_over = BooleanField(_l("今のプロフィールの写しを、登録先の市町村に渡してよい"), [Chosen()])

    def validate_is_same(self, field: Field) -> None:
        """A change must be told, else nobody can look at it."""
        if field.data == "changed" and not self.note.data:
            raise ValidationError(_("変わったことを、下の欄に書いてください。市町村が確かめるために使います。"))

    @property
    def changes(self) -> str:
        """What the person says has changed."""
        return (self.note.data or "") if self.is_same.data == "changed" else ""


class MovingForm(Form):
    """What became of the stay."""

    kind = RadioField(_l("どうなりましたか"), [Chosen()], choices=options(Departure.choices()))
    is_sure = BooleanField(_l("登録と登録証が使えなくなることがわかりました"), [Chosen()])


class QuestionForm(MovingForm):
    """The same for somebody who was asked, and who may say no."""

    kind = RadioField(
        _l("どうなりましたか"),
        [Chosen()],
        choices=options(
            [(MovingStatus.NOT_MOVED.value, _l("引っ越していない（プロフィールの間違い）")), *Departure.choices()]
        ),
    )
    is_sure = BooleanField(
        _l("登録が終わるときは、登録証も使えなくなることがわかりました"),
        description=_l("引っ越した、またはもう通わないときに、印を付けてください。"),
    )

    def validate_is_sure(self, field: Field) -> None:
        """Only an answer that ends the registration needs it."""
        if not field.data and self.kind.data != MovingStatus.NOT_MOVED.value:
            raise ValidationError(_("登録が終わることを確かめて、印を付けてください。"))


class StandingForm(Form):
    """A town's deed that needs a reason."""

    reason = ReasonField(
        _l("理由"),
        [Required(), LimitOf(Registration, "decision_reason")],
        description=_l("本人に、このまま届きます。何が、なぜ、どうすればよいかを書いてください。"),
        ready="suspend",
    )


class DepartureForm(Form):
    """What the town knows about a move, and how."""

    kind = RadioField(_l("どうなりましたか"), [Chosen()], choices=options(Departure.choices()))
    reason = ReasonField(
        _l("どのように確かめたか"),
        [Required(), LimitOf(Renewal, "note")],
        description=_l("本人に、このまま届きます。例：10月1日に窓口で転入届を受け付けました。"),
        ready="departure",
    )


class RunForm(Form):
    """Whom the yearly run takes up."""

    with_changed = BooleanField(_l("「変わりました」と答えた人も、まとめて更新する"))
