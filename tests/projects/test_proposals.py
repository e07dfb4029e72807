"""From a community's idea to publication: who may propose, what must be shown, what the town finds."""

import io
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories import proposals as made
from tests.factories.accounts import a_clerk, a_membership, a_resident_user, a_staff_user, actor_of
from tests.factories.hubs import a_hub_person
from tests.support.client import PageClient
from webapp.accounts.models import User
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.core.services import services
from webapp.projects import actions as projects
from webapp.projects import own_data
from webapp.projects import queries as projects_queries
from webapp.projects.choices import Above, Below
from webapp.projects.lent import MAY_COLLECT
from webapp.projects.models import Project, ProjectStatus
from webapp.projects.proposals import actions, queries
from webapp.projects.proposals.models import Check
from webapp.projects.reviews import actions as reviews
from webapp.projects.reviews.models import FindingKind
from webapp.projects.reviews.queries import earlier_findings_of, findings_of
from webapp.projects.rules import checking


def subjects(session: Session) -> list[str]:
    return [letter.subject for letter in session.exec(select(Letter).order_by(Letter.id))]  # type: ignore[arg-type]


def test_a_community_proposes_the_town_examines_and_everybody_is_told(session: Session) -> None:
    project, organiser = made.a_draft()
    clerk = actor_of(a_clerk(made.TOWN))
    with pytest.raises(NotThere):
        projects_queries.own_project_for(clerk, project.id)  # a draft is nobody's business yet
    actions.propose(project, by=organiser)
    assert projects_queries.own_project_for(clerk, project.id).due_on == today() + timedelta(days=30)
    reviews.take_up(project, by=clerk)
    with pytest.raises(RuleBroken, match="まだ判断していない"):
        projects.publish(project, by=clerk)
    made.all_found_good(project, clerk)
    projects.publish(project, by=clerk)
    assert project.is_public
    told = " ".join(subjects(session))
    assert "提案を受け付けました" in told
    assert "提案が届きました" in told
    assert "公開されました" in told


def test_one_failed_finding_blocks_publishing_and_a_correction_asks_for_all_anew(session: Session) -> None:
    project, organiser, clerk = made.in_review()
    made.all_found_good(project, clerk)
    reviews.find(project, FindingKind.LAW, is_met=False, reason="河川の許可が要ります。", by=clerk)
    with pytest.raises(RuleBroken, match="法令"):
        projects.publish(project, by=clerk)
    reviews.ask_correction(project, {"plan": "許可のことを書く"}, reason="許可を取ってください。", by=clerk)
    actions.write(project, {"plan": "許可は取りました。"}, by=organiser)
    actions.propose(project, by=organiser)
    assert (project.status, project.comments, findings_of(project)) == (ProjectStatus.PROPOSED, {}, {})
    assert len(earlier_findings_of(project)) == 5
    assert findings_of(project) == {}
    with pytest.raises(RuleBroken, match="送った提案は変えられません"):
        actions.write(project, {"title": "別の題名"}, by=organiser)


def test_a_town_that_may_not_collect_does_not_publish(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    project, _organiser, clerk = made.in_review(budget_item="")
    made.all_found_good(project, clerk)
    monkeypatch.setitem(services().extras, MAY_COLLECT, (lambda code: f"{code}は寄附を受け取れません。",))
    with pytest.raises(RuleBroken, match=r"予算科目.*202151は寄附を受け取れません。"):
        projects.publish(project, by=clerk)
    projects.set_terms(project, {"budget_item": "2款1項6目"}, by=clerk)
    monkeypatch.setitem(services().extras, MAY_COLLECT, ())
    projects.publish(project, by=clerk)
    with pytest.raises(RuleBroken, match="約束"):
        projects.set_terms(project, {"matching_percent": 0}, by=clerk)


def test_findings_need_a_reason_a_review_and_another_person(session: Session) -> None:
    project, organiser, clerk = made.in_review()
    with pytest.raises(RuleBroken, match="理由"):
        reviews.find(project, FindingKind.LAW, is_met=True, reason=" ", by=clerk)
    with pytest.raises(NotAllowed):
        reviews.find(project, FindingKind.LAW, is_met=True, reason="よい", by=actor_of(a_clerk("372081")))
    own = session.get_one(User, organiser.user_id)
    a_membership(own, Role.CLERK, made.TOWN)
    with pytest.raises(RuleBroken, match="自分が提案した"):
        reviews.find(project, FindingKind.LAW, is_met=True, reason="よい", by=actor_of(own))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"budget": [{"label": "石材", "yen": 999_999}]}, "合いません"),
        ({"minimum_yen": 0}, "最低目標"),
        ({"stretches": [{"label": "道", "yen": 900_000}]}, "ストレッチゴール"),
        ({"closes_on": made.a_first_day() + timedelta(days=90)}, "90日まで"),
        ({"opens_on": today() - timedelta(days=9), "closes_on": today() - timedelta(days=2)}, "過ぎています"),
        ({"below_goal": ""}, "届かなかったとき"),
        ({"below_choice": Below.ALTERNATIVE, "alternative": ""}, "名前"),
        ({"above_choice": Above.STRETCH}, "その金額と内容"),
        ({"report_due_on": None}, "実績報告の期限"),
        ({"plan": ""}, "進め方"),
        ({"cost_plan": [{"label": "広告", "yen": 200_001}]}, "50%"),
    ],
)
def test_what_is_not_complete_is_not_sent(session: Session, changes: dict[str, Any], words: str) -> None:
    project, organiser = made.a_draft(**changes)
    with pytest.raises(RuleBroken, match=words):
        actions.propose(project, by=organiser)
    assert project.status is ProjectStatus.DRAFT


def test_the_period_ends_before_the_books_of_its_year_close(session: Session) -> None:
    first = made.a_first_day().replace(month=3, day=1) if made.a_first_day().month < 4 else None
    opens_on = first or made.a_first_day().replace(year=made.a_first_day().year + 1, month=3, day=1)
    closes_on = opens_on + timedelta(days=20)
    project, organiser = made.a_draft(opens_on=opens_on, closes_on=closes_on, ends_on=closes_on + timedelta(days=200))
    with pytest.raises(RuleBroken, match="予算の手続き"):
        actions.propose(project, by=organiser)


def test_who_proposes_shows_that_it_may(session: Session) -> None:
    young, organiser = made.a_draft(days_old=89)
    with pytest.raises(RuleBroken, match="90日たつと"):
        actions.propose(young, by=organiser)
    project, organiser = made.a_draft()
    lacking = {Check.PEOPLE: actions.Answer("一人", 1), Check.BYLAWS: actions.Answer("")}
    actions.answer(project, lacking, by=organiser)
    words = [one.words for one in checking.obstacles(project)]
    assert any("2人以上" in word for word in words)
    assert any("規約" in word for word in words)
    with pytest.raises(RuleBroken, match="世話人"):
        actions.begin(made.TOWN, "題名", community_id=project.community_id or "", by=actor_of(a_resident_user()))
    with pytest.raises(NotAllowed):
        actions.write(project, {"title": "x"}, by=actor_of(a_resident_user()))


def test_a_hub_person_goes_along_and_writes_notes(session: Session) -> None:
    project, organiser = made.a_draft()
    person = a_staff_user(Role.HUB, made.TOWN)
    card = a_hub_person(made.TOWN, user_id=person.id, shown_name="ハブの人")
    with pytest.raises(NotAllowed):
        actions.note(project, "見ました。", by=actor_of(person))
    actions.write(project, {"hub_person_id": card.id}, by=organiser)
    assert queries.followed_for(actor_of(person), project.id) is project
    assert actions.note(project, "石工を紹介した。", by=actor_of(person)).author_name == "ハブの人"
    with pytest.raises(NotThere):
        queries.writable_for(actor_of(person), project.id)


def test_the_wizard_keeps_each_screen_as_typed_and_sends_at_the_end(database: Any, signed_in: Any) -> None:
    with database.transaction() as s:
        community, organiser = made.a_community()
        person, clerk = s.get_one(User, organiser.user_id), a_clerk(made.TOWN)
    mine = signed_in(person)
    page = mine.submit(
        mine.get(f"/municipalities/{made.TOWN}/projects/new"),
        "書き始める",
        {"proposer": f"community:{community.id}", "title": "石垣"},
    ).follow()
    pdf = (io.BytesIO(b"%PDF-1.7\n%%EOF\n"), "規約.pdf")
    answers = {kind.value: "あります" for kind in Check if kind is not Check.BYLAWS}
    page = mine.submit(page, "保存して次へ", {**answers, "people_count": "３", "bylaws_file": pdf}).follow()
    page = mine.submit(page, "保存して次へ", {"summary": "一文", "story": "物語"}).follow()
    first = made.a_first_day()
    page = mine.submit(
        page,
        "保存して次へ",
        {"plan": "順に", "team": "会", "schedule": "いつか 石", "ends_on": str(first + timedelta(days=200))},
        expect=422,
    )
    assert "1行目" in page.errors()[0]
    page = mine.submit(page, "保存して次へ", {"schedule": f"{first + timedelta(days=100)}　石が集まる"}).follow()
    page = mine.submit(page, "保存して次へ", {"goal_yen": "１，０００，０００", "budget": "石材 1000000"}).follow()
    dates = {"opens_on": str(first), "closes_on": str(first + timedelta(days=60))}
    page = mine.submit(page, "保存して次へ", dates).follow()
    unsent = mine.get(page.path.replace("promises", "confirm"))
    assert "まだ送れません" in unsent.text
    page = mine.submit(page, "保存して次へ", {"below_goal": "小さく", "above_goal": "道も"}).follow()
    page = mine.submit(page, "次へ").follow()
    assert "まだ送れません" not in page.text
    page = mine.submit(page, "まちに送る", {"is_agreed": "y", "may_publish": "y"}).follow()
    assert "まちに提案済み" in page.text
    project_id = page.path.rsplit("/", 1)[-1]
    desk: PageClient = signed_in(clerk)
    assert "石垣" in desk.get("/staff/projects").text
    link = desk.get(f"/staff/projects/{project_id}").links()["規約.pdf"]
    assert desk.get(link, lint=False).response.get_data().startswith(b"%PDF")
    signed_in(a_stranger(database)).get(link, expect=404)
    with database.transaction() as s:
        row = s.get_one(Project, project_id)
        assert (row.goal_yen, row.minimum_yen) == (1_000_000, 1_000_000)
        assert row.report_due_on == first + timedelta(days=230)


def a_stranger(database: Any) -> User:
    with database.transaction():
        return a_resident_user()


def test_a_person_takes_along_what_they_wrote_and_is_cut_off_from_it(session: Session) -> None:
    project, organiser = made.a_draft()
    person = a_staff_user(Role.HUB, made.TOWN)
    card = a_hub_person(made.TOWN, user_id=person.id, shown_name="ハブの人")
    actions.write(project, {"hub_person_id": card.id}, by=organiser)
    row = actions.note(project, "石工を紹介した。", by=actor_of(person))
    assert own_data.exported(actor_of(person))["project_notes"][0]["text"] == "石工を紹介した。"
    assert own_data.exported(organiser)["projects_begun"][0]["title"] == project.title
    with pytest.raises(NotAllowed):
        own_data.erase(person.id, by=organiser)
    own_data.erase(person.id, by=actor_of(person))
    own_data.erase(organiser.user_id or "", by=organiser)
    assert (row.author_id, row.author_name, project.created_by) == (None, "", None)
