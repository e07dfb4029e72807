"""The model behind the command line: lists for everybody in both modes, and the same ones after it was kept."""

import sys
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from matching import Match, Offer, Resident
from matching.__main__ import main
from matching.constraints import refusals
from matching.engine import Engine, Options
from matching.lists import Lister, Looked
from matching.matchlists import read_lists
from matching.population import Population, read_population
from matching.report import measure
from matching.store import ModelRefused, Parts, load, save
from tests.matching.populations import Size, write_population

MODES = ("relevance", "capacity")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many residents for few places, most of them in famous towns."""
    return write_population(tmp_path_factory.mktemp("crowd"), Size(residents=200, offers=80, towns=10), with_truth=True)


@pytest.fixture(scope="module")
def population(folder: Path) -> Population:
    return read_population(folder)


@pytest.fixture(scope="module")
def engine(population: Population) -> Engine:
    return Engine.fit(population)


@pytest.fixture(params=MODES, scope="module")
def lists(request: pytest.FixtureRequest, population: Population, engine: Engine) -> list[list[Match]]:
    return ranked(engine, population, mode=request.param)


def ranked(
    engine: Engine, population: Population, *, mode: str, reranks: bool = True, offers: tuple[Offer, ...] | None = None
) -> list[list[Match]]:
    options = Options(k=10, mode=mode, reranks=reranks)
    found = list(engine.rank(population.residents, population.offers if offers is None else offers, options))
    assert [resident.id for resident, _ in found] == [resident.id for resident in population.residents]
    return [matches for _, matches in found]


def test_no_list_breaks_a_rule_or_is_longer_than_asked(population: Population, lists: list[list[Match]]) -> None:
    offers = {offer.id: offer for offer in population.offers}
    assert max(len(matches) for matches in lists) == 10
    for resident, matches in zip(population.residents, lists, strict=True):
        assert all(match.resident_id == resident.id for match in matches)
        assert not any(refusals(resident, offers[match.offer_id]) for match in matches)
        assert len({match.offer_id for match in matches}) == len(matches)


def test_scores_fall_and_are_the_sum_of_their_contributions(lists: list[list[Match]]) -> None:
    every = [match for matches in lists for match in matches]
    assert all(abs(match.score - sum(part.points for part in match.contributions)) < 1e-6 for match in every)
    assert all(a.score >= b.score - 1e-4 for matches in lists for a, b in pairwise(matches))


def test_prices_and_floors_are_contributions_of_their_own(population: Population, engine: Engine) -> None:
    parts = {
        mode: [part for ms in ranked(engine, population, mode=mode) for match in ms for part in match.contributions]
        for mode in MODES
    }
    assert any(part.points < 0 for part in parts["capacity"] if part.field == "price")
    assert all(part.points <= 0 for part in parts["capacity"] if part.field == "price")
    assert all(part.points >= 0 for part in parts["capacity"] if part.field == "floor")
    assert not any(part.points for part in parts["relevance"] if part.field in {"price", "floor"})


@pytest.mark.parametrize("mode", MODES)
def test_the_order_of_the_offers_changes_nothing(population: Population, engine: Engine, mode: str) -> None:
    turned = ranked(engine, population, mode=mode, offers=population.offers[::-1])
    assert turned == ranked(engine, population, mode=mode)


@pytest.mark.parametrize("mode", MODES)
def test_a_full_offer_is_never_listed(population: Population, engine: Engine, mode: str) -> None:
    full = [replace(offer, capacity_left=0) if place < 40 else offer for place, offer in enumerate(population.offers)]
    closed = {offer.id for offer in full[:40]}
    found = ranked(engine, population, mode=mode, offers=tuple(full))
    listed = {match.offer_id for matches in found for match in matches}
    assert listed
    assert not listed & closed


@pytest.mark.parametrize("mode", MODES)
def test_nobody_and_nothing_give_empty_lists(population: Population, engine: Engine, mode: str) -> None:
    assert ranked(engine, population, mode=mode, offers=()) == [[] for _ in population.residents]
    assert list(engine.rank([], population.offers, Options(mode=mode))) == []


@pytest.mark.parametrize(("mode", "held"), [("relevance", 32), ("capacity", 200)])
def test_lists_are_the_same_when_few_residents_are_looked_at_before_some_are_given_out(
    population: Population, engine: Engine, monkeypatch: pytest.MonkeyPatch, mode: str, held: int
) -> None:
    whole = ranked(engine, population, mode=mode)
    looked: list[int] = []
    look = Lister.look

    def counting(self: Lister, residents: Sequence[Resident], *, reranks: bool = True) -> Looked:
        looked.append(len(residents))
        return look(self, residents, reranks=reranks)

    monkeypatch.setattr(Lister, "look", counting)
    monkeypatch.setattr("matching.engine.AT_ONCE", 8)
    monkeypatch.setattr("matching.lists.AT_ONCE", 8)
    given = engine.rank(population.residents, population.offers, Options(k=10, mode=mode))
    first = next(given)
    assert sum(looked) == held
    assert [matches for _, matches in [first, *given]] == whole
    assert sum(looked) == len(population.residents) == 200


def test_more_matches_come_about_and_towns_are_seen_more_evenly(folder: Path, tmp_path: Path) -> None:
    population = read_population(folder)
    assert main(["fit", "--data", str(folder), "--out", str(tmp_path / "model")]) == 0
    found = {}
    for mode in MODES:
        out = tmp_path / f"{mode}.jsonl"
        command = ["rank", "--model", str(tmp_path / "model"), "--data", str(folder), "--out", str(out)]
        assert main([*command, "--mode", mode, "--jobs", "1"]) == 0
        found[mode] = measure(folder, population, read_lists(out, population))
        assert found[mode]["violations"] == 0
        assert found[mode]["scores_that_add_up"] == found[mode]["matches_listed"]
    plain, minding = found["relevance"], found["capacity"]
    assert (minding["matches"] or 0) > 1.1 * (plain["matches"] or 0)
    assert (minding["exposure_gini"] or 0) < 0.7 * (plain["exposure_gini"] or 0)
    assert (minding["ndcg10_cold"] or 0) > 0.75 * (plain["ndcg10_cold"] or 0)


@pytest.mark.parametrize("mode", MODES)
def test_a_kept_model_looks_twice_as_the_fitted_one_unless_told_not_to(
    population: Population, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr("matching.rerank.ENOUGH_FOR_TREES", 100)
    fitted = Engine.fit(population)
    save(tmp_path / "model", fitted.parts())
    kept = Engine.from_parts(load(tmp_path / "model", memory_map=True))

    def looks_twice(lists: list[list[Match]]) -> bool:
        return any(part.field == "rerank" and part.points for ms in lists for m in ms for part in m.contributions)

    assert not looks_twice(ranked(kept, population, mode=mode, reranks=False))
    assert looks_twice(ranked(kept, population, mode=mode))
    assert ranked(kept, population, mode=mode) == ranked(fitted, population, mode=mode)


def test_a_backend_that_is_not_installed_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["fit", "--data", str(folder), "--out", str(tmp_path / "model")]) == 0
    command = ["rank", "--model", str(tmp_path / "model"), "--data", str(folder), "--out", str(tmp_path / "m")]
    assert main([*command, "--backend", "dask"]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == "this needs the package distributed, which is not installed here"
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


FORGED: list[Callable[[Parts], object]] = [
    lambda parts: parts.meta["vocabulary"]["themes"].pop(),
    lambda parts: parts.meta["vocabulary"]["skills"].append(["x", "nowhere"]),
    lambda parts: parts.meta["learned"]["fields"].reverse(),
    lambda parts: parts.meta["learned"].update(base_apply="high"),
    lambda parts: parts.meta["learned"].update(base_accept=float("nan")),
    lambda parts: parts.meta["weights"].update(themes=-1),
    lambda parts: parts.meta["weights"].update(sex=1),
    lambda parts: parts.meta.update(reader=[]),
    lambda parts: parts.meta.pop("kinds"),
    lambda parts: parts.arrays["apply"].fill(np.inf),
    lambda parts: parts.arrays.update(apply=np.zeros(3)),
    lambda parts: parts.arrays.update(mixing=np.zeros((2, 2))),
    lambda parts: parts.arrays.update({"reader.rarity": np.zeros(1)}),
    lambda parts: parts.arrays.pop("landmarks"),
    lambda parts: parts.estimators.update(apply=Ridge()),
]


@pytest.mark.parametrize("forge", FORGED)
def test_parts_that_do_not_fit_together_are_refused(engine: Engine, forge: Callable[[Parts], object]) -> None:
    parts = deepcopy(engine.parts())
    assert Engine.from_parts(parts).vocabulary == engine.vocabulary
    forge(parts)
    with pytest.raises(ModelRefused, match=r"^the model (lacks the part|cannot be used)"):
        Engine.from_parts(parts)


def test_a_pair_scores_as_it_does_in_a_list(population: Population, engine: Engine) -> None:
    offers = {offer.id: offer for offer in population.offers}
    for resident, matches in list(engine.rank(population.residents, population.offers, Options(k=3)))[::25]:
        for match in matches:
            told = {part.field: part.points for part in match.contributions if part.field != "variety" and part.points}
            alone = {part.field: part.points for part in engine.pair(resident, offers[match.offer_id]).contributions}
            assert told == pytest.approx({field: points for field, points in alone.items() if points}, abs=1e-5)


def test_vectors_do_not_depend_on_the_company(population: Population, engine: Engine) -> None:
    together = engine.model.residents(population.residents[:20])
    alone = np.concatenate([engine.model.residents([resident]) for resident in population.residents[:20]])
    assert np.abs(together - alone).max() < 1e-6
