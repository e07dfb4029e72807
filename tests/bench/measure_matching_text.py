"""Reading texts: profiles a core-second, likeness of sentences (JSTS), occupations found by a task or an alias."""

import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from matching import Theme, Vocabulary
from matching.reading import tokens
from matching.reading.reader import Reader, Side
from matching.reading.text import normalise, sentences
from tests.bench.harness import Report
from tests.support.shared_data import SHARED_DATA

PROFILES, CHARACTERS = 4_000, 114
SUBJECTS = (
    "古民家",
    "棚田",
    "朝市",
    "神楽",
    "里山",
    "漁港",
    "図書館",
    "商店街",
    "果樹園",
    "子ども食堂",
    "温泉街",
    "林道",
)
OBJECTS = ("手入れ", "案内", "会計", "写真", "記録", "広報", "送迎", "料理", "修理", "設計", "通訳", "見守り")
ENDINGS = (
    "を手伝いながら暮らしたい",
    "の経験を役立てたい",
    "を習ってみたい",
    "に週末だけ通えたらうれしい",
    "の仕事を長く続けてきた",
    "は苦手です",
)
PLACES = ("山あいの", "島の", "海に近い", "駅から歩ける", "雪の多い", "静かな", "にぎやかな", "小さな")
VOCABULARY = Vocabulary(tuple(Theme(f"t{number}", (word,)) for number, word in enumerate((*SUBJECTS, *OBJECTS))))
Vectors = Callable[[Sequence[str]], Any]


def measure(report: Report) -> None:
    """Note all figures; what lacks its data is skipped in words."""
    encoding(report)
    for name, path, figure in (
        ("likeness of sentences", SHARED_DATA / "jsts" / "valid-v1.3.json", likeness),
        ("occupations", SHARED_DATA / "jobtag" / "occupations.jsonl", occupations),
    ):
        if path.exists():
            figure(report, path)
        else:
            sys.stderr.write(f"  {name}: skipped, {path.name} is not beside the checkout\n")


def profile(draw: random.Random, number: int) -> str:
    """About as long and as many sentences as people write; no two are equal."""
    text = f"{number}番目の自己紹介です。"
    while len(text) < CHARACTERS - 10:
        text += f"{draw.choice(PLACES)}{draw.choice(SUBJECTS)}で{draw.choice(OBJECTS)}{draw.choice(ENDINGS)}。"
    return text


def encoding(report: Report) -> None:
    """Profiles encoded a core-second, and what Sudachi alone needs for cutting the same sentences."""
    draw = random.Random(3)
    texts = [profile(draw, number) for number in range(PROFILES)]
    chosen = [{theme.code for theme in VOCABULARY.themes if theme.words[0] in text} for text in texts]
    reader = Reader(VOCABULARY).fit(texts[:1_000], chosen[:1_000], [Side.RESIDENT] * 1_000)
    parts = [part for text in texts for part in sentences(normalise(text))]
    length = sum(map(len, texts)) / PROFILES
    note = (
        f"{length:.0f} characters, {len(parts) / PROFILES:.1f} sentences, {len(set(parts)) / len(parts):.0%} distinct"
    )

    reader.encode(texts[:100], Side.RESIDENT)
    seconds = cpu_seconds(lambda: reader.encode(texts, Side.RESIDENT))
    report.add("profiles encoded", PROFILES / seconds, "/core-s", at_least=5_000, note=note)
    whole = [text.replace("。", f"、{number}。") for number, text in enumerate(texts)]
    seconds = cpu_seconds(lambda: reader.encode(whole, Side.RESIDENT))
    report.add("profiles encoded, every sentence distinct", PROFILES / seconds, "/core-s", at_least=5_000)
    if tokens.has_sudachi():
        seconds = cpu_seconds(lambda: tokens.words(parts))
        report.add(
            "profiles cut into words alone", PROFILES / seconds, "/core-s", note="the same sentences, all of them"
        )


def likeness(report: Report, path: Path) -> None:
    """Spearman's correlation of cosines with people's judgement; fitted on the sentences, never on the judgements."""
    pairs = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    here, there = [pair["sentence1"] for pair in pairs], [pair["sentence2"] for pair in pairs]
    judged = [pair["label"] for pair in pairs]
    for name, vectors in spaces(sorted({*here, *there})).items():
        cosine = np.asarray((vectors(here) * vectors(there)).sum(axis=1)).ravel()
        report.add(f"JSTS, {name}", spearman(cosine, judged), "Spearman", at_least=goal(name, 0.72))


def occupations(report: Report, path: Path) -> None:
    """How often the occupation is among ten, when a task or an alias is held back from its description."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    kept = [
        "。".join(
            [row["title_ja"], row["description"]["summary_ja"] or "", row["description"]["what_it_is_ja"] or ""]
            + [task["description_ja"] for task in row["tasks"][1::2]]
            + row["aliases_ja"][1::2]
        )
        for row in rows
    ]
    held = {
        "task": [(task["description_ja"], place) for place, row in enumerate(rows) for task in row["tasks"][::2]],
        "alias": [(alias, place) for place, row in enumerate(rows) for alias in row["aliases_ja"][::2]],
    }
    for name, vectors in spaces(kept).items():
        documents = vectors(kept)
        for kind, asked in held.items():
            likeness = vectors([text for text, _ in asked]) @ documents.T
            likeness = likeness.toarray() if hasattr(likeness, "toarray") else likeness
            best = np.argpartition(-likeness, 10, axis=1)[:, :10]
            found = np.mean([place in row for (_, place), row in zip(asked, best, strict=True)])
            report.add(f"{kind} → occupation, {name}", float(found), "recall@10", note=f"of {len(rows)}")


def spaces(texts: Sequence[str]) -> dict[str, Vectors]:
    """The reader's vectors, and the yardstick: TF-IDF of characters."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    reader = Reader(Vocabulary(())).fit(texts, [()] * len(texts), [Side.PLACE] * len(texts))
    plain = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True).fit(texts)

    def of_reader(some: Sequence[str]) -> Any:
        return reader.vectors(some, Side.PLACE)

    return {"reader": of_reader, "TF-IDF of characters": PlainVectors(plain)}


class PlainVectors:
    """Dense rows of a vectorizer."""

    def __init__(self, vectorizer: Any) -> None:
        self.vectorizer = vectorizer

    def __call__(self, texts: Sequence[str]) -> Any:
        return self.vectorizer.transform(texts).toarray().astype(np.float32)


def goal(name: str, figure: float) -> float | None:
    """Only the reader has to reach it."""
    return figure if name == "reader" else None


def spearman(one: Any, other: Any) -> float:
    """Rank correlation."""
    from scipy.stats import spearmanr

    return float(spearmanr(one, other).statistic)


def cpu_seconds(call: Callable[[], object]) -> float:
    """The fastest of three, in process time, so that a busy neighbour counts little."""
    figures = []
    for _ in range(3):
        began = time.process_time()
        call()
        figures.append(time.process_time() - began)
    return min(figures)
