"""Files for spreadsheets: whoever typed a cell, opening the file runs nothing, and numbers can be added up."""

import pytest

from webapp.core.sheets import MARK, as_csv, harmless


@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠", "\t", "\r"])
def test_a_cell_that_would_run_is_text(sign: str) -> None:
    assert harmless(f"{sign}HYPERLINK(A1)") == f"'{sign}HYPERLINK(A1)"
    assert harmless(f"a{sign}1") == f"a{sign}1"


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell() -> None:
    rows = as_csv(["円", "題"], [[-3000, "－3000"], [0.5, None], [True, "a,b"]])
    assert rows == f'{MARK}円,題\r\n-3000,\'－3000\r\n0.5,\r\nTrue,"a,b"\r\n'
