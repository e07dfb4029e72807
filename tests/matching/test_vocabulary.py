"""The vocabulary numbers its codes and refuses a table that contradicts itself."""

import numpy as np
import pytest

from matching import Skill, Theme, Vocabulary
from matching.vocabulary import indicator


def test_a_code_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="theme code"):
        Vocabulary((Theme("a", ()), Theme("a", ("x",))))
    with pytest.raises(ValueError, match="skill code"):
        Vocabulary((Theme("a", ()),), (Skill("s", "a"), Skill("s", "a")))


def test_a_skill_of_an_unknown_theme_is_refused() -> None:
    with pytest.raises(ValueError, match="nowhere"):
        Vocabulary((Theme("a", ()),), (Skill("s", "nowhere"),))


def test_words_are_evened_and_blank_or_repeated_ones_left_out() -> None:
    vocabulary = Vocabulary((Theme("a", ("ＤＩＹ", "diy", " ")), Theme("b", ("畑",))))
    assert vocabulary.words == (("diy", 0), ("畑", 1))


def test_each_skill_stands_for_its_theme() -> None:
    vocabulary = Vocabulary((Theme("a", ()), Theme("b", ())), (Skill("s", "b"),))
    assert vocabulary.skill_themes.tolist() == [[0, 1]]


def test_codes_without_a_column_are_left_out() -> None:
    assert np.array_equal(indicator([{"b", "new"}, set()], {"a": 0, "b": 1}), [[0, 1], [0, 0]])
