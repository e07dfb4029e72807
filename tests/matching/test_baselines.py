"""The yardsticks pass the suite of all rankers, find what they can know, and nothing more."""

import numpy as np

from matching import Match, Offer, Resident
from matching.baselines import Popularity, TextCosine
from matching.feedback import Feedback
from tests.matching import samples
from tests.matching.ranker_suite import RankerSuite


def one_wording() -> tuple[list[Resident], list[Offer]]:
    """The checkerboard with the residents writing as the places do."""
    residents, offers = samples.checkerboard()
    words = {offer.id.split("-")[1]: offer.text for offer in offers}
    return [samples.make_resident(id=one.id, text=words[one.id[2:]]) for one in residents], offers


class TestTextCosine(RankerSuite):
    def make(self) -> TextCosine:
        return TextCosine()

    def board(self) -> tuple[list[Resident], list[Offer]]:
        return one_wording()


class TestPopularity(RankerSuite):
    """It knows nobody's theme: everyone is told the same."""

    def make(self) -> Popularity:
        return Popularity()

    def test_everyone_finds_their_own_theme_first(self) -> None:
        residents, offers = self.board()
        ranker = Popularity().fit(offers, residents, applications(offers, {"o-music-1": 3, "o-farming-0": 2}))
        for resident in residents:
            assert ids(ranker.top_offers(resident, 2)) == ["o-music-1", "o-farming-0"]

    def test_every_offer_finds_its_own_resident_first(self) -> None:
        residents, offers = self.board()
        found = self.fitted(offers).top_residents(offers[0], residents)
        assert [match.resident_id for match in found] == sorted(resident.id for resident in residents)

    def test_an_offer_that_came_after_fitting_finds_its_residents(self) -> None:
        residents, offers = self.board()
        ranker = Popularity().fit(offers, residents, applications(offers, {"o-music-1": 3}))
        newcomer = samples.make_offer(id="new")
        assert {match.score for match in ranker.top_residents(newcomer, residents)} == {0}
        assert {match.score for match in ranker.top_residents(offers[7], residents)} == {100}


def ids(matches: list[Match]) -> list[str]:
    return [match.offer_id for match in matches]


def applications(offers: list[Offer], counts: dict[str, int]) -> Feedback:
    """Feedback with so many applications to each offer, and a look at every other."""
    place = {offer.id: n for n, offer in enumerate(offers)}
    shown = [(place[one], 2) for one, count in counts.items() for _ in range(count)]
    shown += [(n, 1) for n in range(len(offers))]
    offer, action = np.array(shown).T
    zero = np.zeros(len(shown), np.int32)
    return Feedback(zero, offer.astype(np.int32), zero, action.astype(np.int8), np.full(len(shown), -1, np.int8))


def test_popularity_is_that_of_the_offer_whatever_the_order_of_the_input() -> None:
    _, offers = samples.checkerboard()
    turned = offers[::-1]
    ranker = Popularity().fit(turned, [], applications(turned, {"o-music-1": 4, "o-farming-0": 1}))
    best = ranker.top_offers(samples.RESIDENT, 3)
    assert ids(best) == ["o-music-1", "o-farming-0", "o-farming-1"]
    assert [match.score for match in best] == [100, 25, 0]


def test_the_same_text_makes_a_hundred_points_and_a_foreign_one_none() -> None:
    ranker = TextCosine().fit([samples.make_offer(id="a", text="田んぼ"), samples.make_offer(id="b", text="うみ")])
    first, second = ranker.top_offers(samples.make_resident(text="田んぼ"))
    assert (first.offer_id, first.score) == ("a", 100)
    assert second.score == 0
    assert [part.field for part in first.contributions] == ["text"]


def test_many_residents_at_once_get_the_lists_they_would_get_alone() -> None:
    residents, offers = one_wording()
    people = [samples.make_resident(id=f"{n:04d}", text=residents[n % 5].text) for n in range(700)]
    ranker = TextCosine().fit(offers)
    lists = ranker.rank(people, 3)
    assert len(lists) == 700
    assert all(lists[n] == ranker.top_offers(people[n], 3) for n in (0, 511, 512, 699))
    assert TextCosine().fit(offers).rank([], 3) == []
