"""A listing's answers in words: years are no amounts, units and sums follow the reader's language."""

from collections.abc import Iterator

import pytest
from flask import Flask

from webapp.core.i18n import in_language
from webapp.listings.kinds import kind_of
from webapp.listings.kinds.ask import price_words
from webapp.listings.kinds.home import size
from webapp.listings.kinds.job import deciding, without_note
from webapp.listings.models import Listing, ListingKind

HOME = {"layout": "5DK", "floor_area": 82.5, "built_year": 1975, "built_month": 4, "units": 1200, "coverage_ratio": 60}
JOB = {"engagement": "employment", "pay": "hour", "wage": 1200}


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def answers(locale: str) -> list[str]:
    row = Listing(kind=ListingKind.HOME, title="家", municipality_code="202151", details=HOME)
    with in_language(locale):
        return [str(value) for _label, value in kind_of(ListingKind.HOME).facts(row)]


def test_a_year_has_no_thousands_separator_and_a_month_is_a_month() -> None:
    shown = answers("ja")
    assert {"1975年", "4月", "1,200戸", "60%", "82.5㎡"} <= set(shown)


def test_english_answers_have_real_months_and_spaces_before_units() -> None:
    shown = answers("en")
    assert {"1975", "April", "60%", "82.5 ㎡"} <= set(shown)


@pytest.mark.parametrize(("locale", "words"), [("ja", "350万円"), ("en", "3,500,000 yen")])
def test_large_sums_are_said_as_the_language_says_them(locale: str, words: str) -> None:
    with in_language(locale):
        assert price_words(3_500_000) == words


def test_rooms_and_area_are_joined_as_the_language_does() -> None:
    details = kind_of(ListingKind.HOME).details.read(HOME)
    with in_language("ja"):
        assert size(details)[1] == "5DK、82.5㎡"
    with in_language("en"):
        assert size(details)[1] == "5DK, 82.5 ㎡"


def test_pay_and_form_of_work_are_short_in_both_languages() -> None:
    details = kind_of(ListingKind.JOB).details.read(JOB)
    with in_language("ja"):
        assert [value for _label, value in deciding(None, details)][:2] == ["時給1,200円", "雇用"]
    with in_language("en"):
        pay, form, _hours = (str(value) for _label, value in deciding(None, details))
    assert pay.endswith(" 1,200 yen")
    assert "(" not in form


def test_the_note_behind_a_label_is_cut_in_either_script() -> None:
    assert without_note("有償ボランティア（実費と謝礼）") == "有償ボランティア"
    assert without_note("Paid volunteer (costs and thanks)") == "Paid volunteer"
