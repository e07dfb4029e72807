"""Joiners, labels, units, months and money follow the reader's language, not the script they were written in."""

from collections.abc import Iterator

import pytest
from flask import Flask

from webapp.core.history import told
from webapp.core.i18n import in_language, joined, labelled, measured
from webapp.core.money import show_yen
from webapp.core.plots import bar_chart
from webapp.core.templating import show_month
from webapp.core.trail import TrailEntry


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(("locale", "words"), [("ja", "海、山"), ("en", "海, 山")])
def test_words_are_joined_as_the_language_does_and_empty_ones_are_left_out(locale: str, words: str) -> None:
    with in_language(locale):
        assert joined(["海", "", None, "山"]) == words


def test_a_label_is_followed_by_the_colon_of_the_language() -> None:
    with in_language("ja"):
        assert labelled("家賃", "3万円") == "家賃：3万円"
    with in_language("en"):
        assert labelled("Rent", "30,000 yen") == "Rent: 30,000 yen"


def test_units_keep_a_distance_in_english_only_and_percentages_stay_whole() -> None:
    with in_language("ja"):
        assert (measured("82", "㎡"), measured("60", "%"), measured("3", "")) == ("82㎡", "60%", "3")
    with in_language("en"):
        assert (measured("82", "㎡"), measured("60", "%"), measured("3", " days")) == ("82 ㎡", "60%", "3 days")


def test_months_have_names_and_yen_have_a_word() -> None:
    with in_language("ja"):
        assert (show_month(4), show_yen(12_000)) == ("4月", "12,000円")
    with in_language("en"):
        assert (show_month(4), show_yen(12_000)) == ("April", "12,000 yen")


def test_the_units_of_a_plot_keep_a_distance_in_english() -> None:
    with in_language("en"):
        assert "12 km" in bar_chart([("Uwajima", 12)], title="Far", ident="a", unit="km")


def test_two_roles_of_one_actor_are_told_without_a_japanese_dot_in_english() -> None:
    entry = TrailEntry(action="x.y", subject_type="x", subject_id="1", actor_name="clerk・municipality_admin")
    with in_language("en"):
        [line] = told([entry])
    assert "・" not in line.by
    assert ", " in line.by
