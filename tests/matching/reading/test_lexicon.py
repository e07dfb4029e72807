"""Finding words, and ceasing to believe those that mean something else."""

import numpy as np
import pytest

from matching.reading.lexicon import believed_words, find_words


def test_each_word_is_found_once_in_each_text() -> None:
    assert set(find_words(["畑", "海"], ["畑と畑と海", "海", "", "山"])) == {(0, 0), (1, 0), (1, 1)}


@pytest.mark.parametrize("text", ["ecoな暮らし", "tech", "xecx"])
def test_a_word_of_letters_does_not_count_inside_another(text: str) -> None:
    assert list(find_words(["ec"], [text])) == []


@pytest.mark.parametrize("text", ["ec", "ecの経験", "ネットec", "eco, ec", "eco\nec"])
def test_a_whole_word_of_letters_counts(text: str) -> None:
    assert list(find_words(["ec"], [text])) == [(0, 0)]


def test_a_japanese_word_counts_beside_letters() -> None:
    assert list(find_words(["畑"], ["my畑life"])) == [(0, 0)]


def test_a_word_does_not_reach_over_two_texts() -> None:
    assert list(find_words(["里山"], ["古里", "山道"])) == []


@pytest.mark.parametrize(("hits", "with_theme", "believed"), [(20, 3, False), (20, 4, True), (9, 0, True)])
def test_a_word_that_tagged_texts_contradict_is_dropped(hits: int, with_theme: int, believed: bool) -> None:
    texts = ["運転できることが条件"] * hits + ["送迎"] * 10
    chosen = np.zeros((len(texts), 2), dtype=np.float32)
    chosen[:with_theme, 0] = chosen[hits:, 0] = 1
    words = (("運転", 0), ("送迎", 0))
    assert (words[0] in believed_words(words, texts, chosen, {0, 1})) is believed
    assert words[1] in believed_words(words, texts, chosen, {0, 1})


def test_a_word_of_a_theme_not_learned_is_always_believed() -> None:
    texts = ["運転できることが条件"] * 20
    chosen = np.zeros((20, 1), dtype=np.float32)
    assert believed_words((("運転", 0),), texts, chosen, set()) == (("運転", 0),)
