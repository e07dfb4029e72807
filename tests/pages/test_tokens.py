"""Colours and sizes by role: each has its row with its source, and words can be read on every ground, light or dark."""

from itertools import product

import pytest

from tests.support import tokens

WORDS = ("ink", "muted", "link", "link-hover", "link-active", "key", "sea", "success", "error", "warning")
GROUNDS = ("paper", "mist", "sunk", "key-tint")
KINDS = ("home", "coworking", "job", "event", "need", "service")
STATES = ("key", "sea", "success", "error", "warning", "info", *KINDS)
ON_TINTS = [(word, f"{name}-tint") for name, word in product((*STATES, "persimmon"), ("ink", "muted"))]
BUTTONS = ("key", "sea", "persimmon", "error")
TEXT = [
    *product(WORDS, GROUNDS),
    *product((*KINDS, "persimmon", "link-visited"), ("paper", "mist")),
    *((name, f"{name}-tint") for name in STATES),
    *ON_TINTS,
    *((f"on-{name}", name) for name in BUTTONS),
    *((f"on-{name}", f"{name}-hover") for name in BUTTONS if name != "sea"),
    ("persimmon-hover", "persimmon-tint"),
]
MEANING = [*product(("line-firm", "focus", "key"), ("paper", "mist", "sunk"))]


def test_every_role_has_its_row_and_every_own_value_a_reason() -> None:
    table = tokens.documented()
    assert table.keys() == tokens.light().keys()
    for role, row in table.items():
        assert row.light == tokens.source_of(tokens.light()[role]), role
        assert row.dark == tokens.source_of(tokens.dark().get(role, "the same")), role
        assert row.why or tokens.names_in(tokens.light()[role]), f"{role} is our own and says no reason"


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_words_and_meaning_stand_out(ground: str) -> None:
    colours = tokens.colours(on_dark=ground == "dark")
    poor = [
        (front, back, round(ratio, 2))
        for pairs, least in ((TEXT, 4.5), (MEANING, 3.0))
        for front, back in pairs
        if (ratio := tokens.contrast(colours[front], colours[back])) < least
    ]
    assert poor == []


def test_contrast_is_counted_as_the_guideline_says() -> None:
    assert tokens.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert tokens.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
