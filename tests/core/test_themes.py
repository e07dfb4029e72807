"""The table of themes, skills, licences and facilities holds together."""

from itertools import chain

import pytest
from flask import Flask

from webapp.core import themes


@pytest.mark.parametrize(
    "table", [themes.THEMES, themes.SKILLS, themes.LICENCES, themes.FACILITIES, themes.THEME_GROUPS]
)
def test_no_code_and_no_label_is_given_twice(table: tuple[themes.Theme, ...], app: Flask) -> None:
    with app.test_request_context():
        assert len({entry.code for entry in table}) == len(table) == len({str(entry.label) for entry in table})


def test_every_theme_stands_in_a_group_and_every_group_has_themes() -> None:
    assert {theme.group for theme in themes.THEMES} == {group.code for group in themes.THEME_GROUPS}


def test_every_skill_serves_a_theme() -> None:
    assert {skill.theme for skill in themes.SKILLS} <= set(themes.THEME_LABELS)


def test_a_word_belongs_to_one_theme_only() -> None:
    words = list(chain.from_iterable(theme.words for theme in themes.THEMES))
    assert sorted(words) == sorted(set(words))


def test_the_grouped_choices_hold_every_theme_once() -> None:
    codes = [code for _, entries in themes.grouped_theme_choices() for code, _ in entries]
    assert sorted(codes) == sorted(themes.THEME_LABELS)
    assert themes.choices(themes.THEMES)[0] == ("renovation", themes.THEME_LABELS["renovation"])
