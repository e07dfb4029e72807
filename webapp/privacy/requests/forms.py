"""What is typed about a request: by the person, and by administrators."""

from wtforms import RadioField, SelectField
from wtforms.validators import Email, Optional, ValidationError

from webapp.core.clock import today
from webapp.core.forms import Chosen, DayField, Form, LimitOf, ParagraphField, Required, TextField, options
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.municipalities.models import Municipality
from webapp.privacy.requests.actions import refused_day
from webapp.privacy.requests.models import Ground, PrivacyRequest, Proof, RequestKind, Way


class AskForm(Form):
    """A person asks a town."""

    town = SelectField(_l("市町村"), validators=[Chosen()])
    kind = RadioField(_l("してほしいこと"), choices=options(RequestKind.choices()), validators=[Chosen()])
    name = TextField(_l("お名前"), [Required(), LimitOf(PrivacyRequest, "name")])
    words = ParagraphField(_l("どの情報について、どうしてほしいか"), [Required(), LimitOf(PrivacyRequest, "words")])

    def offer(self, towns: list[Municipality]) -> None:
        """The towns that can be asked."""
        self.town.choices = options([("", _l("選んでください")), *((town.code, town.full_name) for town in towns)])


class EnterForm(AskForm):
    """A clerk enters what came on paper."""

    way = RadioField(
        _l("届いた方法"),
        choices=options(pair for pair in Way.choices() if pair[0] != Way.ONLINE),
        validators=[Chosen()],
    )
    received_on = DayField(_l("受け付けた日"), [Required()], default=today)
    email = TextField(
        _l("メールアドレス"),
        [Optional(), Email(message=_l("メールアドレスの形を確かめてください。")), LimitOf(PrivacyRequest, "email")],
    )

    def validate_received_on(self, field: DayField) -> None:
        """The clock runs from that day."""
        if field.data and (why_not := refused_day(field.data)):
            raise ValidationError(why_not)


class CheckForm(Form):
    """How the person was recognised."""

    proof = RadioField(_l("確かめた方法"), choices=options(Proof.choices()), validators=[Chosen()])


class ExtendForm(Form):
    """Why it takes longer."""

    extension_reason = ReasonField(
        _l("延長の理由"), [Required(), LimitOf(PrivacyRequest, "extension_reason")], ready="privacy_extend"
    )


class AnswerForm(Form):
    """What is done, as the person reads it."""

    answer = ParagraphField(_l("認める内容と、渡す方法"), [Required(), LimitOf(PrivacyRequest, "answer")])


class RefuseForm(Form):
    """Why not."""

    ground = RadioField(_l("法律の根拠"), choices=options(Ground.choices()), validators=[Chosen()])
    answer = ReasonField(_l("理由"), [Required(), LimitOf(PrivacyRequest, "answer")], ready="privacy_refuse")
