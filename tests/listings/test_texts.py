"""Texts one behind the other: every word is found where a substring search finds it, however the string is cut."""

import random

import pytest

from webapp.listings.finding import texts
from webapp.listings.finding.texts import Texts, rows_with_any

LETTERS = "家海山川庭の古民東西南北あいうえおab "


@pytest.mark.parametrize(("least", "most", "longest"), [(7, 512, 5), (16, 3, 40), (4_096, 512, 40)])
def test_a_word_is_found_in_each_row_that_has_it(
    least: int, most: int, longest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("LEAST_LETTERS", least), ("MOST_PIECES", most), ("LONGEST", longest)):
        monkeypatch.setattr(texts, name, value)
    lot = random.Random(20261122)
    rows = ["".join(lot.choices(LETTERS, k=lot.randrange(30))) for _ in range(300)]
    made = Texts([rows[:200], rows[200:]], first=1_000)
    pieces = [row[start : start + lot.randrange(1, 9)] for row in rows for start in range(0, len(row), 5)]
    for word in {*filter(None, pieces), "無", "家無", "家" * 60, rows[7], rows[-1], rows[0]} - {""}:
        expected = [1_000 + number for number, row in enumerate(rows) if word in row]
        assert made.rows_with(word).tolist() == expected, word
    assert made.all() == rows


def test_a_rare_word_is_looked_for_in_few_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "LEAST_LETTERS", 100)
    made = Texts([["海の家" * 20] * 50 + ["霧の家"] + ["山の家" * 20] * 50])
    runs = list(made._runs("霧の家"))
    assert sum(end - start for start, end in runs) <= 250
    assert rows_with_any([made], ["霧の家", "霧"]).tolist() == [50]
    assert list(made._runs("無")) == []
