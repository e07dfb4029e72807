"""Postal codes stand for municipalities and 町域, with wards in front and some across a border."""

from typing import Any

import pytest

from tests.factories.municipalities import a_municipality
from webapp.municipalities.postal import read_code, towns_of

pytestmark = pytest.mark.usefixtures("session")


@pytest.mark.parametrize("typed", ["1600022", "160-0022", "〒１６０－００２２", " 160 0022 ", "160ー0022"])
def test_a_code_is_read_however_it_is_written(typed: str) -> None:
    assert read_code(typed) == "1600022"


@pytest.mark.parametrize("typed", ["", "160", "16000223", "abcdefg"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="seven digits"):
        read_code(typed)


@pytest.mark.parametrize(
    ("postal", "codes", "found"),
    [
        ("3996303", ["202151"], [("202151", "奈良井")]),
        ("6008001", ["261009"], [("261009", "下京区真町")]),
        ("4980000", ["232351", "243035"], [("232351", ""), ("243035", "")]),
        ("9999999", [], []),
    ],
)
def test_a_code_stands_for_its_places(postal: str, codes: list[str], found: Any) -> None:
    for code in codes:
        a_municipality(code)
    assert [(town.municipality.code, town.area) for town in towns_of(postal)] == found
