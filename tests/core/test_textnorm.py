"""Search text: different ways to write the same thing meet."""

import timeit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.core.textnorm import fold, hiragana, normalise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("空家", "空き家"),
        ("空きや", "空き家"),
        ("空地バンク", "空き地バンク"),
        ("アキヤバンク", "空き家バンク"),
        ("ｺﾜｰｷﾝｸﾞ", "コワーキング"),
        ("コーワーキング", "コワーキング"),
        ("Wi-Fi", "ＷｉＦｉ"),
        ("２ＬＤＫ", "2ldk"),
        ("鰺ヶ沢町", "鯵ケ沢町"),
        ("檮原町", "梼原町"),
        ("子供", "こども"),
        ("引越し", "引っ越し"),
        ("  空き家\n\tバンク　", "空き家 バンク"),
        ("㎡", "m2"),
        ("引越\u3099", "引っ越し"),
    ],
)
def test_two_ways_to_write_one_thing_meet(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("空き家", "空き地"),
        ("あきやま", "空き家ま"),
        ("はは", "ばば"),
        ("航空家電", "空き家"),
        ("びょういん", "びよういん"),
    ],
)
def test_different_things_stay_different(one: str, other: str) -> None:
    assert normalise(other) not in normalise(one)


def test_word_inside_a_text_is_found() -> None:
    assert normalise("空家") in normalise("南向きの空き家です。")
    assert normalise("テレワーク") in normalise("ﾃﾚﾜｰｸ可")


@settings(deadline=None)
@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@settings(deadline=None)
@given(st.text(alphabet="あ空き家やキヤ地 店舗子供どもこ引っ越し手伝いwi-fiコワーキング・か゛ヵヶ゙", max_size=30))
def test_normalising_variants_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


def test_folding_keeps_the_words() -> None:
    assert fold("空家バンク") == "空家ばんく"


def test_hiragana_leaves_kanji_and_latin_alone() -> None:
    assert hiragana("カナ漢字ABCー") == "かな漢字ABCー"


def test_a_page_of_text_takes_far_less_than_a_millisecond() -> None:
    text = "南向きの空家です。テレワークにも使えるＷｉ－Ｆｉ完備。" * 20
    seconds = min(timeit.repeat(lambda: normalise(text), number=20, repeat=5)) / 20
    assert seconds < 0.001
