"""The matcher passes the suite of all rankers, and shows several places in one list."""

import pytest
from sklearn.base import clone

from matching import Matcher, Weights
from tests.matching import samples
from tests.matching.ranker_suite import RankerSuite


class TestMatcher(RankerSuite):
    def make(self) -> Matcher:
        return Matcher(samples.VOCABULARY)


class TestMatcherWithOtherWeights(RankerSuite):
    def make(self) -> Matcher:
        return Matcher(samples.VOCABULARY, Weights(themes=20, text=1.7, area=33.3, variety=0.1))


def towns(matcher: Matcher) -> list[str]:
    """Municipalities of a list from three homes in one town and two slightly worse ones elsewhere."""
    near = [samples.make_offer(id=f"a{n}", municipality="202100") for n in range(3)]
    farther = [samples.make_offer(id=f"b{n}", municipality=f"20{n}001", latitude=36.3) for n in (3, 4)]
    where = {offer.id: offer.municipality for offer in (*near, *farther)}
    return [where[match.offer_id] for match in matcher.fit([*near, *farther]).top_offers(samples.RESIDENT, 3)]


def test_one_town_does_not_fill_the_list() -> None:
    assert len(set(towns(Matcher(samples.VOCABULARY)))) == 3
    assert len(set(towns(Matcher(samples.VOCABULARY, Weights(variety=0))))) == 1


def test_what_variety_took_is_told() -> None:
    matcher = Matcher(samples.VOCABULARY).fit([samples.make_offer(id=name) for name in "ab"])
    first, second = matcher.top_offers(samples.RESIDENT)
    told = [[part.points for part in match.contributions if part.field == "variety"] for match in (first, second)]
    assert told == [[], [-3]]
    assert second.caution is not None
    assert second.caution.code == "same_place_again"
    assert first.score - second.score == pytest.approx(3)


def test_scikit_learn_can_clone_it() -> None:
    weights = Weights(themes=10)
    copy = clone(Matcher(samples.VOCABULARY, weights).fit([samples.OFFER]))
    assert copy.get_params()["vocabulary"].theme_columns == samples.VOCABULARY.theme_columns
    assert copy.get_params()["weights"] == weights
    assert not hasattr(copy, "model_")


def test_new_parameters_count_from_the_next_fit() -> None:
    matcher = Matcher(samples.VOCABULARY).fit([samples.OFFER]).set_params(weights=Weights(distance=0))
    before = matcher.top_offers(samples.RESIDENT)[0].score
    after = matcher.fit([samples.OFFER]).top_offers(samples.RESIDENT)[0].score
    assert before > after == 0


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        Matcher(samples.VOCABULARY).set_params(colour="red")


def test_negative_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="themes"):
        Weights(themes=-1)
