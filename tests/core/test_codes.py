"""Check digits of local government codes and corporate numbers."""

import json
from pathlib import Path

import pytest

from webapp.core.codes import (
    corporate_number,
    corporate_number_of_government,
    is_corporate_number,
    is_local_government_code,
    local_government_code,
)


@pytest.mark.parametrize(
    ("five", "six"),
    [
        ("13101", "131016"),  # 千代田区
        ("01100", "011002"),  # 札幌市: leading zero kept
        ("06000", "060003"),  # 山形県: a prefecture
        ("09000", "090000"),  # the remainder 1 gives 10, of which the last digit counts
        ("22101", "221015"),  # a ward
        ("00000", "000001"),  # the remainder 0 gives 11, of which the last digit counts
    ],
)
def test_sixth_digit_follows_from_the_first_five(five: str, six: str) -> None:
    assert local_government_code(five) == six
    assert is_local_government_code(six)


@pytest.mark.parametrize(
    "text", ["011003", "131018", "13101", "1310166", "", "13101x", "１３１０１６", "131 16", "-31016"]
)
def test_wrong_local_government_code_is_refused(text: str) -> None:
    assert not is_local_government_code(text)


@pytest.mark.parametrize("five", ["1310", "131016", "１３１０１", "abcde"])
def test_check_digit_is_not_computed_for_anything_but_five_digits(five: str) -> None:
    with pytest.raises(ValueError, match="five digits"):
        local_government_code(five)


def test_every_single_wrong_digit_of_a_local_government_code_is_noticed() -> None:
    right = "382035"
    wrong = {right[:i] + d + right[i + 1 :] for i in range(6) for d in "0123456789"} - {right}
    # remainders 0 and 10 share the digit 1, and 1 and 0 share 0: a few digits slip through, by the official rule
    assert sum(is_local_government_code(code) for code in wrong) <= 2


def test_corporate_number_of_the_digital_agency_is_right() -> None:
    assert corporate_number("000012010038") == "8000012010038"
    assert is_corporate_number("8000012010038")


@pytest.mark.parametrize("text", ["1180301018772", "2180301018771", "0000012050002", "800001201003", "８000012010038"])
def test_wrong_corporate_number_is_refused(text: str) -> None:
    assert not is_corporate_number(text)


def test_zero_and_nine_are_confused_and_nothing_else_is() -> None:
    right = "5010001008846"
    wrong = {right[:i] + d + right[i + 1 :] for i in range(1, 13) for d in "0123456789"} - {right}
    unnoticed = {code for code in wrong if is_corporate_number(code)}
    assert unnoticed == {right[:i] + "9" + right[i + 1 :] for i in range(1, 13) if right[i] == "0"}


def test_municipality_has_a_corporate_number_made_of_its_code() -> None:
    assert corporate_number_of_government("141003") == "3000020141003"  # 横浜市
    with pytest.raises(ValueError, match="not a local government code"):
        corporate_number_of_government("141004")


def test_corporate_number_needs_twelve_digits() -> None:
    with pytest.raises(ValueError, match="twelve digits"):
        corporate_number("8000012010038")


@pytest.mark.shared_data
def test_vectors_of_the_data_library_hold(shared_data: Path) -> None:
    vectors = json.loads((shared_data / "municipality/checkdigit_vectors.json").read_text(encoding="utf-8"))
    assert all(is_local_government_code(code) for code in vectors["lgcode_valid_sample"])
    assert not any(is_local_government_code(code) for code in vectors["lgcode_invalid"])
    assert all(is_corporate_number(each["number"]) for each in vectors["houjin_valid"])
    assert not any(is_corporate_number(number) for number in vectors["houjin_invalid"])
