"""Words of sentences, and the vectors of words."""

import numpy as np
import pytest

from matching.reading import tokens, wordvectors

needs_sudachi = pytest.mark.skipif(not tokens.has_sudachi(), reason="Sudachi is not installed")
needs_vectors = pytest.mark.skipif(not wordvectors.has_vectors(), reason="the word vectors are not installed")


def counted(found: tokens.Tokens) -> list[dict[str, float]]:
    rows = found.counts.toarray()
    return [{form: float(times) for form, times in zip(found.forms, row, strict=True) if times} for row in rows]


@needs_sudachi
def test_two_spellings_of_a_word_are_one() -> None:
    assert counted(tokens.words(["打合せ", "打ち合わせ"])) == [{"打ち合わせ": 1}, {"打ち合わせ": 1}]


@needs_sudachi
def test_particles_numbers_and_signs_are_no_words() -> None:
    assert counted(tokens.words(["畑を3枚、畑で!", "", "は。"])) == [{"畑": 2}, {}, {}]


@needs_sudachi
def test_unknown_words_are_kept_apart() -> None:
    assert len(tokens.words(["ヌヴェラムゾ", "グリュポ"]).forms) == 2


@needs_sudachi
def test_a_sentence_longer_than_sudachi_takes_is_read_in_pieces() -> None:
    (row,) = counted(tokens.words(["畑と" * 20_000]))
    assert row["畑"] == 20_000


def test_characters_are_counted_alone_in_twos_and_in_threes() -> None:
    assert counted(tokens.characters(["海海", ""])) == [{"海": 2, "海海": 1}, {}]


def test_sentences_are_pooled_into_their_texts() -> None:
    found = tokens.characters(["海", "山", "海"]).pooled([2, 0, 1])
    assert counted(found) == [{"海": 1, "山": 1}, {}, {"海": 1}]


@needs_vectors
def test_words_of_one_field_lie_closer_than_words_of_two() -> None:
    field, farming, music = wordvectors.word_vectors().of(["畑", "農業", "音楽"])
    assert field @ farming > 2 * (field @ music)


@needs_vectors
def test_a_word_nobody_knows_is_zeros() -> None:
    assert not wordvectors.word_vectors().of(["ヌヴェラムゾ"]).any()
    assert wordvectors.word_vectors().of([]).shape == (0, 300)


def test_the_hash_is_a_whole_number_of_64_bits_that_tells_words_apart() -> None:
    hashes = np.array([wordvectors.hash_of(word) for word in ("", "a", "12345678", "123456789", "畑")], dtype=np.uint64)
    assert len(set(hashes.tolist())) == 5
