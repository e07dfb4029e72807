"""No field can hold a My Number: no column, form field or import heading is for it, and texts that contain one are refused."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlmodel import SQLModel
from werkzeug.datastructures import MultiDict
from wtforms import DateField, EmailField, Field, Form, HiddenField, PasswordField, StringField, TextAreaField

from tests.architecture.source import must_be_none
from webapp import load_tables
from webapp.accounts.forms import AddressField
from webapp.core.codes import holds_my_number, looks_like_my_number
from webapp.core.errors import BadFile
from webapp.core.forms import ParagraphField, TextField
from webapp.listings.importing import akiyabank_spec
from webapp.municipalities.fields import MunicipalityField
from webapp.registrations.lists import headings

SAMPLE = "123456789018"  # the one printed on the ministry's pictures of the card
#: names of the number, also as a part of a name
FORBIDDEN = re.compile(r"my_?num|kojin_?ban|individual_?number|personal_?number|個人番号|マイナンバー", re.IGNORECASE)
#: fields whose own shape lets no such number in, or that are kept as a hash or not at all
OF_ANOTHER_SHAPE = (AddressField, MunicipalityField, DateField, EmailField, PasswordField, HiddenField)


@pytest.mark.parametrize("typed", [SAMPLE, "1234-5678-9018", "１２３４　５６７８　９０１８", "1 2 3 4 5 6 7 8 9 0 1 8"])
def test_a_my_number_is_found_in_a_text(typed: str) -> None:
    assert holds_my_number(typed)
    assert holds_my_number(f"わたしの番号は{typed}です。")


@pytest.mark.parametrize(
    "typed",
    ["123456789017", "1123456789018", "1234567890181", "+819012345674", "090-1234-5678", "2026-04-01 12:00", "", "畑"],
)
def test_other_numbers_are_let_through(typed: str) -> None:
    assert not holds_my_number(typed)


def test_the_check_digit_is_that_of_the_ordinance() -> None:
    assert [n for n in range(10) if looks_like_my_number(f"12345678901{n}")] == [8]
    assert looks_like_my_number("000000000000")  # remainder 0
    assert looks_like_my_number("000000000060")  # remainder 1


def test_no_column_is_for_it() -> None:
    load_tables()
    names = [f"{t.name}.{c.name}" for t in SQLModel.metadata.sorted_tables for c in t.columns]
    assert len(names) > 300
    assert [name for name in names if FORBIDDEN.search(name)] == []


def every_form(kind: type[Form] = Form) -> Iterator[type[Form]]:
    for form in kind.__subclasses__():
        yield from every_form(form)
        if form.__module__.startswith("webapp."):
            yield form


def fields_of(form: type[Form]) -> Iterator[tuple[str, Any]]:
    """(name, unbound field) of those that a form declares."""
    for name in dir(form):
        found = getattr(form, name, None)
        if hasattr(found, "field_class"):
            yield f"{form.__module__}.{form.__name__}.{name}", found


def test_no_form_field_is_for_it_and_no_text_field_takes_it(app: Flask) -> None:
    fields = dict(found for form in every_form() for found in fields_of(form))
    assert len(fields) > 80
    assert [name for name in fields if FORBIDDEN.search(name)] == []
    labels = [str(word) for field in fields.values() for word in field.args if isinstance(word, str)]
    assert [label for label in labels if FORBIDDEN.search(label)] == []
    open_texts = [
        name
        for name, field in fields.items()
        if issubclass(field.field_class, StringField | TextAreaField)
        and not issubclass(field.field_class, (TextField, ParagraphField, *OF_ANOTHER_SHAPE))
    ]
    must_be_none(open_texts)


class _Asked(Form):
    line = TextField("ひとこと")
    lines = ParagraphField("くわしく")


@pytest.mark.parametrize("name", ["line", "lines"])
def test_a_text_with_it_is_refused_in_a_clear_sentence_and_kept_for_mending(app: Flask, name: str) -> None:
    typed = f"よろしくお願いします。{SAMPLE}"
    with app.test_request_context():
        form = _Asked(MultiDict({name: typed}))
        assert not form.validate()
        field: Field = form[name]
        assert "マイナンバー" in field.errors[0]
        assert field.data == typed


def test_no_import_heading_is_for_it(session: Any) -> None:
    assert [name for name in akiyabank_spec.COLUMNS if FORBIDDEN.search(name)] == []
    for heading in ("マイナンバー", "個人番号（任意）", "My Number"):
        with pytest.raises(BadFile, match="マイナンバー"):
            headings.understood(["氏名", "メールアドレス", "住所", heading])
