"""Forms of the matching desk: a new batch, a decision about one household, the words that go along, second thoughts."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectMultipleField
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.core.forms import Chosen, Form, LimitOf, ParagraphField, Required, TextField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.trail import TrailReason
from webapp.listings.models import Listing
from webapp.matches.desk.making import mixing_words
from webapp.matches.desk.models import Audience, MatchBatch, MatchSuggestion, Mode
from webapp.matches.desk.places import counting
from webapp.matches.scouting.rules import SHORTEST_MESSAGE

NOWHERE = "none"


class ListingsField(SelectMultipleField):
    """Listings, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class BatchForm(Form):
    """What to give out, how, and among whom."""

    title = TextField(
        _l("割り振りの名前"), [Required(), LimitOf(MatchBatch, "title")], description=_l("例：秋の催しの参加者")
    )
    listings = ListingsField(
        _l("枠を割り振る掲載"),
        [Chosen()],
        description=_l("空きのある掲載だけが並びます。同じ数え方のものを選んでください。"),
    )
    mode = RadioField(_l("割り振り方"), [Chosen()], choices=options(Mode.choices()))
    audience = RadioField(_l("対象にする人"), [Chosen()], choices=options(Audience.choices()))

    def offer(self, rows: Sequence[Listing], places: dict[str, int]) -> None:
        """Have these listings to choose from, each with its places."""
        self.rows = {row.id: row for row in rows if places.get(row.id)}
        self.listings.choices = options((row.id, _choice(row, places[row.id])) for row in self.rows.values())

    def chosen(self) -> list[Listing]:
        """The listings that were chosen."""
        return [self.rows[key] for key in self.listings.data or [] if key in self.rows]

    def validate_listings(self, _field: Any) -> None:
        """Only what is counted in the same way, in one town."""
        rows = self.chosen()
        if len({counting(row.kind) for row in rows}) > 1:
            raise ValidationError(mixing_words())
        if len({row.municipality_code for row in rows}) > 1:
            raise ValidationError(_("一度に選べるのは、ひとつのまちの掲載だけです。"))


def _choice(row: Listing, places: int) -> str:
    return _("%(title)s（%(kind)s・残り%(n)s）", title=row.title, kind=row.kind.label, n=places)


class DecideForm(Form):
    """Where one household is suggested, why it differs, and a reason of its own for the person."""

    listing = RadioField(_l("すすめる掲載"), [Chosen()])
    note = ParagraphField(
        _l("案と違うようにする理由"),
        [Optional(), LimitOf(MatchSuggestion, "note")],
        description=_l("案のままなら、書かなくてかまいません。記録に残り、本人も開示を求めれば読めます。"),
    )
    message = ParagraphField(
        _l("本人に伝える理由"),
        [Optional(), Length(min=SHORTEST_MESSAGE), LimitOf(MatchSuggestion, "message")],
        description=_l(
            "書くと、お声かけとしてメールで届きます（1週間の数の上限があります）。書かないと、本人の画面に並ぶだけです。"
        ),
    )

    def offer(self, pairs: list[tuple[str, str]], suggested: str | None) -> None:
        """Have these listings to choose from; `suggested` is what needs no note."""
        self.listing.choices = options([*pairs, (NOWHERE, _("この割り振りでは、どこもすすめない"))])
        self.suggested = suggested or NOWHERE

    @property
    def listing_id(self) -> str | None:
        """The listing chosen, None for none."""
        return None if self.listing.data == NOWHERE else self.listing.data

    def validate_listing(self, field: Any) -> None:
        """A choice that differs from the suggestion says why."""
        if field.data and field.data != self.suggested and not (self.note.data or "").strip():
            raise ValidationError(_("案と違うようにするときは、理由を書いてください。"))


class PublishForm(Form):
    """What goes along with every suggestion."""

    next_step = TextField(
        _l("受けてもらったあと、すること"),
        [Required(), LimitOf(MatchBatch, "next_step")],
        description=_l("例：3日以内にメールを送り、オンラインで30分お話しします。"),
    )
    signed = TextField(
        _l("担当者の名前"),
        [Required(), LimitOf(MatchBatch, "signed")],
        description=_l("だれに会うのかが相手に伝わります。例：企画課 中村"),
    )


class WithdrawForm(Form):
    """Why a batch is taken back."""

    reason = ReasonField(
        _l("取り下げる理由"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("記録に残ります。相手には、取り下げたことだけが伝わります。"),
        ready="suggestion_back",
    )
