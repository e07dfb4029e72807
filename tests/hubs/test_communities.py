"""Communities: proposed, let in, joined, led, left, ended."""

from typing import Any

import pytest
from sqlmodel import col, select

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, actor_of
from tests.factories.hubs import SHIOJIRI
from tests.factories.municipalities import a_programme
from tests.factories.residents import a_resident
from tests.support.client import PageClient
from webapp.core.actor import Actor, Role
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.hubs.communities import actions, own_data, queries
from webapp.hubs.communities.models import Community, CommunityMember, CommunityStatus, Part, Stage

VALUES = {"name": "花の会", "theme": "ecology", "about": "花壇の手入れ", "wish": "絵を描く人"}


@pytest.fixture
def town(database: Any) -> Any:
    with database.transaction():
        a_programme(SHIOJIRI)
    return database


def a_person() -> Actor:
    return actor_of(a_resident_user())


def a_community() -> tuple[Community, Actor]:
    """A public one and its organiser."""
    organiser = a_person()
    community = actions.propose(SHIOJIRI, VALUES, shown_name="世話人", by=organiser)
    actions.approve(community, by=actor_of(a_clerk(SHIOJIRI)))
    return community, organiser


def test_a_proposal_is_seen_by_its_town_only_until_it_is_let_in(town: Any, client: PageClient) -> None:
    with town.transaction() as session:
        hub = a_staff_user(Role.HUB, SHIOJIRI)
        organiser = a_person()
        community = actions.propose(SHIOJIRI, VALUES, shown_name="世話人", by=organiser)
        assert queries.active_in(SHIOJIRI) == []
        with pytest.raises(NotThere):
            queries.community_for(a_person(), community.id)
        assert queries.community_for(organiser, community.id) is community
        with pytest.raises(RuleBroken):
            actions.join(community, shown_name="x", is_listed=False, by=a_person())
        with pytest.raises(NotAllowed):
            actions.approve(community, by=organiser)
        actions.approve(community, by=actor_of(hub))
        said = {letter.to_email for letter in session.exec(select(Letter)) if "コミュニティ" in letter.subject}
        assert len(said) == 3  # the desk, the hub person, and at last the organiser
    assert "花の会" in client.get(f"/municipalities/{SHIOJIRI}/communities").text


def test_a_refused_one_tells_why(town: Any) -> None:
    with town.transaction() as session:
        community = actions.propose(SHIOJIRI, VALUES, shown_name="世話人", by=a_person())
        clerk = actor_of(a_clerk(SHIOJIRI))
        actions.refuse(community, reason="商品の宣伝のため。", by=clerk)
        told = session.exec(select(Letter).order_by(col(Letter.created_at).desc())).first()
        assert "商品の宣伝のため。" in str(told.content)
        assert community.status is CommunityStatus.ENDED


def test_one_is_a_member_once_and_who_was_sent_away_does_not_come_back(town: Any) -> None:
    with town.transaction():
        community, organiser = a_community()
        guest = a_person()
        member = actions.join(community, shown_name="客", is_listed=False, by=guest)
        with pytest.raises(RuleBroken):
            actions.join(community, shown_name="客", is_listed=False, by=guest)
        actions.leave(member, by=guest)
        assert actions.join(community, shown_name="また", is_listed=True, by=guest) is member
        with pytest.raises(NotAllowed):
            actions.bar(queries.members_of(community)[0], reason="?", by=guest)
        with pytest.raises(RuleBroken):
            actions.bar(member, reason=" ", by=organiser)
        actions.bar(member, reason="約束を守らないため。", by=organiser)
        with pytest.raises(RuleBroken):
            actions.join(community, shown_name="客", is_listed=False, by=guest)


def test_the_last_organiser_finds_a_follower_before_leaving(town: Any) -> None:
    with town.transaction():
        community, organiser = a_community()
        mine = queries.membership_of(organiser, community)
        follower = actions.join(community, shown_name="次", is_listed=False, by=a_person())
        with pytest.raises(RuleBroken):
            actions.leave(mine, by=organiser)
        actions.hand_on(follower, by=organiser)
        actions.leave(mine, by=organiser)
        assert [row.part for row in queries.members_of(community)] == [Part.ORGANISER]


def test_who_asks_for_secrecy_is_never_named(town: Any, client: PageClient) -> None:
    with town.transaction():
        community, _organiser = a_community()
        person = a_resident_user()
        a_resident(person, is_confidential=True)
        actions.join(community, shown_name="かくれた人", is_listed=True, by=actor_of(person))
        circle = queries.circle_of(community)
        assert (circle.count, [row.shown_name for row in circle.named]) == (2, ["世話人"])
    assert "かくれた人" not in client.get(f"/communities/{community.id}").text


def test_the_stage_is_the_towns_view_and_leaves_a_trace(town: Any) -> None:
    with town.transaction() as session:
        community, organiser = a_community()
        with pytest.raises(NotAllowed):
            actions.set_stage(community, Stage.SETTLED, by=organiser)
        actions.set_stage(community, Stage.SETTLED, by=actor_of(a_clerk(SHIOJIRI)), reason="1年続いた")
        from webapp.core.trail import TrailEntry

        entry = session.exec(select(TrailEntry).where(TrailEntry.action == "community.stage")).one()
        assert (entry.from_status, entry.to_status, entry.reason) == ("seed", "settled", "1年続いた")


def test_a_person_takes_along_and_erases_where_they_belonged(town: Any) -> None:
    with town.transaction() as session:
        community, organiser = a_community()
        assert own_data.exported(organiser)["communities"][0]["community"] == "花の会"
        own_data.erase(str(organiser.user_id), by=organiser)
        row = session.exec(select(CommunityMember)).one()
        assert (row.user_id, row.shown_name, community.created_by) == (None, "", None)


def test_from_the_proposal_to_joining_and_leaving_in_pages(town: Any, signed_in: Any) -> None:
    with town.transaction():
        clerk, organiser, guest = a_clerk(SHIOJIRI), a_resident_user(), a_resident_user()
    mine = signed_in(organiser)
    page = mine.get(f"/municipalities/{SHIOJIRI}/communities/new")
    assert mine.submit(page, "まちに送る", {"name": ""}, expect=422).errors()
    sent = mine.submit(page, "まちに送る", {**VALUES, "shown_name": "世話人"}).follow()
    assert "まちに送りました" in sent.text
    desk = signed_in(clerk)
    desk.submit(desk.get("/desk/communities"), "公開する").follow()
    other = signed_in(guest)
    joined = other.submit(
        other.get(sent.response.request.path), "このコミュニティに入る", {"shown_name": "客", "is_listed": "y"}
    ).follow()
    assert "「客」として" in joined.text
    left = other.submit(joined, "抜ける").follow()
    assert "抜けました" in left.text
    ended = mine.submit(
        mine.get(f"{sent.response.request.path}/end"), "活動を終える", {"reason": "やりきった"}
    ).follow()
    assert "花の会" not in [a.text for a in ended.tree.select(".card__title a")]


def test_who_asks_for_secrecy_is_named_to_nobody_else(town: Any, signed_in: Any) -> None:
    with town.transaction():
        clerk, hidden, curious = a_clerk(SHIOJIRI), a_resident_user(), a_resident_user()
        a_resident(hidden, is_confidential=True)
        found = actions.propose(SHIOJIRI, {"name": "花の会", "about": "花壇"}, shown_name="係", by=actor_of(clerk))
        actions.join(found, shown_name="かくれた人", is_listed=False, by=actor_of(hidden))
        actions.join(found, shown_name="のぞく人", is_listed=False, by=actor_of(curious))
    seen = signed_in(curious).get(f"/communities/{found.id}").text
    assert "のぞく人" in seen
    assert "かくれた人" not in seen
    assert "かくれた人" in signed_in(hidden).get(f"/communities/{found.id}").tree.select_one("table").text
    desk = signed_in(clerk).get(f"/communities/{found.id}")
    assert "かくれた人" not in desk.html
    assert "お名前は伏せています" in desk.text


def test_a_fourth_proposal_of_one_person_waits(session: Any) -> None:
    a_programme(SHIOJIRI)
    person = actor_of(a_resident_user())
    for number in range(3):
        actions.propose(SHIOJIRI, {"name": f"会{number}", "about": "花壇"}, shown_name="世話人", by=person)
    with pytest.raises(RuleBroken, match="返事を待っている提案が3件"):
        actions.propose(SHIOJIRI, {"name": "会3", "about": "花壇"}, shown_name="世話人", by=person)
    other = actor_of(a_resident_user())
    actions.propose(SHIOJIRI, {"name": "会4", "about": "花壇"}, shown_name="世話人", by=other)
