"""The one form of notices: by topic how to be told, when the morning letter comes, when it is quiet."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import ValidationError

from webapp.core.forms import Form, Required, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.notices.models import DIGEST_HOUR, QUIET_FROM, QUIET_UNTIL, Way
from webapp.notices.topics import Topic

#: letters about one's account are never a choice
CHOSEN_BY = [topic for topic in Topic if topic is not Topic.SECURITY]
HOURS = options((str(hour), f"{hour}:00") for hour in range(24))


def name_of(topic: Topic) -> str:
    """The field of a topic: in a form, a field called `matches` would stand in the way of the element's own `matches()`."""
    return f"about_{topic.value}"


class ChoicesForm(Form):
    """Fields of topics are added below; `for_staff` says whether letters about work can be chosen."""

    digest_hour = SelectField(
        _l("まとめメールの時刻"), [Required(_l("時刻を選んでください。"))], choices=HOURS, default=str(DIGEST_HOUR)
    )
    is_quiet = BooleanField(_l("夜は急がないメールを送らない"), default=True)
    quiet_from = SelectField(
        _l("夜の始まり"), [Required(_l("時刻を選んでください。"))], choices=HOURS, default=str(QUIET_FROM)
    )
    quiet_until = SelectField(
        _l("夜の終わり"), [Required(_l("時刻を選んでください。"))], choices=HOURS, default=str(QUIET_UNTIL)
    )

    def __init__(self, *args: Any, for_staff: bool, **values: Any) -> None:
        super().__init__(*args, **values)
        if not for_staff:
            del self[name_of(Topic.WORK)]

    @property
    def topics(self) -> list[Any]:
        """The fields of topics, in their order."""
        return [self[name_of(topic)] for topic in CHOSEN_BY if name_of(topic) in self]

    @property
    def ways(self) -> dict[Topic, Way]:
        """What was chosen."""
        return {topic: Way(self[name_of(topic)].data) for topic in CHOSEN_BY if name_of(topic) in self}

    def validate_quiet_until(self, field: SelectField) -> None:
        """A night has a length."""
        if self.is_quiet.data and field.data == self.quiet_from.data:
            raise ValidationError(_("始まりと終わりが同じ時刻です。違う時刻を選んでください。"))


for _topic in CHOSEN_BY:
    _field = RadioField(
        _topic.label,
        [Required(_l("受け取り方を選んでください。"))],
        choices=Way.choices,
        default=Way.AT_ONCE.value,
    )
    setattr(ChoicesForm, name_of(_topic), _field)
