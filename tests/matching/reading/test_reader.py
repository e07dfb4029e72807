"""The reader as a whole: with and without the optional packages, saved, and read again."""

import json

import numpy as np
import pytest

from matching.reading import space, tokens
from matching.reading.reader import Reader, Side
from tests.matching.samples import VOCABULARY

WORDINGS = {
    "renovation": ["古い家の床を張り替える", "壁を塗って家を直す", "空いた家の改修を手伝う", "屋根の瓦を葺き直す"],
    "farming": ["畑を耕して芋を植える", "稲の苗を植える", "収穫した芋を配る", "草を刈って畑を守る"],
    "music": ["笛を吹いて歌う", "太鼓の演奏を習う", "合唱の伴奏をする", "歌の集まりを開く"],
}
TEXTS = [
    f"{wording}。{place}で待っています。" for texts in WORDINGS.values() for wording in texts for place in "町村里"
]
CHOSEN = [{theme} for theme, texts in WORDINGS.items() for _ in texts for _ in "町村里"]
NEW = "畑に芋を植えたい。歌は苦手です。"


def fitted() -> Reader:
    return Reader(VOCABULARY).fit(TEXTS, CHOSEN, [Side.PLACE, Side.RESIDENT] * (len(TEXTS) // 2))


@pytest.fixture(params=["everything", "words alone", "characters"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Fitted with all packages, without word vectors, and without Sudachi as well."""
    if request.param != "characters" and not tokens.has_sudachi():
        pytest.skip("Sudachi is not installed")
    if request.param != "everything":
        monkeypatch.setattr(space, "has_vectors", lambda: False)
    if request.param == "characters":
        monkeypatch.setattr(tokens, "has_sudachi", lambda: False)
    return fitted()


def test_it_reads_with_whatever_is_installed(reader: Reader) -> None:
    reading = reader.read([NEW], Side.RESIDENT)
    assert int(np.argmax(reading.wish[0])) == VOCABULARY.theme_columns["farming"]
    assert reading.wish[0].max() > 0.3
    assert reading.avoided[0, VOCABULARY.theme_columns["farming"]] == 0


def test_vectors_have_length_one_or_are_zeros(reader: Reader) -> None:
    vectors = reader.vectors([*TEXTS, "", "。"], Side.PLACE)
    assert vectors.shape == (len(TEXTS) + 2, reader.width)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors[:-2], axis=1) == pytest.approx(1, abs=1e-5)
    assert not vectors[-2:].any()


def test_a_text_reads_the_same_in_whatever_company(reader: Reader) -> None:
    alone, among = reader.encode([NEW]), reader.encode([*TEXTS, NEW])
    assert (alone.vectors[0] == among.vectors[-1]).all()
    assert (alone.reading.wish[0] == among.reading.wish[-1]).all()


def test_what_was_learned_survives_as_json_and_arrays(reader: Reader) -> None:
    meta, arrays = reader.parts()
    again = Reader.from_parts(VOCABULARY, json.loads(json.dumps(meta)), arrays)
    assert (again.read([NEW]).wish == reader.read([NEW]).wish).all()
    assert (again.vectors([NEW]) == reader.vectors([NEW])).all()


def test_a_model_of_words_is_refused_where_sudachi_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    if not tokens.has_sudachi():
        pytest.skip("Sudachi is not installed")
    meta, arrays = fitted().parts()
    monkeypatch.setattr(tokens, "has_sudachi", lambda: False)
    with pytest.raises(ValueError, match="install sudachipy"):
        Reader.from_parts(VOCABULARY, meta, arrays)


def test_nothing_at_all_can_be_read() -> None:
    empty = Reader(VOCABULARY).fit([], [], [])
    assert empty.vectors(["畑"]).shape == (1, 64)
    assert empty.read([]).wish.shape == (0, 5)
