"""Forms of hubs: the parts of a town, a place, a person, what a person says of themselves."""

from typing import Any

from wtforms import SelectField
from wtforms.validators import ValidationError

from webapp.core.forms import (
    DayField,
    Form,
    LimitOf,
    ManyField,
    NumberField,
    OptionalField,
    ParagraphField,
    Required,
    TextField,
    options,
)
from webapp.core.i18n import lazy as _l
from webapp.core.themes import THEMES, choices
from webapp.hubs import rules
from webapp.hubs.models import Hub, HubPerson, PersonKind


def _refuse(problem: str) -> None:
    if problem:
        raise ValidationError(problem)


_LINES = _l("1行に1つずつ書きます。例：スーパー（車で5分）")


class WardsForm(Form):
    """The parts that should each have a hub person."""

    names = ParagraphField(_l("地区の名前"), description=_l("1行に1つずつ書きます。例：北区"))

    code = ""

    def validate_names(self, _field: Any) -> None:
        """One that is in use stays."""
        _refuse(rules.wards_problem(self.code, self.lines))

    @property
    def lines(self) -> list[str]:
        """One name a line."""
        return [line.strip()[:40] for line in (self.names.data or "").splitlines() if line.strip()]


class HubForm(Form):
    """What everybody reads about a place."""

    name = TextField(_l("名前"), [Required(), LimitOf(Hub, "name")])
    ward_id = SelectField(_l("地区"), [OptionalField()])
    about = ParagraphField(_l("どんな場所か"), [Required(), LimitOf(Hub, "about")])
    address = TextField(_l("所在地"), [Required(), LimitOf(Hub, "address")])
    access = TextField(_l("行き方"), [LimitOf(Hub, "access")], description=_l("例：駅から歩いて8分。駐車場5台"))
    phone = TextField(_l("電話"), [LimitOf(Hub, "phone")])
    open_days = TextField(_l("開いている曜日"), [LimitOf(Hub, "open_days")], description=_l("例：火〜土、第1・第3日曜"))
    open_hours = TextField(_l("時間"), [LimitOf(Hub, "open_hours")], description=_l("例：9:00〜17:00"))
    closed_days = TextField(_l("休み"), [LimitOf(Hub, "closed_days")], description=_l("例：祝日、12/29〜1/3"))
    here = ParagraphField(_l("ここにあるもの"), [LimitOf(Hub, "here")], description=_LINES)
    within_30 = ParagraphField(_l("30分で行けるところ"), [LimitOf(Hub, "within_30")], description=_LINES)
    within_60 = ParagraphField(_l("60分で行けるところ"), [LimitOf(Hub, "within_60")], description=_LINES)

    def validate_open_hours(self, field: Any) -> None:
        """Days and hours that a calendar can read."""
        if self.open_days.data or field.data:
            _refuse(rules.opening_problem(self.open_days.data or "", field.data or ""))

    def validate_closed_days(self, field: Any) -> None:
        """Days off that a calendar can read, of a place that opens."""
        days, hours = self.open_days.data or "", self.open_hours.data or ""
        if field.data and not ((days or hours) and rules.opening_problem(days, hours)):
            _refuse(rules.opening_problem(days, hours, field.data))


class CardForm(Form):
    """What a hub person says of themselves."""

    shown_name = TextField(_l("表示する名前"), [Required(), LimitOf(HubPerson, "shown_name")])
    topics = ManyField(_l("相談できること"), choices=options(choices(THEMES)))
    about = ParagraphField(_l("ひとこと"), [LimitOf(HubPerson, "about")])
    office_days = TextField(_l("会える曜日"), [LimitOf(HubPerson, "office_days")], description=_l("例：火・木"))
    office_hours = TextField(_l("会える時間"), [LimitOf(HubPerson, "office_hours")], description=_l("例：13:00〜17:00"))
    next_plan = ParagraphField(
        _l("任期のあとのこと"), [LimitOf(HubPerson, "next_plan")], description=_l("本人とまちの担当者だけが見ます。")
    )

    def validate_office_hours(self, field: Any) -> None:
        """Days and hours that a calendar can read."""
        _refuse(rules.opening_problem(self.office_days.data or "", field.data or ""))


class PersonForm(CardForm):
    """Everything about a hub person, for the town."""

    code = ""

    kind = SelectField(_l("立場"), choices=lambda: options((kind.value, kind.label) for kind in PersonKind))
    ward_id = SelectField(_l("受けもつ地区"), [OptionalField()])
    hub_id = SelectField(_l("いる拠点"), [OptionalField()])
    user_id = SelectField(
        _l("アカウント"),
        [OptionalField()],
        description=_l("ハブ人材の役割をもつ人から選びます。選ぶと、本人が自分でカードを直せます。"),
    )
    starts_on = DayField(_l("任期の始まり"), [Required()])
    ends_on = DayField(_l("任期の終わり"))
    most_work = NumberField(
        _l("受けもつ数の上限"),
        [Required()],
        low=1,
        high=200,
        description=_l("相談と予約の合計がこれをこえると、割り振りを見直すよう知らせます。"),
    )

    def validate_ends_on(self, field: Any) -> None:
        """A term that is possible."""
        if not field.errors and self.starts_on.data and self.kind.data in set(PersonKind):
            _refuse(rules.term_problem(self.code, PersonKind(self.kind.data), self.starts_on.data, field.data))
