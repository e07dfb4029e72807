"""Forms of lists: the file, the answer of a person on it, the file that goes out."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField
from wtforms.validators import Length, Optional

from webapp.core.forms import Chosen, DayField, Form, LimitOf, ParagraphField, Required, TextField, options
from webapp.core.i18n import lazy as _l
from webapp.registrations.lists.models import Disclosure, Receiver, RegistrantList
from webapp.residents.models import ASKED_PER_APPLICATION, ConsentPurpose

#: shorter than this says nothing that could be looked at later
SHORTEST_PURPOSE = 10


class UploadForm(Form):
    """A list and where it comes from."""

    title = TextField(
        _l("名簿の名前"),
        [Required(), LimitOf(RegistrantList, "title")],
        description=_l("本人へのメールに出ます。例：ふるさとファンクラブ会員名簿（2026年4月）"),
    )
    origin = ParagraphField(
        _l("この名簿を、どのようにして持っていますか"),
        [Required(), LimitOf(RegistrantList, "origin")],
        description=_l(
            "本人の画面に出ます。例：2019年からのファンクラブの入会申込書をもとに、企画課が管理しています。"
        ),
    )
    file = FileField(
        _l("CSVファイル"),
        [FileRequired(_l("ファイルを選んでください。"))],
        description=_l("UTF-8かShift_JIS（cp932）、5MBまで。マイナンバーの列があるファイルは受け付けません。"),
    )


class AnswerForm(Form):
    """The yes of a person on a list: purpose by purpose; the day of birth where the list has none."""

    birth_date = DayField(_l("生年月日"), [Optional()])

    def choices(self) -> dict[ConsentPurpose, bool]:
        """A yes or no to each purpose."""
        return {purpose: bool(self[_name(purpose)].data) for purpose in ASKED_PER_APPLICATION}

    @property
    def purposes(self) -> list[Any]:
        """The ticks in the order in which they are asked."""
        return [self[_name(purpose)] for purpose in ASKED_PER_APPLICATION]


def _name(purpose: ConsentPurpose) -> str:
    return f"may_{purpose.value}"


for _purpose in ASKED_PER_APPLICATION:
    _rules = [Chosen()] if _purpose is ConsentPurpose.APPLICATION else [Optional()]
    setattr(AnswerForm, _name(_purpose), BooleanField(_purpose.label, _rules))


class BornAnswerForm(AnswerForm):
    """The same where the list does not say when the person was born."""

    birth_date = DayField(_l("生年月日"), [Required()], description=_l("名簿に書かれていないため、おたずねします。"))


class DisclosureForm(Form):
    """To whom, and what for."""

    receiver = RadioField(_l("渡す相手"), [Chosen()], choices=options(Receiver.choices()))
    purpose = ParagraphField(
        _l("何のために渡しますか"),
        [
            Required(),
            Length(
                min=SHORTEST_PURPOSE, message=_l("何のために渡すかを、10字以上で書いてください。本人にも見えます。")
            ),
            LimitOf(Disclosure, "purpose"),
        ],
        description=_l("この記録は、書き出された本人の画面にも出ます。例：県のふるさと住民登録の名簿に加えるため"),
    )
