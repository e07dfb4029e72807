"""Themes are read by words, by learning from tagged texts, and in the tone of the sentence."""

import random

import numpy as np
import pytest

from matching import Theme, Vocabulary
from matching.reading.learning import MIN_EXAMPLES, evenly, strongest
from matching.reading.reader import Reader, Side
from matching.reading.themes import Reading
from tests.matching.samples import VOCABULARY

BARE = Vocabulary((Theme("boats", ()), Theme("bread", ()), Theme("stars", ())))
"""Themes without words: whatever is read in them was learned."""
FILLERS = ("よろしくお願いします。", "気軽にお越しください。", "町で待っています。")
EXAMPLES = {
    "boats": ["小舟を漕いで沖へ出る", "漁港で船を修理する", "帆を張って船で島へ渡る", "古い船の塗り替えを手伝う"],
    "bread": ["石窯でパンを焼く", "小麦から育てたパンの店", "朝いちばんにパンをこねる", "焼きたてのパンを届ける"],
    "stars": ["望遠鏡で星を見る", "天の川と星の観察会", "星空の案内をする", "夜の星を写真に残す"],
}


def reader(vocabulary: Vocabulary, texts: list[str], chosen: list[set[str]]) -> Reader:
    return Reader(vocabulary).fit(texts, chosen, [Side.RESIDENT] * len(texts))


def taught(times: int, blank: int = 0) -> Reader:
    """A reader that saw each theme so many times, in changing company, and as many texts nobody tagged.

    blank: so many more were tagged without a text.
    """
    texts, chosen = [""] * blank, [{"boats"}] * blank
    for number in range(times):
        for theme, wordings in EXAMPLES.items():
            texts += [f"{wordings[number % 4]}。{FILLERS[number % 3]}", FILLERS[number % 3]]
            chosen += [{theme}, set()]
    return reader(BARE, texts, chosen)


def read(reader: Reader, text: str) -> Reading:
    return reader.read([text], Side.RESIDENT)


@pytest.mark.parametrize(
    ("text", "theme"), [("古い船で沖へ出たい", "boats"), ("パンを焼いて暮らす", "bread"), ("星の観察をしたい", "stars")]
)
def test_wording_never_seen_is_read_from_tagged_examples(text: str, theme: str) -> None:
    wish = read(taught(12), text).wish[0]
    assert BARE.themes[int(np.argmax(wish))].code == theme
    assert wish.max() > 0.3
    assert np.sort(wish)[-2] < 0.1


def test_set_phrases_are_no_theme() -> None:
    assert read(taught(12), "".join(FILLERS)).wish.max() < 0.1


def test_a_theme_with_too_few_examples_is_not_learned() -> None:
    assert taught(MIN_EXAMPLES).tagger_.learned is not None
    assert taught(MIN_EXAMPLES - 1).tagger_.learned is None


def test_a_theme_that_everyone_chose_is_not_learned() -> None:
    texts = [wording for wordings in EXAMPLES.values() for wording in wordings] * 2
    assert reader(BARE, texts, [{"boats"}] * len(texts)).tagger_.learned is None


def test_tags_on_blank_texts_teach_nothing() -> None:
    blank = reader(BARE, ["。", "", "海"] * 10, [{"boats"}, {"bread"}, set()] * 10)
    assert blank.tagger_.learned is None


def test_tags_on_blank_texts_do_not_drown_the_others() -> None:
    assert read(taught(12, blank=300), "古い船で沖へ出たい").wish[0, 0] > 0.3


def test_the_only_learned_theme_is_read_too() -> None:
    """Of six rare themes none has enough examples."""
    vocabulary = Vocabulary((Theme("boats", ()), *(Theme(f"rare{number}", ()) for number in range(6))))
    others = EXAMPLES["bread"] + EXAMPLES["stars"]
    texts = EXAMPLES["boats"] * 3 + [others[number % 8] for number in range(6 * (MIN_EXAMPLES - 1))]
    chosen = [{"boats"}] * 12 + [{f"rare{number % 6}"} for number in range(len(texts) - 12)]
    one = reader(vocabulary, texts, chosen)
    assert one.tagger_.learned is not None
    assert one.tagger_.learned.columns.tolist() == [0]
    assert read(one, "船で島へ渡る").wish[0, 0] > 0.5
    assert read(one, "パンをこねる").wish.max() == 0


def test_without_examples_the_words_are_read() -> None:
    by_words = reader(VOCABULARY, ["何もない"], [set()])
    assert by_words.tagger_.learned is None
    wish = read(by_words, "ＤＩＹが好き。海も好き。").wish[0]
    assert wish.tolist() == pytest.approx([0.8, 0, 0, 0, 0])


def test_each_sentence_keeps_its_own_tone() -> None:
    by_words = reader(VOCABULARY, [], [])
    reading = read(by_words, "楽器を弾きたい。お祭りは苦手です。システム開発の仕事をしていた。")
    assert [np.flatnonzero(part[0]).tolist() for part in (reading.wish, reading.avoided, reading.experience)] == [
        [2],
        [4],
        [3],
    ]


def test_experience_that_one_is_tired_of_is_no_ability() -> None:
    reading = read(reader(VOCABULARY, [], []), "バンドの経験はあるが音楽はもう苦手です。")
    assert reading.avoided[0, 2] > 0
    assert reading.experience.max() == 0


def test_blank_texts_are_read_as_nothing_wherever_they_stand() -> None:
    wish = reader(VOCABULARY, [], []).read(["", "野菜", "。", "", "楽器", ""]).wish
    assert [np.flatnonzero(row).tolist() for row in wish] == [[], [1], [], [], [2], []]


def test_no_texts_are_read_as_no_rows() -> None:
    assert reader(VOCABULARY, [], []).read([]).wish.shape == (0, 5)


def test_the_strongest_of_each_run_is_kept() -> None:
    values = np.array([[1, 9], [5, 2], [3, 3]], dtype=np.float32)
    assert strongest(values, [0, 2, 0, 1, 0]).tolist() == [[0, 0], [5, 9], [0, 0], [3, 3], [0, 0]]


def test_rows_are_thinned_at_even_steps() -> None:
    assert evenly(np.arange(9), 3).tolist() == [0, 4, 8]
    assert evenly(np.arange(3), 3).tolist() == [0, 1, 2]


def test_themes_given_at_random_are_not_learned() -> None:
    chance = random.Random(5)
    signs = [chr(code) for code in range(0x4E00, 0x4E80)]
    texts = ["".join(chance.choices(signs, k=12)) for _ in range(90)]
    noise = reader(BARE, texts, [{chance.choice(["boats", "bread", "stars"])} for _ in texts])
    assert noise.tagger_.learned is None


def test_few_examples_are_not_taken_for_more_than_they_are() -> None:
    """Each theme has a sign of its own; texts are noise around it. The sign is read, noise is not."""
    chance = random.Random(7)
    signs = [chr(code) for code in range(0x4E00, 0x4E40)]

    def noisy(sign: str) -> str:
        return "".join(chance.choices(signs, k=8)) + sign * 3

    themes = list(zip("舟麦星", ("boats", "bread", "stars"), strict=True)) * 8
    few = reader(BARE, [noisy(sign) for sign, _ in themes], [{theme} for _, theme in themes])
    assert few.tagger_.learned is not None
    assert (few.read([noisy(sign) for sign in "舟麦星" * 20]).wish.max(axis=1) > 0.3).mean() > 0.7
    assert (few.read([noisy("") for _ in range(60)]).wish > 0.3).mean() < 0.1
