"""What every ranker must keep, whatever it learns: inherit from ``RankerSuite`` and give it a ranker.

A ranker is anything with ``fit(offers, residents)``, ``top_offers``, ``top_residents`` and ``why_not``.
"""

import random
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Protocol

import pytest
from hypothesis import HealthCheck, given

from matching import Match, Offer, Refusal, Resident
from tests.matching import samples
from tests.matching.rules_by_hand import broken_rules
from tests.support.examples import examples

quick = examples(40, suppress_health_check=list(HealthCheck))


class Ranker(Protocol):
    """What the suite asks of a ranker."""

    def fit(self, offers: Sequence[Offer], residents: Sequence[Resident] = ...) -> Any: ...
    def top_offers(self, resident: Resident, k: int = ...) -> list[Match]: ...
    def top_residents(self, offer: Offer, residents: Sequence[Resident], k: int = ...) -> list[Match]: ...
    def why_not(self, resident: Resident, offer: Offer) -> list[Refusal]: ...


class RankerSuite:
    """Override ``make`` with an unfitted ranker over ``samples.VOCABULARY``.

    ``board`` gives a checkerboard whose answer the ranker can know: ids "r-THEME", "o-THEME-0" to "o-THEME-2".
    """

    def make(self) -> Ranker:
        raise NotImplementedError

    def board(self) -> tuple[list[Resident], list[Offer]]:
        return samples.checkerboard()

    def fitted(self, offers: list[Offer], residents: list[Resident] | None = None) -> Ranker:
        return self.make().fit(offers, residents or [])

    def test_everyone_finds_their_own_theme_first(self) -> None:
        residents, offers = self.board()
        ranker = self.fitted(offers)
        for resident in residents:
            theme = resident.id.removeprefix("r-")
            assert {match.offer_id for match in ranker.top_offers(resident, 3)} == {f"o-{theme}-{n}" for n in range(3)}

    def test_every_offer_finds_its_own_resident_first(self) -> None:
        residents, offers = self.board()
        ranker = self.fitted(offers)
        for offer in offers:
            assert ranker.top_residents(offer, residents, 1)[0].resident_id == f"r-{offer.id[2:-2]}"

    def test_the_order_of_the_input_changes_nothing(self) -> None:
        residents, offers = samples.checkerboard()
        first = self.fitted(offers, residents)
        shuffled = random.Random(3).sample(offers, len(offers))
        second = self.fitted(shuffled, residents[::-1])
        assert [first.top_offers(r, 15) for r in residents] == [second.top_offers(r, 15) for r in residents]
        assert first.top_residents(offers[0], residents) == second.top_residents(offers[0], residents[::-1])

    def test_fitted_twice_it_says_the_same_to_the_last_digit(self) -> None:
        residents, offers = self.board()
        first, second = self.fitted(offers, residents), self.fitted(offers, residents)
        assert [first.top_offers(r, 15) for r in residents] == [second.top_offers(r, 15) for r in residents]
        assert [first.top_offers(r, 15) for r in residents] == [first.top_offers(r, 15) for r in residents]

    def test_a_shorter_list_is_the_beginning_of_a_longer_one(self) -> None:
        residents, offers = self.board()
        ranker = self.fitted(offers, residents)
        assert all(ranker.top_offers(r, 4) == ranker.top_offers(r, 15)[:4] for r in residents)
        assert ranker.top_residents(offers[0], residents, 2) == ranker.top_residents(offers[0], residents)[:2]

    def test_residents_who_came_after_fitting_are_matched_by_the_same_rules(self) -> None:
        residents, offers = self.board()
        ranker = self.fitted(offers, residents[:1])
        newcomer = samples.make_resident(id="new", home=offers[0].municipality, text=residents[2].text)
        matches = ranker.top_offers(newcomer, 100)
        assert {match.offer_id for match in matches} == {o.id for o in offers if not broken_rules(newcomer, o)}
        assert len(matches) < len(offers)
        assert "new" not in {match.resident_id for match in ranker.top_residents(offers[0], [*residents, newcomer])}

    def test_fewer_offers_than_asked_for_are_all_given(self) -> None:
        residents, offers = samples.checkerboard()
        ranker = self.fitted(offers)
        assert len(ranker.top_offers(residents[0], 100)) == len(offers)
        assert len(ranker.top_residents(offers[0], residents, 100)) == len(residents)

    @pytest.mark.parametrize("k", [0, -1])
    def test_none_asked_for_is_none_given(self, k: int) -> None:
        residents, offers = samples.checkerboard()
        ranker = self.fitted(offers)
        assert ranker.top_offers(residents[0], k) == ranker.top_residents(offers[0], residents, k) == []

    def test_without_offers_or_residents_there_are_no_matches(self) -> None:
        ranker = self.fitted([])
        assert ranker.top_offers(samples.RESIDENT) == []
        assert ranker.top_residents(samples.OFFER, []) == []

    def test_without_any_text_the_rest_still_ranks(self) -> None:
        here, there = (samples.make_offer(id=kind, kind=kind) for kind in ("home", "job"))
        ranker = self.fitted([there, here])
        wanting = samples.make_resident(wanted_kinds=frozenset({"home"}))
        assert [match.offer_id for match in ranker.top_offers(wanting)] == ["home", "job"]

    def test_equal_offers_stand_in_the_order_of_their_ids(self) -> None:
        places = {"c": "202100", "a": "203009", "b": "204005"}
        ranker = self.fitted([samples.make_offer(id=name, municipality=place) for name, place in places.items()])
        assert [match.offer_id for match in ranker.top_offers(samples.RESIDENT)] == ["a", "b", "c"]

    def test_a_thousand_equal_offers_are_told_apart_by_id_alone(self) -> None:
        themes = frozenset(samples.THEMES)
        told = {"themes": themes, "text": "古民家と野菜。", "skills_wanted": frozenset(samples.SKILLS)}
        towns = [f"{number:04d}" for number in range(1003)]
        ranker = self.fitted([samples.make_offer(id=f"o{town}", municipality=f"2{town}0", **told) for town in towns])
        wanting = samples.make_resident(themes=themes, text="野菜。楽器の経験。", skills=frozenset(samples.SKILLS))
        assert [match.offer_id for match in ranker.top_offers(wanting, 40)] == [f"o{town}" for town in towns[:40]]

    def test_equal_residents_stand_in_the_order_of_their_ids(self) -> None:
        ranker = self.fitted([samples.OFFER])
        same = [samples.make_resident(id=name) for name in "cab"]
        assert [match.resident_id for match in ranker.top_residents(samples.OFFER, same)] == ["a", "b", "c"]

    def test_an_empty_profile_and_an_empty_offer_are_matched_too(self) -> None:
        residents, offers = samples.checkerboard()
        newcomer = Offer(id="new", kind="home", municipality="202100")
        ranker = self.fitted([*offers, newcomer])
        assert len(ranker.top_offers(Resident(id="new"), 100)) == len(offers) + 1
        assert "new" in {match.offer_id for match in ranker.top_offers(residents[0], 100)}

    def test_an_offer_that_came_after_fitting_finds_its_residents(self) -> None:
        residents, offers = self.board()
        ranker = self.fitted(offers)
        newcomer = samples.make_offer(id="new", text="バンドを組む仲間と楽器を募集しています。")
        assert ranker.top_residents(newcomer, residents, 1)[0].resident_id == "r-music"

    def test_an_id_given_twice_is_refused(self) -> None:
        with pytest.raises(ValueError, match="same id"):
            self.make().fit([samples.OFFER, samples.OFFER])

    def test_an_unfitted_ranker_says_so(self) -> None:
        from sklearn.exceptions import NotFittedError

        with pytest.raises(NotFittedError):
            self.make().top_offers(samples.RESIDENT)
        with pytest.raises(NotFittedError):
            self.make().top_residents(samples.OFFER, [samples.RESIDENT])

    @quick
    @given(offers=samples.OFFER_LISTS, residents=samples.RESIDENT_LISTS)
    def test_no_match_ever_breaks_a_rule_and_no_other_is_missing(
        self, offers: list[Offer], residents: list[Resident]
    ) -> None:
        ranker = self.fitted(offers, residents)
        for resident in residents:
            allowed = {offer.id for offer in offers if not broken_rules(resident, offer)}
            assert {match.offer_id for match in ranker.top_offers(resident, 100)} == allowed
        for offer in offers:
            willing = {resident.id for resident in residents if not broken_rules(resident, offer)}
            assert {match.resident_id for match in ranker.top_residents(offer, residents, 100)} == willing

    @quick
    @given(offers=samples.OFFER_LISTS, residents=samples.RESIDENT_LISTS)
    def test_the_refusals_told_are_the_rules_broken(self, offers: list[Offer], residents: list[Resident]) -> None:
        ranker = self.make()
        for resident in residents:
            for offer in offers:
                assert {refusal.rule for refusal in ranker.why_not(resident, offer)} == broken_rules(resident, offer)

    @quick
    @given(offers=samples.OFFER_LISTS, residents=samples.RESIDENT_LISTS)
    def test_a_score_is_the_sum_of_its_contributions_and_lists_fall(
        self, offers: list[Offer], residents: list[Resident]
    ) -> None:
        ranker = self.fitted(offers, residents)
        lists = [ranker.top_offers(resident, 100) for resident in residents]
        lists += [ranker.top_residents(offer, residents, 100) for offer in offers]
        for matches in lists:
            self.check_list(matches)

    @staticmethod
    def check_list(matches: list[Match]) -> None:
        for match in matches:
            assert match.contributions
            assert abs(match.score - sum(part.points for part in match.contributions)) < 1e-6
            assert len({part.field for part in match.contributions}) == len(match.contributions)
        scores = [match.score for match in matches]
        assert all(above >= below - 1e-9 for above, below in pairwise(scores))
