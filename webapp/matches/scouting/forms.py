"""Forms of scouting: the place's question, the person's answer, the place's second thought."""

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.core.forms import Chosen, Form, LimitOf, ParagraphField, Required, TextField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.trail import TrailReason
from webapp.matches.people.wording import Fact
from webapp.matches.scouting.models import DeclineReason, Scout
from webapp.matches.scouting.rules import SHORTEST_MESSAGE


class FactsField(SelectMultipleField):
    """Reasons of the match, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class LongEnough(Length):
    """Long enough to be a reason of one's own; the sentence says how long."""

    def __init__(self, least: int) -> None:
        super().__init__(min=least)

    def __call__(self, form: Any, field: Any) -> None:
        self.message = _("%(n)s字以上で書いてください。この人に声をかける理由が伝わるように。", n=self.min)
        super().__call__(form, field)


class ScoutForm(Form):
    """Why this person, what happens next, and who is asking."""

    to = HiddenField()
    facts = FactsField(_l("合うと考えた理由"), [Chosen()], description=_l("選んだ理由は、相手の画面にも出ます。"))
    message = ParagraphField(
        _l("この人に声をかける理由"),
        [Required(), LongEnough(SHORTEST_MESSAGE), LimitOf(Scout, "message")],
        description=_l(
            "例：秋祭りの太鼓の打ち手が足りません。お祭りをしてみたいと書かれていて、経験がなくても一緒に始められると思いました。"
        ),
    )
    next_step = TextField(
        _l("受けてもらったあと、すること"),
        [Required(), LimitOf(Scout, "next_step")],
        description=_l("例：3日以内にメールを送り、オンラインで30分お話しします。"),
    )
    signed = TextField(
        _l("担当者の名前"),
        [Required(), LimitOf(Scout, "signed")],
        description=_l("だれに会うのかが相手に伝わります。例：企画課 中村"),
    )

    def offer(self, facts: list[Fact]) -> None:
        """Have these reasons to choose from."""
        self.facts.choices = options([(fact.key, fact.to_place()) for fact in facts])


class AcceptForm(Form):
    """A yes, and the consent without which nothing is told."""

    agreed = BooleanField(_l("名前とメールアドレスを、この相手に伝えることに同意します"), [Chosen()])
    answer = ParagraphField(
        _l("伝えたいこと"), [Optional(), LimitOf(Scout, "answer")], description=_l("例：平日の夜なら話せます。")
    )


class DeclineForm(Form):
    """A no; nothing has to be said."""

    reason = RadioField(_l("見送る理由"), [Optional()], choices=options(DeclineReason.choices()))
    note = ParagraphField(_l("ひとこと"), [Optional(), LimitOf(Scout, "answer")])


class WithdrawForm(Form):
    """Why the place takes its question back."""

    reason = ReasonField(
        _l("取り下げる理由"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("記録に残ります。相手には、取り下げたことだけが伝わります。"),
        ready="suggestion_back",
    )
