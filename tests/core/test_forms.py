"""Forms: sentences that name the field, text tidied, numbers as people type them."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField
from wtforms.validators import Email, Optional

from webapp.core.forms import (
    Chosen,
    Form,
    LimitOf,
    NumberField,
    ParagraphField,
    Required,
    TextField,
    YenField,
    one_line,
    options,
    tidy,
)
from webapp.core.i18n import in_language
from webapp.core.jobs import Job
from webapp.core.money import read_yen, show_yen


class Sample(Form):
    """One field of each sort."""

    title = TextField("題名", [Required(), LimitOf(Job, "kind")])
    story = ParagraphField("物語", [Optional()])
    rent = YenField("家賃", [Required()])
    people = NumberField("人数", [Optional()], low=1, high=9)
    rhythm = RadioField("滞在", [Chosen()], choices=options([("week", "毎週"), ("month", "毎月")]))
    email = TextField("メール", [Optional(), Email()])
    agree = BooleanField("同意する", [Required()])


GOOD = {"title": "山の家", "rent": "12000", "rhythm": "week", "agree": "y"}


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context(method="POST"):
        yield


def filled(**values: Any) -> Sample:
    form = Sample(MultiDict({**GOOD, **values}), meta={"csrf": False})
    form.validate()
    return form


def test_a_good_form_has_no_errors() -> None:
    form = filled(people="２")
    assert form.errors == {}
    assert (form.rent.data, form.people.data, form.rhythm.data) == (12000, 2, "week")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "「題名」を入力してください。"),
        ("title", " 　\t", "「題名」を入力してください。"),
        ("title", "あ" * 61, "「題名」は60字以内で入力してください（いまは61字です）。"),
        ("rent", "", "「家賃」を入力してください。"),
        ("rent", "五万円", "数字で入力してください。例：12000"),
        ("rent", "-5", "数字で入力してください。例：12000"),
        ("rent", "1.5", "数字で入力してください。例：12000"),
        ("rent", "9" * 5000, "数字で入力してください。例：12000"),
        ("rent", "9999999999", "0から2,000,000,000までの数字で入力してください。"),
        ("people", "0", "1から9までの数字で入力してください。"),
        ("people", "10", "1から9までの数字で入力してください。"),
        ("rhythm", "", "「滞在」を選んでください。"),
        ("agree", "", "「同意する」を入力してください。"),
    ],
)
def test_a_refusal_is_one_sentence_that_helps(field: str, typed: str, sentence: str) -> None:
    values = {name: value for name, value in {**GOOD, field: typed}.items() if value or name != "agree"}
    form = Sample(MultiDict(values), meta={"csrf": False})
    assert not form.validate()
    assert form.errors == {field: [sentence]}


def test_a_choice_that_was_not_offered_is_refused() -> None:
    assert list(filled(rhythm="year").errors) == ["rhythm"]


def test_what_was_typed_is_kept_when_it_is_wrong() -> None:
    shown = filled(rent="五万円").rent()
    assert 'value="五万円"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="rent-error"' in shown


def test_sentences_of_wtforms_are_in_the_readers_language() -> None:
    assert "Invalid" not in filled(email="x").errors["email"][0]
    with in_language("en"):
        form = Sample(MultiDict({**GOOD, "email": "x"}), meta={"csrf": False})
        form.validate()
        assert form.errors["email"] == ["Invalid email address."]


def test_a_limit_needs_a_column_that_declares_one() -> None:
    with pytest.raises(ValueError, match="attempts declares no max_length"):
        LimitOf(Job, "attempts")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, None),
        ("  山の家　", "山の家"),
        ("一\r\n二\r三\n四", "一\n二\n三\n四"),
        ("a\x00b\x07c\x7f", "abc"),
        ("は\u3099", "ば"),
        ("花子\u202ereverse\u2066", "花子reverse"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_text_is_tidied(typed: str | None, kept: str | None) -> None:
    assert tidy(typed) == kept


def test_one_line_stays_one_line_and_paragraphs_keep_theirs() -> None:
    form = filled(title="山の家\r\nBcc: all@example.jp", story="一\r\n二")
    assert (form.title.data, form.story.data) == ("山の家 Bcc: all@example.jp", "一\n二")
    assert one_line("") == ""


@pytest.mark.parametrize(
    ("typed", "yen"),
    [("12000", 12000), ("１２，０００円", 12000), ("¥12,000", 12000), ("￥1", 1), (" 0 ", 0), ("12,000 円", 12000)],
)
def test_yen_are_read_as_people_type_them(typed: str, yen: int) -> None:
    assert read_yen(typed) == yen
    assert read_yen(show_yen(yen)) == yen


@pytest.mark.parametrize("typed", ["", "円", "1万", "-1", "1.5", "１２．５", "一", "0x10", "1e3", "1 2"])
def test_what_is_no_amount_in_yen_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="whole yen"):
        read_yen(typed)
