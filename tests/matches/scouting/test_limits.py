"""What keeps scouting personal: quotas, one open question, no crowding, no copies, slower for who is not answered."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.accounts import actor_of
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.residents import SHIOJIRI
from tests.factories.scouting import a_findable, a_scout, own_reason
from webapp.core.clock import now
from webapp.core.database import session as open_session
from webapp.core.errors import RuleBroken
from webapp.listings.models import Listing, ListingKind
from webapp.matches.scouting import actions, asking, queries, rules
from webapp.matches.scouting.models import Scout, ScoutStatus
from webapp.municipalities.models import ProgrammeStatus
from webapp.residents.models import ConsentPurpose

pytestmark = pytest.mark.usefixtures("session")


def a_need(title: str = "祭りの担ぎ手", code: str = SHIOJIRI) -> Listing:
    a_municipality(code)
    return a_listing(code, ListingKind.NEED, title=title, themes=["festivals"])


def past(status: ScoutStatus, count: int, days: int = 30) -> None:
    """Scouts of the town that came to an end some time ago."""
    need, when = a_need("昔の手伝い"), now() - timedelta(days=days)
    for _number in range(count):
        row = Scout(
            sender=SHIOJIRI,
            municipality_code=SHIOJIRI,
            listing_id=need.id,
            candidate="0",
            status=status,
            sent_at=when,
            reply_by=when,
        )
        open_session().add(row)
    open_session().flush()


def test_a_sender_asks_twenty_people_a_week() -> None:
    need = a_need()
    for _number in range(rules.SCOUTS_A_WEEK):
        a_scout(need, a_findable())
    assert queries.standing_of(SHIOJIRI).left == 0
    with pytest.raises(RuleBroken, match="1週間に20件まで"):
        a_scout(need, a_findable())


def test_after_a_week_there_is_room_again(time_machine: Any) -> None:
    need = a_need()
    for _number in range(rules.SCOUTS_A_WEEK):
        a_scout(need, a_findable())
    time_machine.move_to(now() + timedelta(days=7, minutes=1))
    assert queries.standing_of(SHIOJIRI).left == rules.SCOUTS_A_WEEK


def test_who_is_hardly_answered_is_slowed_and_told_why() -> None:
    past(ScoutStatus.EXPIRED, 88)
    past(ScoutStatus.DECLINED, 12)
    standing = queries.standing_of(SHIOJIRI)
    assert standing.is_slowed
    assert "直近100件のお声かけのうち、返事があったのは12件" in standing.words
    assert "13%" in standing.words
    need = a_need()
    for _number in range(rules.SLOWED_A_WEEK):
        a_scout(need, a_findable())
    with pytest.raises(RuleBroken, match="1週間に3件まで"):
        a_scout(need, a_findable())


@pytest.mark.parametrize(("answered", "unanswered"), [(13, 87), (0, 99), (1, 20)])
def test_thirteen_of_a_hundred_are_enough_and_fewer_than_a_hundred_judge_nobody(answered: int, unanswered: int) -> None:
    past(ScoutStatus.ACCEPTED, answered)
    past(ScoutStatus.EXPIRED, unanswered)
    standing = queries.standing_of(SHIOJIRI)
    assert not standing.is_slowed
    assert standing.words == ""
    assert standing.left == rules.SCOUTS_A_WEEK


def test_only_the_last_hundred_count() -> None:
    past(ScoutStatus.EXPIRED, 100, days=200)
    past(ScoutStatus.ACCEPTED, 100)
    assert not queries.standing_of(SHIOJIRI).is_slowed


def test_one_open_question_for_each_person_and_sender() -> None:
    need, user = a_need(), a_findable()
    a_scout(need, user)
    with pytest.raises(RuleBroken, match="返事を待っているお声かけ"):
        a_scout(a_need("別の手伝い"), user)


@pytest.mark.both_databases
def test_the_database_holds_the_rule_against_two_clerks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    need, user = a_need(), a_findable()
    a_scout(need, user)
    monkeypatch.setattr(asking, "crowding", lambda *_arguments: "")
    with pytest.raises(RuleBroken, match="返事を待っているお声かけ"):
        a_scout(a_need("別の手伝い"), user)


def test_a_listing_asks_a_person_once_and_a_no_gives_ninety_days_of_peace(time_machine: Any) -> None:
    need, user = a_need(), a_findable()
    actions.decline(a_scout(need, user), by=actor_of(user))
    with pytest.raises(RuleBroken, match="一度お声かけしています"):
        a_scout(need, user)
    other = a_need("別の手伝い")
    with pytest.raises(RuleBroken, match="90日は間をあけて"):
        a_scout(other, user)
    time_machine.move_to(now() + timedelta(days=91))
    assert a_scout(other, user).status is ScoutStatus.SENT


def test_nobody_is_crowded_by_many_senders() -> None:
    user = a_findable()
    for code in ("372081", "382035", "152242", "212172", "011002"):
        a_scout(a_need(code=code), user)
    with pytest.raises(RuleBroken, match="多くのお声かけが届いています"):
        a_scout(a_need(), user)


def test_the_same_text_goes_to_one_person_only() -> None:
    need = a_need()
    text = "秋祭りの太鼓の打ち手が足りません。お祭りが好きと書かれていたので、声をかけました。"
    a_scout(need, a_findable(), message=text)
    for copy in (text, f"こんにちは。{text}", text.replace("。", "！") + " 2026"):
        with pytest.raises(RuleBroken, match="同じ文章"):
            a_scout(need, a_findable(), message=copy)
    assert a_scout(need, a_findable(), message=own_reason()).status is ScoutStatus.SENT


def test_another_senders_text_is_no_copy() -> None:
    text = "秋祭りの太鼓の打ち手が足りません。一緒に始めませんか。"
    a_scout(a_need(), a_findable(), message=text)
    assert a_scout(a_need(code="372081"), a_findable(), message=text).status is ScoutStatus.SENT


@pytest.mark.parametrize(
    ("changes", "says"), [({"message": "短い理由です" + " " * 30}, "20字以上"), ({"facts": []}, "理由を")]
)
def test_a_reason_of_its_own_is_needed(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(RuleBroken, match=says):
        a_scout(a_need(), a_findable(), **changes)


def test_who_blocked_the_sender_is_not_asked() -> None:
    need, user = a_need(), a_findable()
    actions.block(a_scout(need, user), by=actor_of(user))
    with pytest.raises(RuleBroken, match="お声かけできません"):
        a_scout(a_need("別の手伝い"), user)


@pytest.mark.parametrize("purposes", [(ConsentPurpose.MATCHING,), (ConsentPurpose.TOWNS,)])
def test_who_did_not_agree_is_not_asked(purposes: tuple[ConsentPurpose, ...]) -> None:
    user = a_findable(*purposes)
    with pytest.raises(RuleBroken, match="お声かけできません"):
        a_scout(a_need(), user)


def test_a_town_that_leaves_asks_nobody() -> None:
    a_programme(SHIOJIRI, status=ProgrammeStatus.LEAVING)
    with pytest.raises(RuleBroken, match="受け付けていない"):
        a_scout(a_need(), a_findable())
