"""The command line from end to end: what each command writes, and how it ends when it cannot."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matching import output, store
from matching.__main__ import main
from matching.matchlists import read_lists
from matching.population import read_population
from matching.report import rules_broken, shown_scores
from tests.matching.populations import Size, write_population

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., int]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A population in ``data``, the model fitted to it in ``model`` and its lists in ``matches.jsonl``."""
    folder = tmp_path_factory.mktemp("world")
    data = write_population(folder / "data", Size(residents=150, offers=120, towns=15), with_truth=True)
    assert main(["fit", "--data", str(data), "--out", str(folder / "model")]) == 0
    assert main([*ranking(folder), "--out", str(folder / "matches.jsonl"), "--jobs", "1"]) == 0
    return folder


def ranking(world: Path) -> list[str]:
    return ["rank", "--model", str(world / "model"), "--data", str(world / "data")]


def evaluating(world: Path, matches: Path | None = None) -> list[str]:
    return ["evaluate", "--data", str(world / "data"), "--matches", str(matches or world / "matches.jsonl"), "--json"]


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def test_every_resident_has_a_line_in_the_order_of_the_file(world: Path) -> None:
    population = read_population(world / "data")
    rows = lines_of(world / "matches.jsonl")
    assert [row["resident"] for row in rows] == [resident.id for resident in population.residents]
    assert max(len(row["matches"]) for row in rows) == 20
    assert all(row.keys() == {"resident", "matches"} for row in rows)


def test_every_score_is_exactly_the_sum_of_what_is_written(world: Path) -> None:
    for row in lines_of(world / "matches.jsonl"):
        for match in row["matches"]:
            assert match.keys() == {"listing", "score", "reasons"}
            assert abs(match["score"] - sum(reason["contribution"] for reason in match["reasons"])) < 1e-6
        assert all(a["score"] >= b["score"] for a, b in pairwise(row["matches"]))


def test_no_written_pair_breaks_a_rule(world: Path) -> None:
    population = read_population(world / "data")
    lists = read_lists(world / "matches.jsonl", population)
    with np.load(world / "data" / "truth.npz") as truth:
        allowed = truth["feasible_lenient"]
    rows, columns = np.nonzero(lists.places >= 0)
    assert len(rows) > 1000
    assert allowed[rows, lists.places[rows, columns]].all()


def test_rank_gives_at_most_k(world: Path, tmp_path: Path) -> None:
    assert main([*ranking(world), "--out", str(tmp_path / "m"), "--jobs", "1", "--k", "3"]) == 0
    three, twenty = lines_of(tmp_path / "m"), lines_of(world / "matches.jsonl")
    assert max(len(row["matches"]) for row in three) == 3
    assert [row["resident"] for row in three] == [row["resident"] for row in twenty]


@pytest.mark.parametrize("backend", ["loky", "threads"])
def test_every_backend_writes_the_same_bytes(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    monkeypatch.setattr("matching.lists.AT_ONCE", 40)
    assert main([*ranking(world), "--out", str(tmp_path / "m"), "--jobs", "2", "--backend", backend]) == 0
    assert (tmp_path / "m").read_bytes() == (world / "matches.jsonl").read_bytes()


def test_the_same_population_gives_the_same_model_and_lists(world: Path, tmp_path: Path) -> None:
    assert main(["fit", "--data", str(world / "data"), "--out", str(tmp_path / "model")]) == 0
    assert store.load(tmp_path / "model").version == store.load(world / "model").version


def test_a_model_ranks_newcomers_and_listings_it_has_not_seen(world: Path, tmp_path: Path) -> None:
    other = write_population(tmp_path / "other", Size(residents=30, offers=25, towns=5), seed=99)
    command = ["rank", "--model", str(world / "model"), "--data", str(other), "--out", str(tmp_path / "m")]
    assert main([*command, "--jobs", "1"]) == 0
    assert len(lines_of(tmp_path / "m")) == 30
    assert any(row["matches"] for row in lines_of(tmp_path / "m"))


def test_without_feedback_and_split_everything_works(world: Path, tmp_path: Path) -> None:
    data = write_population(tmp_path / "data", Size(residents=30, offers=25, towns=5))
    (data / "feedback.csv").unlink()
    (data / "split.csv").unlink()
    assert main(["fit", "--data", str(data), "--out", str(tmp_path / "model")]) == 0
    assert main([*ranking(tmp_path), "--out", str(tmp_path / "matches.jsonl"), "--jobs", "1"]) == 0
    assert main(evaluating(tmp_path)) == 0


def test_fit_and_rank_never_open_the_truth(world: Path, tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "def guard(event, arguments):\n"
        "    if event == 'open' and 'truth' in str(arguments[0]): raise AssertionError('opened the truth')\n"
        "sys.addaudithook(guard)\n"
        "from matching.__main__ import main\n"
        "for command in (['fit', '--data', sys.argv[1], '--out', sys.argv[2]],\n"
        "    ['rank', '--model', sys.argv[2], '--data', sys.argv[1], '--out', sys.argv[3], '--jobs', '1']):\n"
        "    assert main(command) == 0\n"
        "try: open(sys.argv[1] + '/truth.npz')\n"
        "except AssertionError as error: print(error)\n"
    )
    paths = [str(world / "data"), str(tmp_path / "model"), str(tmp_path / "m")]
    run = subprocess.run([sys.executable, "-c", code, *paths], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "opened the truth"


def test_evaluate_measures_against_the_truth(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(evaluating(world)) == 0
    found = json.loads(capsys.readouterr().out)
    assert 0.3 < found["ndcg10_cold"] <= 1
    assert found["violations"] == 0
    assert found["rules_broken"] == 0
    assert found["scores_that_add_up"] == found["matches_listed"] > 1000
    assert found["residents_listed"] == found["residents"] == 150


def test_evaluate_without_truth_looks_at_feedback(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_population(tmp_path / "data", Size(residents=150, offers=120, towns=15))
    assert main(evaluating(tmp_path, world / "matches.jsonl")) == 0
    found = json.loads(capsys.readouterr().out)
    assert "ndcg10_cold" not in found
    assert 0.5 < found["auc_apply"] <= 1
    assert 0 < found["exposure_coverage"] <= 1


def test_evaluate_for_people_prints_a_line_a_measure(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(evaluating(world)[:-1]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.split() == ["residents", "150"] for line in lines)
    assert all(len(line.split()) == 2 for line in lines)


def test_pairs_that_break_a_rule_are_counted(world: Path, tmp_path: Path) -> None:
    population = read_population(world / "data")
    with np.load(world / "data" / "truth.npz") as truth:
        row, column = np.argwhere(~truth["feasible_lenient"])[0]
    match = {"listing": population.offers[column].id, "score": 1.0, "reasons": []}
    line = {"resident": population.residents[row].id, "matches": [match]}
    (tmp_path / "m").write_text(json.dumps(line), encoding="utf-8")
    lists = read_lists(tmp_path / "m", population)
    assert rules_broken(population, lists.places) == 1
    assert (lists.additive, lists.entries, lists.listed.sum()) == (0, 1, 1)


def test_feedback_is_scored_as_the_lists_say(world: Path) -> None:
    population = read_population(world / "data")
    lists = read_lists(world / "matches.jsonl", population)
    scores = shown_scores(population, lists)
    feedback = population.feedback
    assert feedback is not None
    for shown in range(0, len(scores), 37):
        entries = lists.places[feedback.resident[shown]].tolist()
        offer = int(feedback.offer[shown])
        own = lists.scores[feedback.resident[shown]]
        lowest = lists.scores[lists.places >= 0].min() - 1
        assert scores[shown] == (own[entries.index(offer)] if offer in entries else lowest)


def test_why_tells_what_each_field_adds(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = next(row for row in lines_of(world / "matches.jsonl") if row["matches"])
    match = row["matches"][0]
    command = ["why", *ranking(world)[1:], "--resident", row["resident"], "--listing", match["listing"]]
    assert main(command) == 0
    head, *rest = capsys.readouterr().out.splitlines()
    assert head.startswith(f"{row['resident']} and {match['listing']}: ")
    assert abs(float(head.split()[3]) - sum(float(line.split()[0]) for line in rest)) < 0.01


def test_why_tells_the_broken_rules_in_words(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    population = read_population(world / "data")
    row, column = next(
        (r, c)
        for r, resident in enumerate(population.residents)
        for c, offer in enumerate(population.offers)
        if offer.car_required and resident.has_car is False
    )
    pair = ["--resident", population.residents[row].id, "--listing", population.offers[column].id]
    assert main(["why", *ranking(world)[1:], *pair]) == 0
    told_words = capsys.readouterr().out
    assert "are no match" in told_words
    assert "car        車が必要ですが" in told_words


@pytest.mark.parametrize(
    ("option", "name", "sentence"),
    [
        ("--resident", "P99999", "residents.jsonl has no P99999"),
        ("--listing", "O99999", "listings.jsonl has no O99999"),
    ],
)
def test_why_of_somebody_unknown_is_refused(
    world: Path, capsys: pytest.CaptureFixture[str], option: str, name: str, sentence: str
) -> None:
    pair = {"--resident": "P00000", "--listing": "O00000"} | {option: name}
    assert main(["why", *ranking(world)[1:], *(word for entry in pair.items() for word in entry)]) == 1
    assert sentence in told(capsys)


def test_bad_lines_are_told_and_nothing_is_written(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write_population(tmp_path / "data", Size(residents=20, offers=10, towns=4))
    with (data / "residents.jsonl").open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    assert main(["fit", "--data", str(data), "--out", str(tmp_path / "model")]) == 1
    assert "residents.jsonl, line 21: is not JSON" in told(capsys)
    command = ["rank", "--model", str(world / "model"), "--data", str(data), "--out", str(tmp_path / "m")]
    assert main(command) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_a_foreign_model_is_refused_in_words(world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["rank", "--model", str(tmp_path), "--data", str(world / "data"), "--out", str(tmp_path / "m")]
    assert main(command) == 1
    assert "is not a model: it has no manifest.json" in told(capsys)


def test_a_model_with_other_parts_is_refused(world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store.save(tmp_path / "model", store.Parts({"hello": 1}))
    command = ["rank", "--model", str(tmp_path / "model"), "--data", str(world / "data"), "--out", str(tmp_path / "m")]
    assert main(command) == 1
    assert "lacks the part 'vocabulary'; fit it again" in told(capsys)


def test_a_model_of_another_vocabulary_is_refused(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write_population(tmp_path / "data", Size(residents=20, offers=10, towns=4))
    with (data / "vocabulary.csv").open("a", encoding="utf-8") as file:
        file.write("味,ジャム,果樹園\n")
    command = ["rank", "--model", str(world / "model"), "--data", str(data), "--out", str(tmp_path / "m")]
    assert main(command) == 1
    assert "does not know 1 themes of vocabulary.csv (ジャム/果樹園…)" in told(capsys)


def test_fit_leaves_other_folders_alone(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fit", "--data", str(world / "data"), "--out", str(world / "data")]) == 1
    assert "is there already and is not a model" in told(capsys)
    assert (world / "data" / "residents.jsonl").exists()


BAD_MATCHES = [
    ('{"resident": "P99999", "matches": []}', 'resident names "P99999", which is no resident of this population'),
    ('{"resident": "P00000"}', "lacks field matches"),
    ('{"resident": "P00000", "matches": 3}', "matches must be a list, not 3"),
    ('{"resident": "P00000", "matches": [3]}', "match 1: is no object"),
    ('{"resident": "P00000", "matches": [{"listing": "O99999", "score": 1}]}', 'listing names "O99999"'),
    ('{"resident": "P00000", "matches": [{"listing": "O00000", "score": "1"}]}', "match 1: score must be a number"),
    ('{"resident": "P00000", "matches": [{"listing": "O00000", "score": 1, "reasons": [1]}]}', "a reason is no object"),
    ("oops", "is not JSON"),
]


@pytest.mark.parametrize(("line", "sentence"), BAD_MATCHES)
def test_bad_lines_of_matches_are_named(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, sentence: str
) -> None:
    (tmp_path / "m.jsonl").write_text('{"resident": "P00001", "matches": []}\n' + line + "\n", encoding="utf-8")
    assert main(evaluating(world, tmp_path / "m.jsonl")) == 1
    err = told(capsys)
    assert "m.jsonl, line 2: " in err
    assert sentence in err


def test_repeated_residents_and_listings_are_named(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    match = '{"listing": "O00000", "score": 1}'
    lines = [f'{{"resident": "P00001", "matches": [{match}, {match}]}}', *['{"resident": "P00002", "matches": []}'] * 2]
    (tmp_path / "m.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert main(evaluating(world, tmp_path / "m.jsonl")) == 1
    err = told(capsys)
    assert "line 1: the listing O00000 stands in the list more than once" in err
    assert "line 3: the resident P00002 stands in line 2 already" in err


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\x80\x04N."])
def test_a_broken_truth_is_refused_in_words(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    write_population(tmp_path / "data", Size(residents=150, offers=120, towns=15))
    (tmp_path / "data" / "truth.npz").write_bytes(content)
    assert main(evaluating(tmp_path, world / "matches.jsonl")) == 1
    assert "truth.npz: is not a truth file" in told(capsys)


def test_the_truth_of_another_population_is_refused(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write_population(tmp_path / "data", Size(residents=20, offers=10, towns=4))
    (data / "truth.npz").write_bytes((world / "data" / "truth.npz").read_bytes())
    (tmp_path / "m").write_text('{"resident": "P00000", "matches": []}\n', encoding="utf-8")
    assert main(evaluating(tmp_path, tmp_path / "m")) == 1
    assert "truth.npz: is of shape (150, 120), the population of (20, 10)" in told(capsys)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["rank", "--model", "m", "--data", "d"],
        ["rank", "--model", "m", "--data", "d", "--out", "o", "--k", "0"],
        ["rank", "--model", "m", "--data", "d", "--out", "o", "--jobs", "0"],
        ["rank", "--model", "m", "--data", "d", "--out", "o", "--mode", "fast"],
    ],
)
def test_wrong_arguments_end_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m matching" in told(capsys)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_ends_in_a_sentence(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ranking(world), "--out", "/dev/full", "--jobs", "1"]) == 1
    assert told(capsys).splitlines()[-1] == "No space left on device"


def test_a_folder_that_is_not_there_ends_in_a_sentence(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*ranking(world), "--out", str(tmp_path / "no" / "m"), "--jobs", "1"]) == 1
    assert told(capsys).splitlines()[-1].endswith(": No such file or directory")
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["fit", "--data", str(world / "data"), "--out", str(tmp_path / "file" / "model")]) == 1
    assert "file" in told(capsys).splitlines()[-1]


def test_a_reader_that_goes_away_ends_in_a_sentence(world: Path) -> None:
    command = [sys.executable, "-m", "matching", *ranking(world), "--out", "-", "--jobs", "1"]
    reading, writing = os.pipe()
    os.close(reading)
    run = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1] == "the reader of the output went away before everything was written"
    assert "Traceback" not in run.stderr
    assert "Exception ignored" not in run.stderr


def test_standard_output_holds_the_lists_alone(world: Path) -> None:
    command = [sys.executable, "-m", "matching", *ranking(world), "--out", "-", "--jobs", "1"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert run.stdout == (world / "matches.jsonl").read_bytes()
    assert b"150 residents, 120 listings" in run.stderr


def test_a_stopped_run_leaves_the_older_file(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*arguments: object) -> Iterator[object]:
        yield from ()
        raise KeyboardInterrupt

    (tmp_path / "m").write_text("older", encoding="utf-8")
    monkeypatch.setattr("matching.commands.counted", stopped)
    assert main([*ranking(world), "--out", str(tmp_path / "m"), "--jobs", "1"]) == 130
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("m", "older")]


def test_progress_is_told_every_few_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    moments = iter(range(0, 100, 2))
    monkeypatch.setattr(output.time, "monotonic", lambda: float(next(moments)))
    assert list(output.counted("abcdefgh", 8, "letters")) == list("abcdefgh")
    assert told(capsys).splitlines() == [
        "4 of 8 letters, about 8 s left",
        "7 of 8 letters, about 2 s left",
    ]
