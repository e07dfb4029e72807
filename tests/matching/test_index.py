"""The index takes offers in and out at once, and answers as if it had been made of them from the start."""

import random
from dataclasses import replace
from typing import Any

import pytest

from matching import Match, Matcher, Offer, Resident, Weights
from matching import index as index_module
from matching.index import MatchIndex
from matching.learned import MatchModel
from matching.pool import ResidentPool
from matching.scoring import Adjustment
from matching.shelf import Shelf
from tests.matching import samples


@pytest.fixture(scope="module")
def model() -> MatchModel:
    residents, offers = samples.checkerboard()
    return MatchModel(samples.VOCABULARY).fit(offers, residents)


def ids(matches: list[Match]) -> list[str]:
    return [match.offer_id for match in matches]


def part(match: Match, field: str) -> float:
    return sum(one.points for one in match.contributions if one.field == field)


def test_a_new_offer_is_found_by_the_next_question(model: MatchModel) -> None:
    residents, offers = samples.checkerboard()
    index = MatchIndex(model, offers)
    new = samples.make_offer(id="new", municipality="209001", text="バンドの練習場と楽器があります。")
    index.upsert([new])
    assert "new" in ids(index.top_offers(residents[2], 4))


def test_a_changed_offer_is_ranked_as_it_is_now(model: MatchModel) -> None:
    _, offers = samples.checkerboard()
    index = MatchIndex(model, offers)
    index.upsert([replace(offers[0], capacity_left=0)])
    assert offers[0].id not in ids(index.top_offers(samples.RESIDENT, 99))
    index.upsert([offers[0]])
    assert offers[0].id in ids(index.top_offers(samples.RESIDENT, 99))


def test_an_offer_that_is_gone_is_never_shown(model: MatchModel) -> None:
    _, offers = samples.checkerboard()
    index = MatchIndex(model, offers)
    index.remove([offers[0].id, "never there"])
    assert ids(index.top_offers(samples.RESIDENT, 99)) == ids(
        MatchIndex(model, offers[1:]).top_offers(samples.RESIDENT, 99)
    )


def test_after_many_changes_it_answers_as_one_made_afresh(model: MatchModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "SMALL", 2)
    monkeypatch.setattr(index_module, "TIMES", 1)
    residents, offers = samples.checkerboard()
    draw = random.Random(5)
    index, kept = MatchIndex(model), {}
    for _ in range(60):
        offer = replace(draw.choice(offers), id=f"n{draw.randrange(12)}", min_days=draw.randrange(3))
        if draw.random() < 0.3:
            index.remove([offer.id])
            kept.pop(offer.id, None)
        else:
            index.upsert([offer])
            kept[offer.id] = offer
    fresh = MatchIndex(model, kept.values())
    assert index.offers == kept
    for resident in residents:
        assert index.top_offers(resident, 99) == fresh.top_offers(resident, 99)


def test_only_the_texts_of_new_offers_are_read(model: MatchModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "SMALL", 2)
    index, read = MatchIndex(model, samples.checkerboard()[1]), []
    vectors = MatchModel.offers
    monkeypatch.setattr(MatchModel, "offers", lambda self, rows: read.append(len(rows)) or vectors(self, rows))
    for number in range(40):
        index.upsert([samples.make_offer(id=f"n{number % 30}", min_days=number % 4)])
    assert sum(read) == 40
    assert len(index._shelves) < 6
    assert sum(shelf.count for shelf in index._shelves) == len(index.offers)


def test_what_is_left_out_or_not_kept_makes_room_for_the_next(model: MatchModel) -> None:
    residents, offers = samples.checkerboard()
    index = MatchIndex(model, offers)
    every = ids(index.top_offers(residents[0], 99))
    without = index.top_offers(residents[0], 3, without=every[:2])
    assert len(without) == 3
    assert not set(ids(without)) & set(every[:2])
    kept = index.top_offers(residents[0], 99, keep=lambda offer: offer.id.endswith("-1"))
    assert sorted(ids(kept)) == sorted(one for one in every if one.endswith("-1"))


def test_prices_and_floors_are_contributions_with_a_reason(model: MatchModel) -> None:
    offers = [samples.make_offer(id="a"), samples.make_offer(id="b", municipality="203009")]
    index = MatchIndex(model, offers, Adjustment({"a": -4.0}, {"203009": 2.5}))
    first, second = index.top_offers(samples.RESIDENT, 2)
    assert (first.offer_id, part(first, "floor"), part(second, "price")) == ("b", 2.5, -4.0)
    assert second.caution is not None
    assert second.caution.code == "in_demand"
    assert "seldom_shown" in {reason.code for reason in first.reasons}
    assert first.score == pytest.approx(sum(one.points for one in first.contributions))


def test_a_wished_town_is_lifted_above_its_neighbours_even_from_far_down_the_list(model: MatchModel) -> None:
    offers = [samples.make_offer(id=f"o{n:03}", municipality=f"20{100 + n:03}0") for n in range(200)]
    wishing = samples.make_resident(wished_areas=frozenset({"201990"}))
    best = MatchIndex(model, offers).top_offers(wishing, 1)
    assert ids(best) == ["o099"]
    assert best[0].reasons[0].code == "area_wished"


def test_many_offers_of_one_town_do_not_hide_the_other_towns(model: MatchModel) -> None:
    crowd = [samples.make_offer(id=f"a{n:02}", municipality="202100") for n in range(40)]
    others = [samples.make_offer(id=f"b{n}", municipality=f"20{n}001", latitude=36.4) for n in (3, 4, 5)]
    best = MatchIndex(model, [*crowd, *others]).top_offers(samples.RESIDENT, 5)
    assert {"b3", "b4", "b5"} <= set(ids(best))


def test_a_town_may_weigh_its_people_by_its_own_points(model: MatchModel) -> None:
    told: dict[str, Any] = {"text": "", "adults": 2}
    family = samples.make_resident(id="family", children_ages=(5,), **told)
    handy = samples.make_resident(id="handy", skills=frozenset({"guitar"}), **told)
    offer = samples.make_offer(skills_wanted=frozenset({"guitar"}), family_ok=True)
    pool = ResidentPool(model, [family, handy])
    for weights, first in ((Weights(skills=0), "family"), (Weights(family=0), "handy")):
        assert pool.top(offer, 2, weights)[0].resident_id == first


def test_an_offer_sees_nobody_whom_a_rule_keeps_away(model: MatchModel) -> None:
    away = samples.make_resident(id="away", is_confidential=True)
    assert [m.resident_id for m in ResidentPool(model, [away, samples.RESIDENT]).top(samples.OFFER)] == ["r"]
    assert ResidentPool(model, [away]).top(samples.OFFER) == []
    assert ResidentPool(model, []).top(samples.OFFER) == []


def test_feasible_offers_are_counted_for_changed_profiles(model: MatchModel) -> None:
    offers = [samples.make_offer(id=str(n), monthly_cost=10_000 * n) for n in range(5)]
    index = MatchIndex(model, offers[:3])
    index.upsert(offers[3:])
    poorer, richer = (samples.make_resident(rent_budget=budget) for budget in (10_000, 30_000))
    assert index.feasible_count([poorer, richer]).tolist() == [2, 4]


def test_two_offers_with_one_id_are_refused(model: MatchModel) -> None:
    with pytest.raises(ValueError, match="same id"):
        MatchIndex(model, [samples.OFFER, samples.OFFER])


def test_a_matcher_ranks_as_its_index_does() -> None:
    residents, offers = samples.checkerboard()
    matcher = Matcher(samples.VOCABULARY).fit(offers, residents)
    resident: Resident = residents[0]
    offer: Offer = offers[0]
    assert matcher.top_offers(resident, 5) == matcher.index_.top_offers(resident, 5)
    assert matcher.top_residents(offer, residents) == ResidentPool(matcher.model_, residents).top(offer)


def test_a_question_during_a_change_sees_every_offer(model: MatchModel, monkeypatch: pytest.MonkeyPatch) -> None:
    _, offers = samples.checkerboard()
    index, seen = MatchIndex(model, offers), []
    made = Shelf.of.__func__

    def while_it_is_made(cls: type[Shelf], rows: Any, scorer: Any) -> Shelf:
        seen.append(len(index.top_offers(samples.RESIDENT, 99)))
        return made(cls, rows, scorer)

    monkeypatch.setattr(Shelf, "of", classmethod(while_it_is_made))
    index.upsert([replace(offers[0], min_days=1), samples.make_offer(id="new")])
    assert set(seen) == {len(offers)}
    assert len(index.top_offers(samples.RESIDENT, 99)) == len(offers) + 1


def test_a_branch_changes_alone(model: MatchModel) -> None:
    _, offers = samples.checkerboard()
    index = MatchIndex(model, offers)
    branch = index.branch(Adjustment({offers[0].id: -50.0}))
    branch.remove([offers[1].id])
    assert offers[1].id in ids(index.top_offers(samples.RESIDENT, 99))
    assert branch.top_offers(samples.RESIDENT, 99)[-1].offer_id == offers[0].id
