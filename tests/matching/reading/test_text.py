"""Spelling, sentences and their tone."""

import pytest

from matching.reading.text import is_avoiding, is_experience, normalise, sentences


def test_spelling_is_evened() -> None:
    assert normalise(" ＤＩＹと　ﾘﾉﾍﾞ\tｰｼｮﾝ\n１０年 ") == "diyと リノベ ーション\n10年"


def test_sentences_end_at_marks_and_line_ends() -> None:
    assert sentences("海が好き。山も好き!本当?\n川も。。") == ["海が好き", "山も好き", "本当", "川も"]


def test_a_blank_text_has_no_sentences() -> None:
    assert sentences("。\n !") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "お祭りは苦手です",
        "音楽にはあまり興味がありません",
        "虫が苦手なので町なかがいい",
        "農業はしたくない",
        "雪国は避けたいと思います",
    ],
)
def test_what_the_writer_does_not_want_is_heard(sentence: str) -> None:
    assert is_avoiding(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["機械の苦手な人に使い方を教えたい", "お祭りが好きです", "興味があります", "苦手を克服したい人を支えたい"],
)
def test_what_others_do_not_want_is_no_refusal(sentence: str) -> None:
    assert not is_avoiding(sentence)


@pytest.mark.parametrize("sentence", ["看護師の資格があります", "大工として働いていた", "家具を作る仕事をしていた"])
def test_experience_is_heard(sentence: str) -> None:
    assert is_experience(sentence)


@pytest.mark.parametrize("sentence", ["家具を作ってみたい", "海の見える家に住みたい"])
def test_a_wish_is_no_experience(sentence: str) -> None:
    assert not is_experience(sentence)
