"""The form of the household: adults and children one by one; rows come and go by buttons, with or without JavaScript."""

from typing import Any, ClassVar

from wtforms import Field, FieldList, FormField, SelectField
from wtforms.validators import Optional, ValidationError

from webapp.core.forms import Form, NumberField, ParagraphField, Required, options
from webapp.core.i18n import lazy as _l
from webapp.registrations.answers import (
    MOST_CHILDREN,
    MOST_MEMBERS,
    OLDEST_CHILD,
    AgeBand,
    Child,
    ChildWish,
    Member,
    Relation,
    School,
)
from webapp.registrations.models import Registration
from webapp.registrations.wizard.forms import AtMost, ScreenForm
from webapp.residents.forms import ChecksField, YesNoField
from webapp.residents.models import Answers, Resident

LONGEST_NOTE = 300
ROWS = {"members": MOST_MEMBERS, "children": MOST_CHILDREN}


class Row(Form):
    """One person of the household; the token is the whole form's."""

    class Meta(Form.Meta):
        """No token of its own."""

        csrf = False

    @property
    def is_blank(self) -> bool:
        """Nothing was said; False for 「いいえ」 and 0 years, which are answers."""
        return all(field.data in (None, "", []) and not field.errors for field in self)


class SaidInRow:
    """Needed as soon as anything else of the row is filled in."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, sentence: Any) -> None:
        self.sentence = sentence

    def __call__(self, form: Any, field: Field) -> None:
        if field.data in (None, "") and not field.errors and not form.is_blank:
            raise ValidationError(str(self.sentence))


def _or_none(pairs: list[tuple[str, Any]]) -> list[Any]:
    return options([("", _l("選んでください")), *pairs])


class MemberRow(Row):
    """One more adult."""

    relation = SelectField(
        _l("あなたとの関係"),
        [SaidInRow(_l("この方とあなたの関係を選んでください。"))],
        choices=_or_none(Relation.choices()),
    )
    age_band = SelectField(_l("年齢"), [Optional()], choices=_or_none(AgeBand.choices()))
    comes = YesNoField(_l("一緒に滞在しますか"))


class ChildRow(Row):
    """One child."""

    age = NumberField(
        _l("年齢"), [SaidInRow(_l("お子さんの年齢を入力してください。0歳のときは0です。"))], high=OLDEST_CHILD
    )
    school = SelectField(_l("いま通っているところ"), [Optional()], choices=_or_none(School.choices()))
    wishes = ChecksField(_l("滞在中に希望すること"), [Optional()], choices=options(ChildWish.choices()))
    note = ParagraphField(_l("配慮してほしいこと"), [Optional(), AtMost(LONGEST_NOTE)])


class HouseholdForm(ScreenForm):
    """Who lives with the person."""

    adults = NumberField(_l("大人の人数（ご本人を含む）"), [Required()], low=1, high=20)
    family_comes = YesNoField(_l("家族も一緒に行きますか"))
    members = FieldList(FormField(MemberRow, _l("家族")), _l("家族"), max_entries=MOST_MEMBERS)
    children = FieldList(FormField(ChildRow, _l("子ども")), _l("子ども"), max_entries=MOST_CHILDREN)

    @classmethod
    def of(cls, registration: Registration, resident: Resident) -> "HouseholdForm":
        """With the rows known so far."""
        known = {name: registration.details.get(name) or [] for name in ROWS}
        return cls(data={"adults": resident.adults, "family_comes": resident.family_comes, **known})

    def change_rows(self, add: str, remove: str) -> None:
        """Add a blank row to `add` (members, children), or take away `remove` (children-1); others keep what was typed."""
        if add in ROWS and len(self[add]) < ROWS[add]:
            self[add].append_entry()
        name, _dash, place = remove.partition("-")
        if name in ROWS and place.isdigit() and int(place) < len(self[name]):
            del self[name].entries[int(place)]

    def answers(self) -> Answers:
        """The rows that say anything; the profile keeps the ages alone."""
        given = super().answers()
        for name in ROWS:
            given.pop(name, None)
        members = [_member(row.form) for row in self.members if not row.form.is_blank]
        children = [_child(row.form) for row in self.children if not row.form.is_blank]
        ages = [child["age"] for child in children if child["age"] is not None]
        return {**given, "members": members, "children": children, "children_ages": ages}


def _member(row: Any) -> Member:
    kept = _in_order(row)
    return Member(relation=kept["relation"] or "", age_band=kept["age_band"] or "", comes=kept["comes"])


def _child(row: Any) -> Child:
    kept = _in_order(row)
    return Child(age=kept["age"], school=kept["school"] or "", wishes=kept["wishes"] or [], note=kept["note"] or "")


def _in_order(row: Any) -> dict[str, Any]:
    return {field.short_name: None if field.errors else field.data for field in row}
