"""Places of a batch event: never too many, families together, and nobody who comes alone can complain."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.allocation import Assignment, Household, Slots, assign
from tests.support.examples import examples


@st.composite
def events(draw: st.DrawFn, largest: int = 4, most: tuple[int, int] = (9, 5)) -> tuple[list[Household], list[Slots]]:
    """A few households and offers with lists of any length."""
    people, places = (
        [f"{letter}{n}" for n in range(draw(st.integers(0, top)))] for letter, top in zip("ho", most, strict=True)
    )

    def some(ids: list[str]) -> tuple[str, ...]:
        return tuple(draw(st.permutations(ids))[: draw(st.integers(0, len(ids)))])

    return (
        [Household(one, draw(st.integers(1, largest)), some(places)) for one in people],
        [Slots(one, draw(st.integers(0, 5)), some(people)) for one in places],
    )


def blocking(households: list[Household], offers: list[Slots], result: Assignment) -> set[tuple[str, str]]:
    """(household, offer) that would both rather have each other, found by looking at every pair."""
    sizes = {one.id: one.size for one in households}
    found = set()
    for one, offer in product(households, offers):
        if offer.id not in one.choices or one.id not in offer.ranking:
            continue
        now = result.placed.get(one.id)
        if now is not None and one.choices.index(now) <= one.choices.index(offer.id):
            continue
        held = [other for other, where in result.placed.items() if where == offer.id]
        lower = [other for other in held if offer.ranking.index(other) > offer.ranking.index(one.id)]
        room = offer.places - sum(sizes[other] for other in held) + sum(sizes[other] for other in lower)
        if room >= one.size:
            found.add((one.id, offer.id))
    return found


def single(name: str, *choices: str) -> Household:
    return Household(name, 1, choices)


@examples(400)
@given(events())
def test_no_offer_takes_more_than_it_has_and_no_family_is_split(event: tuple[list[Household], list[Slots]]) -> None:
    households, offers = event
    result = assign(households, offers)
    taken: Counter[str] = Counter()
    for one in households:
        where = result.placed.get(one.id)
        assert (where is None) == (one.id in result.unplaced)
        if where is not None:
            assert where in one.choices
            taken[where] += one.size
    for offer in offers:
        assert taken[offer.id] <= offer.places
        assert result.free.get(offer.id, 0) == offer.places - taken[offer.id]
        assert {one for one, where in result.placed.items() if where == offer.id} <= set(offer.ranking)


@examples(400)
@given(events())
def test_nobody_alone_blocks_and_families_who_do_are_told(event: tuple[list[Household], list[Slots]]) -> None:
    households, offers = event
    result = assign(households, offers)
    found = blocking(households, offers, result)
    sizes = {one.id: one.size for one in households}
    assert {pair for pair in found if sizes[pair[0]] == 1} == set()
    assert found == set(result.disputed)


def every_assignment(households: list[Household], offers: list[Slots]) -> Iterator[Assignment]:
    """All ways to place single households without overfilling an offer."""
    room = {offer.id: offer.places for offer in offers}
    welcome = {offer.id: set(offer.ranking) for offer in offers}
    options = [[None, *(o for o in one.choices if one.id in welcome[o])] for one in households]
    for chosen in product(*options):
        placed = {one.id: o for one, o in zip(households, chosen, strict=True) if o is not None}
        if all(count <= room[o] for o, count in Counter(placed.values()).items()):
            yield Assignment(placed, {}, {}, ())


@examples(150)
@given(events(largest=1, most=(4, 3)))
def test_without_families_it_is_the_stable_result_that_is_best_for_every_household(
    event: tuple[list[Household], list[Slots]],
) -> None:
    households, offers = event
    result = assign(households, offers)
    stable = [one.placed for one in every_assignment(households, offers) if not blocking(households, offers, one)]
    assert result.placed in stable
    for one in households:
        got = one.choices.index(result.placed[one.id]) if one.id in result.placed else len(one.choices)
        assert all(one.id not in other or one.choices.index(other[one.id]) >= got for other in stable)


@examples(100)
@given(events(), st.integers(0, 99))
def test_the_order_of_the_input_changes_nothing(event: tuple[list[Household], list[Slots]], seed: int) -> None:
    households, offers = event
    mixed = random.Random(seed)
    again = assign(mixed.sample(households, len(households)), mixed.sample(offers, len(offers)))
    assert again == assign(households, offers)


def test_the_offer_decides_by_its_ranking() -> None:
    result = assign([single("a", "x", "y"), single("b", "x", "y")], [Slots("x", 1, ("b", "a")), Slots("y", 1, ("a",))])
    assert result.placed == {"a": "y", "b": "x"}
    assert result.unplaced == result.free == {}


def test_a_family_is_taken_whole_in_place_of_lower_ranked_ones() -> None:
    family = Household("f", 3, ("x",))
    result = assign([family, single("a", "x"), single("b", "x")], [Slots("x", 4, ("f", "a", "b"))])
    assert result.placed == {"f": "x", "a": "x"}
    assert result.unplaced == {"b": "full"}


def test_places_a_family_could_not_use_go_to_those_who_were_turned_away() -> None:
    crowd = [single(name, "x") for name in "abc"]
    offers = [Slots("x", 4, ("a", "f", "b", "c"))]
    assert assign([*crowd, Household("f", 4, ("x",))], offers).placed == {name: "x" for name in "abc"}


def test_a_family_moves_up_when_enough_places_stay_free_and_others_get_theirs() -> None:
    """b drives the other family from z, so a leaves x for z, so the family leaves y for x, so c gets into y."""
    households = [
        Household("f", 2, ("x", "y")),
        Household("g", 2, ("z",)),
        single("a", "z", "x"),
        single("b", "z"),
        single("c", "y"),
    ]
    offers = [Slots("x", 2, ("a", "f")), Slots("y", 2, ("f", "c")), Slots("z", 2, ("b", "g", "a"))]
    result = assign(households, offers)
    assert result.placed == {"a": "z", "b": "z", "c": "y", "f": "x"}
    assert result.unplaced == {"g": "full"}
    assert result.free == {"y": 1}


def test_who_was_called_back_and_sent_away_again_is_still_welcome_elsewhere() -> None:
    """c is called from x to z when d drives the family of four from z, and loses z to the family of three."""
    households = [
        Household("a", 4, ("z", "y", "x")),
        Household("b", 3, ("x", "y", "z")),
        single("c", "z", "x"),
        single("d", "z"),
    ]
    offers = [Slots("x", 2, ("c", "b")), Slots("y", 4, ("a", "b")), Slots("z", 4, ("b", "d", "a", "c"))]
    assert assign(households, offers).placed == {"a": "y", "b": "z", "c": "x", "d": "z"}


def test_everyone_left_out_is_told_why() -> None:
    households = [
        single("none"),
        single("unranked", "x"),
        single("late", "x"),
        Household("large", 9, ("x",)),
        Household("pair", 2, ("y",)),
        single("first", "x"),
        single("other", "y"),
    ]
    offers = [Slots("x", 1, ("first", "late", "large")), Slots("y", 2, ("other", "pair"))]
    result = assign(households, offers)
    assert result.placed == {"first": "x", "other": "y"}
    assert result.unplaced == {
        "none": "no_choice",
        "unranked": "not_ranked",
        "late": "full",
        "large": "too_large",
        "pair": "no_room_together",
    }
    assert result.free == {"y": 1}


def test_nobody_and_nothing_is_an_event_too() -> None:
    assert assign([], []) == Assignment({}, {}, {}, ())
    assert assign([], [Slots("x", 2, ())]).free == {"x": 2}
    assert assign([single("a")], []).unplaced == {"a": "no_choice"}


@pytest.mark.parametrize(
    ("households", "offers", "words"),
    [
        ([single("a"), single("a")], [], "twice"),
        ([single("a", "x", "x")], [Slots("x", 1, ())], "a lists somebody twice"),
        ([single("a", "z")], [Slots("x", 1, ())], "a lists 'z'"),
        ([single("a", "x")], [Slots("x", 1, ("b",))], "x lists 'b'"),
        ([Household("a", 0, ())], [], "size"),
        ([], [Slots("x", -1, ())], "places"),
    ],
)
def test_senseless_events_are_refused(households: list[Household], offers: list[Slots], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        assign(households, offers)


def test_five_thousand_households_are_placed_within_a_second_or_two() -> None:
    households, offers = large_event(5_000, 1_500, 20)
    began = time.process_time()
    result = assign(households, offers)
    assert time.process_time() - began < 3
    assert len(result.placed) > 2_500


def large_event(people: int, places: int, wishes: int) -> tuple[list[Household], list[Slots]]:
    """Households of one to four, offers of one to five places, each of which ranks who asks by lot."""
    lot = random.Random(5)
    asked: dict[int, list[str]] = {n: [] for n in range(places)}
    households = []
    for n in range(people):
        chosen = sorted(lot.sample(range(places), wishes), key=lambda o: o * lot.random())
        for o in chosen:
            asked[o].append(f"h{n}")
        households.append(Household(f"h{n}", lot.choice((1, 1, 1, 2, 4)), tuple(f"o{o}" for o in chosen)))
    offers = []
    for o, names in asked.items():
        lot.shuffle(names)
        offers.append(Slots(f"o{o}", lot.randint(1, 5), tuple(names)))
    return households, offers
