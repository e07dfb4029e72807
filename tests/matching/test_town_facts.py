"""Towns are compared by what a resident says matters; what is said about it is true of the town."""

from typing import Any

import pytest

from matching import Matcher, fill
from tests.matching import samples


def reason_and_caution(matters: set[str], standing: dict[str, float], text: str = "") -> tuple[Any, Any]:
    """What the town is named for and what against it."""
    offer = samples.make_offer(town_standing=standing)
    resident = samples.make_resident(matters=frozenset(matters), text=text)
    (match,) = Matcher(samples.VOCABULARY).fit([offer]).top_offers(resident)
    assert match.score == pytest.approx(sum(part.points for part in match.contributions))
    return next((r for r in match.reasons if r.code == "town_fits"), None), match.caution


def test_a_reason_names_only_what_matters_and_the_town_has_much_of() -> None:
    reason, caution = reason_and_caution({"doctors", "quiet"}, {"doctors": 0.95, "quiet": 0.6, "shops": 0.99})
    assert reason.params == {"matters": ("doctors",)}
    assert caution is None
    said = fill(reason, lambda _name, code: {"doctors": "医師が多い"}[code])
    assert said == "大切にしている「医師が多い」に、全国の中でもよく合うまちです。"


def test_a_town_that_lacks_it_is_told_as_a_caution() -> None:
    reason, caution = reason_and_caution({"doctors"}, {"doctors": 0.05})
    assert reason is None
    assert (caution.code, caution.params) == ("town_lacks", {"matters": ("doctors",)})


def test_a_town_in_the_middle_is_no_reason_at_all() -> None:
    assert reason_and_caution({"doctors"}, {"doctors": 0.6}) == (None, None)


def test_what_somebody_does_not_want_is_not_held_against_a_town() -> None:
    assert reason_and_caution(set(), {"large": 0.99}, "都会は苦手です") == (None, None)


def test_a_share_beyond_the_country_is_refused() -> None:
    with pytest.raises(ValueError, match="town_standing of doctors"):
        samples.make_offer(town_standing={"doctors": 1.2})
