"""Forms of gatherings."""

from datetime import UTC, datetime, time
from typing import Any

from wtforms import SelectField
from wtforms.validators import ValidationError

from webapp.core.clock import TOKYO, in_tokyo
from webapp.core.forms import (
    ClockField,
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
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.hubs.gatherings.models import Coming, Gathering, GatheringKind, Idea

FIRST_YEAR, LAST_YEAR = 2000, 2200


class GatheringForm(Form):
    """What is announced."""

    title = TextField(_l("題名"), [Required(), LimitOf(Gathering, "title")])
    kind = SelectField(_l("種類"), choices=lambda: options((kind.value, kind.label) for kind in GatheringKind))
    community_id = SelectField(_l("コミュニティ"), [OptionalField()])
    hub_id = SelectField(_l("拠点"), [OptionalField()])
    about = ParagraphField(_l("どんな集まりか"), [Required(), LimitOf(Gathering, "about")])
    place = TextField(_l("場所"), [Required(), LimitOf(Gathering, "place")])
    day = DayField(_l("日にち"), [Required()])
    starts = ClockField(_l("始まりの時刻"), [Required()])
    ends = ClockField(_l("終わりの時刻"), [Required()])
    capacity = NumberField(
        _l("定員"), [OptionalField()], low=1, high=1000, description=_l("決めないときは空のままにします。")
    )
    pitch_seconds = NumberField(_l("ピッチ1人の秒数"), [Required()], low=20, high=600)
    question = TextField(
        _l("話し合うこと"),
        [LimitOf(Gathering, "question")],
        description=_l("書くと、アイデアを書けるボードができます。例：空き店舗で何ができる？"),
    )

    def validate_day(self, field: Any) -> None:
        """One that can be turned into a moment, and that somebody may live to see."""
        if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError(_("日付を「年-月-日」の形で入力してください。例：2026-04-01"))

    def validate_ends(self, field: Any) -> None:
        """Not before it begins."""
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(_("始まりの時刻より後にしてください。"))

    def values(self) -> dict[str, Any]:
        """As columns of the table."""
        names = ("title", "about", "place", "capacity", "pitch_seconds", "question")
        return {
            **{
                name: self[name].data if name in ("capacity", "pitch_seconds") else self[name].data or ""
                for name in names
            },
            "kind": GatheringKind(self.kind.data),
            "community_id": self.community_id.data or None,
            "hub_id": self.hub_id.data or None,
            "starts_at": self._moment(self.starts.data),
            "ends_at": self._moment(self.ends.data),
        }

    def _moment(self, clock: time | None) -> datetime:
        assert self.day.data is not None
        assert clock is not None
        return datetime.combine(self.day.data, clock, TOKYO).astimezone(UTC)


def known(found: Gathering) -> dict[str, Any]:
    """A gathering as the form shows it: in Japanese time."""
    starts, ends = in_tokyo(found.starts_at), in_tokyo(found.ends_at)
    return {
        **found.model_dump(include={"title", "about", "place", "capacity", "pitch_seconds", "question"}),
        "kind": found.kind.value,
        "community_id": found.community_id or "",
        "hub_id": found.hub_id or "",
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
    }


class ComingForm(Form):
    """Under which name, and with what pitch."""

    shown_name = TextField(_l("表示する名前"), [Required(), LimitOf(Coming, "shown_name")])
    pitch = TextField(
        _l("ピッチの題"), [LimitOf(Coming, "pitch")], description=_l("話したいことがあれば書きます。順番の表に出ます。")
    )


class IdeaForm(Form):
    """One idea for the board."""

    author = TextField(_l("アイデアに出す名前"), [Required(), LimitOf(Idea, "shown_name")])
    text = ParagraphField(_l("アイデア"), [Required(), LimitOf(Idea, "text")])
    next_step = TextField(
        _l("はじめの一歩"), [LimitOf(Idea, "next_step")], description=_l("例：来月、空き店舗を見に行く")
    )


class CameForm(Form):
    """Who was there."""

    came = ManyField(_l("来た人"))


class ReasonForm(Form):
    """Why; the other side reads it."""

    reason = ReasonField(_l("理由"), [Required(), LimitOf(Gathering, "question")], ready="community")
