"""A town weighs what counts in its own lists of people, tries it first, and says why; nobody else's lists change."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from matching import Weights
from tests.factories.accounts import a_clerk, actor_of, an_admin
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_municipality
from tests.factories.residents import SHIOJIRI
from tests.factories.scouting import a_findable
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.trail import TrailEntry
from webapp.listings.models import Listing, ListingKind
from webapp.matches import store
from webapp.matches.people.queries import candidates_for
from webapp.matches.weighing import actions, queries
from webapp.matches.weighing.fields import FIELDS
from webapp.matches.weighing.models import TownWeights

SignedIn = Callable[..., PageClient]
PAGE = f"/staff/candidate-weights/{SHIOJIRI}"
ONLY_SKILLS = {name: 100 if name == "skills" else 0 for name in FIELDS}
TRY, SAVE = "並びを試す", "この並べ方にする"


@pytest.fixture(autouse=True)
def _look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOOK_AGAIN_SECONDS", 0.0)


def two_people() -> Listing:
    """One who wants to do it, one who can."""
    a_findable(themes=["festivals"], skills=[], wishes="お祭りに出たいです。")
    a_findable(themes=["pottery"], skills=["accounting"], wishes="焼き物が好きです。")
    words = {"themes": ["festivals"], "skills": ["accounting"], "body": "秋祭りの会計を手伝ってください。"}
    return a_listing(SHIOJIRI, ListingKind.NEED, title="祭りの会計", **words)


def codes(actor: Any, listing: Listing) -> list[str]:
    return [one.code for one in candidates_for(actor, listing).candidates]


def test_a_town_that_counts_skills_only_sees_who_can_first(session: Any) -> None:
    listing, admin = two_people(), actor_of(an_admin(SHIOJIRI))
    before = codes(admin, listing)
    actions.decide(SHIOJIRI, ONLY_SKILLS, by=admin, reason="会計のできる人が急ぎで要るため")
    after = codes(admin, listing)
    assert after == before[::-1]
    actions.reset(SHIOJIRI, by=admin)
    assert codes(admin, listing) == before
    said = session.exec(select(TrailEntry).where(TrailEntry.subject_type == "match_weights")).all()
    assert [entry.action for entry in said] == ["match_weights.set", "match_weights.reset"]


def test_another_town_and_what_is_not_weighed_stay_as_they_are(session: Any) -> None:
    two_people()
    admin = actor_of(an_admin(SHIOJIRI))
    actions.decide(SHIOJIRI, ONLY_SKILLS, by=admin, reason="試すため")
    own, everybody = queries.weights_of(SHIOJIRI), Weights()
    assert own is not None
    assert own.themes == 0
    assert own.skills == pytest.approx(sum(getattr(everybody, name) for name in FIELDS))
    assert (own.budget, own.family) == (pytest.approx(everybody.budget), pytest.approx(everybody.family))
    assert queries.weights_of("011002") is None


@pytest.mark.parametrize(
    ("points", "reason", "words"),
    [
        (dict.fromkeys(FIELDS, 0), "理由", "すべてが0"),
        ({**ONLY_SKILLS, "skills": 101}, "理由", "0から100"),
        ({**ONLY_SKILLS, "family": 5}, "理由", "0から100"),
        (ONLY_SKILLS, "  ", "理由を書いて"),
    ],
)
def test_points_that_say_nothing_and_a_missing_reason_are_refused(
    session: Any, points: dict[str, int], reason: str, words: str
) -> None:
    a_municipality(SHIOJIRI)
    with pytest.raises(RuleBroken, match=words):
        actions.decide(SHIOJIRI, points, by=actor_of(an_admin(SHIOJIRI)), reason=reason)


def test_another_towns_administrator_and_a_clerk_decide_nothing(session: Any) -> None:
    a_municipality(SHIOJIRI)
    a_municipality("011002")
    for who in (an_admin("011002"), a_clerk(SHIOJIRI)):
        with pytest.raises(NotThere):
            actions.decide(SHIOJIRI, ONLY_SKILLS, by=actor_of(who), reason="理由")


def test_trying_shows_both_orders_and_keeps_nothing_and_saving_needs_a_reason(
    database: Any, signed_in: SignedIn
) -> None:
    with database.transaction():
        listing, admin = two_people(), an_admin(SHIOJIRI)
    browser = signed_in(admin)
    page = browser.get(PAGE)
    typed = {**{name: str(value) for name, value in ONLY_SKILLS.items()}, "listing": listing.id}
    tried = browser.submit(page, TRY, typed, expect=200)
    rows = [[words_of(cell) for cell in row.select("td")] for row in tried.tree.select("table tbody tr")]
    assert rows[0][0].split("（")[0] == rows[1][1].split("（")[0]
    assert {row[2] for row in rows} == {"入れ替わる"}
    with database.transaction(read_only=True) as s:
        assert s.exec(select(TownWeights)).all() == []
    zeros = dict.fromkeys(FIELDS, "0")
    assert "で試した並び" not in browser.submit(page, TRY, {**typed, **zeros}, expect=422).text
    refused = browser.submit(tried, SAVE, {"reason": ""}, expect=422)
    assert "並べ方を変える理由を書いてください" in refused.text
    saved = browser.submit(tried, SAVE, {"reason": "会計のできる人が要るため"}).follow()
    assert "このまちで決めた重みで並べています" in saved.text
    assert "会計のできる人が要るため" in saved.text
    assert "標準の重みで並べています" in browser.submit(saved, "標準の並べ方に戻す").follow().text


def test_a_clerk_and_another_town_do_not_get_in(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        two_people()
        a_municipality("011002")
        clerk, stranger = a_clerk(SHIOJIRI), an_admin("011002")
    signed_in(clerk).get(PAGE, expect=403)
    signed_in(stranger).get(PAGE, expect=404)
    signed_in(stranger).post(f"{PAGE}/reset", expect=404)
