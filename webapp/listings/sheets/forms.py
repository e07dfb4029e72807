"""Forms of sheets: which file for which kind and place; which column is what."""

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from webapp.core.forms import Chosen, Form, options
from webapp.core.i18n import lazy as _l
from webapp.listings.models import ListingKind
from webapp.listings.sheets.columns import NUMBER, NUMBER_HEADING, columns_of
from webapp.listings.sheets.reading import Layout, known_fields

#: headings that towns and agents use themselves
_ALSO = {
    "title": ("物件名", "名称", "件名", "施設名", "イベント名"),
    "price": ("価格", "金額"),
    "public_address": ("所在地", "住所"),
    "built_year": ("築年", "建築年"),
    "floor_area": ("建物面積", "延床面積"),
    "land_area": ("土地面積", "敷地面積"),
    "starts_on": ("開始日",),
    "ends_on": ("終了日",),
    "organiser": ("主催者",),
}


class SheetForm(Form):
    """A sheet that is handed in."""

    kind = SelectField(
        _l("何の表ですか"), [Chosen()], choices=options([("", _l("選んでください")), *ListingKind.choices()])
    )
    place = SelectField(_l("どのまちに、だれの名前で"), [Chosen()])
    sheet = FileField(
        _l("表のファイル"),
        [FileRequired(_l("ファイルを選んでください。"))],
        description=_l("CSV（UTF-8・Shift_JIS）かExcel（.xlsx）。12MB、5,000行まで。"),
        render_kw={"accept": ".csv,.xlsx"},
    )


def mapping_form(kind: ListingKind, layout: Layout) -> Form:
    """One choice a heading; what looks alike is chosen already."""
    fields = [(NUMBER, NUMBER_HEADING), *((name, column.heading) for name, column in columns_of(kind).items())]
    choices = options([("", _l("使わない")), *fields])
    guessed = guess(kind, layout.headings)
    made: Form = type(
        "MappingForm",
        (Form,),
        {
            f"column_{at}": SelectField(
                heading,
                choices=choices,
                default=guessed.get(heading, ""),
                description=" ／ ".join(layout.samples[heading]),
            )
            for at, heading in enumerate(layout.headings)
        },
    )()
    return made


def chosen_fields(form: Form, layout: Layout) -> Mapping[str, str]:
    """Heading → field, as it was chosen."""
    return {heading: form[f"column_{at}"].data or "" for at, heading in enumerate(layout.headings)}


def guess(kind: ListingKind, headings: list[str]) -> dict[str, str]:
    """Heading → field where the words are the same, or one holds the other; each field once."""
    found = known_fields(kind, headings)
    words: dict[str, Any] = {NUMBER: (NUMBER_HEADING, "番号", "NO", "No", "ID", "物件番号")}
    words |= {name: (column.heading, *_ALSO.get(name, ())) for name, column in columns_of(kind).items()}
    for heading in headings:
        for name, known in words.items():
            is_alike = any(word in heading or (len(heading) > 1 and heading in word) for word in known)
            if heading not in found and name not in found.values() and is_alike:
                found[heading] = name
    return found
