"""Forms of listings: the first step, the kind's own step made from its questions, texts, consent, reasons."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from flask_wtf.file import FileRequired, MultipleFileField
from wtforms import BooleanField, DateField, EmailField, FloatField, RadioField, SelectField
from wtforms.validators import Email, ValidationError

from webapp.core.clock import today
from webapp.core.forms import (
    Chosen,
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
from webapp.core.labels import Labelled
from webapp.core.themes import LICENCES, SKILLS, THEMES, choices
from webapp.listings.kinds import kind_of
from webapp.listings.kinds.ask import Ask, value_type
from webapp.listings.models import ConsentItem, Listing, ListingKind, ListingPhoto, OwnerConsent, PhotoKind

MOST_TOPICS = 8
TO_HINT = _l("まちと、この掲載をつくる法人のほかに、渡してよい相手です。選ばなければ、渡しません。")


class AtMost:
    """No more than so many of a list."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: Any, field: Any) -> None:
        if len(field.data or []) > self.most:
            raise ValidationError(_("%(most)sつまで選べます。", most=self.most))


class Marked:
    """Shows that an answer will be needed in the end; a draft may be saved without it."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Accept anything."""


class Holds:
    """What was answered can stand: an address is not too fine, hours can be read."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask

    def __call__(self, form: Any, field: Any) -> None:
        if why := self.ask.refuses(field.data):
            raise ValidationError(why)


class OptionalDate(DateField):
    """A day that may be left open."""

    def __init__(self, label: Any, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, [OptionalField(), *validators], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError with a sentence."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("日付は 2026-04-01 のように入力してください。")) from None


class StartForm(Form):
    """What, where, under which name."""

    kind = RadioField(_l("種類"), [Chosen()], choices=options(ListingKind.choices()))
    place = SelectField(_l("どのまちに、だれの名前で"), [Chosen()])
    title = TextField(_l("題名"), [Required(), LimitOf(Listing, "title")], description=_l("例：奈良井川のそばの平屋"))


#: kinds that ask for hands; the others have no abilities to name
LOOKS_FOR_PEOPLE = frozenset({ListingKind.JOB, ListingKind.EVENT, ListingKind.NEED})
#: what a listing must say before it is sent; a draft may be kept without
NEEDED_TEXTS = ("summary", "body", "expires_on")


class TitleForm(Form):
    """The title of a draft."""

    title = TextField(_l("題名"), [Required(), LimitOf(Listing, "title")])


class LastDayForm(Form):
    """The last day of a listing."""

    expires_on = OptionalDate(_l("掲載の期限"), description=_l("この日が過ぎると、自動で公開が終わります。"))

    def validate_expires_on(self, field: Any) -> None:
        """A day that has passed would end it at once."""
        if field.data is not None and field.data < today():
            raise ValidationError(_("きょうより後の日にしてください。"))


class TextsForm(LastDayForm):
    """The words around the facts."""

    summary = TextField(_l("短い紹介"), [LimitOf(Listing, "summary")], description=_l("一覧や検索に出る1〜2文です。"))
    body = ParagraphField(_l("くわしい説明"), [LimitOf(Listing, "body")])
    drawbacks = ParagraphField(
        _l("知っておいてほしいこと"),
        [LimitOf(Listing, "drawbacks")],
        description=_l("雪、坂、虫、音、付き合いなど、合わない人もいることを正直に。"),
    )
    themes = ManyField(_l("テーマ"), [AtMost(MOST_TOPICS)], choices=options(choices(THEMES)))
    skills = ManyField(_l("あると助かる力"), [AtMost(MOST_TOPICS)], choices=options(choices(SKILLS)))
    licences = ManyField(_l("必要な資格"), [AtMost(MOST_TOPICS)], choices=options(choices(LICENCES)))

    @classmethod
    def of(cls, listing: Listing) -> "TextsForm":
        """What a listing of its kind is asked: abilities only where people are looked for, or where some were named."""
        form = cls(obj=listing)
        for name in NEEDED_TEXTS:
            form[name].flags.required = True
        if listing.kind not in LOOKS_FOR_PEOPLE:
            for name in [name for name in ("skills", "licences") if not getattr(listing, name)]:
                del form[name]
        return form


class ConsentForm(Form):
    """Whom to ask, and for what."""

    name = TextField(_l("所有者のお名前"), [Required(), LimitOf(OwnerConsent, "owner_name")])
    email = EmailField(
        _l("所有者のメールアドレス"),
        [Required(), Email(message=_l("メールアドレスの形を確かめてください。例：name@example.jp"))],
    )
    items = ManyField(_l("伝える内容"), [Chosen()], choices=options(ConsentItem.choices()))
    to = ManyField(_l("ほかに伝える相手"), description=TO_HINT)
    valid_until = OptionalDate(_l("同意の期限"))


class PaperForm(Form):
    """A consent on paper."""

    name = TextField(_l("所有者のお名前"), [Required(), LimitOf(OwnerConsent, "owner_name")])
    items = ManyField(_l("伝える内容"), [Chosen()], choices=options(ConsentItem.choices()))
    to = ManyField(_l("ほかに伝える相手"), description=TO_HINT)
    evidence = ParagraphField(
        _l("書面の日付と保管場所"),
        [Required(), LimitOf(OwnerConsent, "evidence")],
        description=_l("例：2026年10月3日付の同意書。地域づくり課のキャビネット3に保管"),
    )
    valid_until = OptionalDate(_l("同意の期限"))


class ReasonForm(Form):
    """Why; the other side reads it."""

    reason = ParagraphField(_l("理由"), [Required(), LimitOf(Listing, "drawbacks")])


class PhotosForm(Form):
    """One picture or several at once."""

    pictures = MultipleFileField(
        _l("写真（JPEG・PNG・WebP・HEIC）"),
        [FileRequired(_l("写真を選んでください。"))],
        description=_l("1枚12MBまで。いくつでもまとめて選べます。"),
        render_kw={"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic"},
    )


def photo_texts_form(photos: Sequence[ListingPhoto], *, with_kinds: bool = False) -> Form:
    """What each of these pictures shows, in fields named by `text_name`; of a home also its kind, by `kind_name`."""
    label, hint = _l("写っているもの"), _l("例：庭から見た縁側。目の見えない人にも伝わるように。")
    fields: dict[str, Any] = {
        text_name(photo): TextField(label, [LimitOf(ListingPhoto, "alt")], description=hint, default=photo.alt)
        for photo in photos
    }
    if with_kinds:
        fields |= {kind_name(photo): _kind_field(photo) for photo in photos}
    made: Form = type("PhotoTextsForm", (Form,), fields)()
    return made


def text_name(photo: ListingPhoto) -> str:
    """The field for one picture's words."""
    return f"alt_{photo.id}"


def kind_name(photo: ListingPhoto) -> str:
    """The field for one picture's kind."""
    return f"kind_{photo.id}"


def _kind_field(photo: ListingPhoto) -> Any:
    known = options([("", _l("まだ決めていない")), *PhotoKind.choices()])
    return SelectField(_l("写真の種類"), choices=known, coerce=_member_or_none(PhotoKind), default=photo.shows)


@cache
def details_form(kind: ListingKind, names: tuple[str, ...]) -> type[Form]:
    """The form of one section of a kind, one field for each of its questions."""
    described = kind_of(kind)
    fields = {name: _field(described.asks[name], _type_of(name, described.details)) for name in names}
    return type(f"{kind.value.title()}Form", (Form,), fields)


@cache
def touch_up_form(kind: ListingKind) -> type[Form]:
    """The few numbers that may change while everybody looks, and the last day."""
    described = kind_of(kind)
    fields = {name: _field(described.columns[name], _type_of(name, described.details)) for name in described.quick}
    return type(f"Quick{kind.value.title()}Form", (LastDayForm,), fields)


def _type_of(name: str, details: type[Any]) -> type[Any]:
    if name in details.model_fields:
        return value_type(details, name)
    return value_type(Listing, name)


def _field(ask: Ask, kind: type[Any]) -> Any:
    """A field for one question. What must be answered is marked, not enforced: a draft may be half done."""
    label, marks = ask.label, [*([Marked()] if ask.must else []), *([Holds(ask)] if ask.check else [])]
    common: dict[str, Any] = {"description": ask.hint}
    if issubclass(kind, bool):
        return BooleanField(label, marks, **common)
    if issubclass(kind, Labelled):
        known = options([("", _l("まだ決めていない")), *kind.choices()])
        return SelectField(label, marks, choices=known, coerce=_member_or_none(kind), **common)
    if issubclass(kind, date):
        return OptionalDate(label, marks, **common)
    if issubclass(kind, int):
        return _with_unit(NumberField, ask)(label, [OptionalField(), *marks], high=ask.high, **common)
    if issubclass(kind, float):
        return _with_unit(AreaField, ask)(label, [OptionalField(), *marks], **common)
    field = ParagraphField if ask.is_long else TextField
    return field(label, [_limit(ask.max_length), *marks], **common)


def _with_unit(field: type[Any], ask: Ask) -> type[Any]:
    return type(field.__name__, (field,), {"unit": ask.unit})


def _member_or_none(kind: type[Labelled]) -> Any:
    return lambda value: kind(value) if value else None


def _limit(longest: int) -> Any:
    def check(_form: Any, field: Any) -> None:
        if field.data and len(field.data) > longest:
            raise ValidationError(_("%(max)s字以内で入力してください。", max=longest))

    return check


class AreaField(FloatField):
    """A size with decimals, kept as a plain number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError with a sentence."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("数字で入力してください。例：85.5")) from None


def place_choices(pairs: list[tuple[str, str, str]]) -> list[Any]:
    """Municipality code, corporation id (or ''), words → options of `StartForm.place`."""
    return options([(f"{code}:{corporation}", words) for code, corporation, words in pairs])


def read_place(value: str) -> tuple[str, str | None]:
    """The municipality code and the corporation id of a chosen place."""
    code, _colon, corporation = value.partition(":")
    return code, corporation or None
