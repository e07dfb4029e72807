"""Letters along the life of a project: who proposes it and the hub person hear of each turn, nobody else does."""

import pytest
from sqlmodel import Session, select

from tests.factories import proposals as made
from tests.factories.accounts import a_resident_user
from tests.factories.hubs import a_hub_person
from webapp.accounts.models import User
from webapp.accounts.queries import desk_of
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session as current
from webapp.core.letters import Letter
from webapp.core.services import services
from webapp.projects import actions
from webapp.projects.funding import KEY, Funding
from webapp.projects.models import Project
from webapp.projects.proposals import actions as proposals
from webapp.projects.reports import actions as reports
from webapp.projects.reports import queries as carried_out
from webapp.projects.settlement import actions as settlement


def told(subject: str) -> list[str]:
    """Who got a letter with this subject, in order of their addresses."""
    rows = current().exec(select(Letter)).all()
    return sorted(letter.to_email for letter in rows if letter.subject.startswith(subject))


def email_of(actor: Actor) -> str:
    return current().get_one(User, actor.user_id).email


def accompanied(project: Project) -> str:
    """Give it a hub person; their address."""
    companion = a_resident_user()
    card = a_hub_person()
    card.user_id = companion.id
    project.hub_person_id = card.id
    current().flush()
    return companion.email


@pytest.fixture
def funded(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(services().extras, KEY, lambda ids: {key: Funding(1_000_000, 7) for key in ids})


def test_the_first_thing_noted_begins_the_work_and_tells_once(session: Session, funded: None) -> None:
    project, organiser, clerk = made.a_closed_one()
    people = sorted([email_of(organiser), accompanied(project)])
    settlement.decide(project, [], by=clerk)
    assert told("取り組みの実施が始まりました") == []
    for title in ("石", "縄"):
        values = {"budget_label": "石材", "title": title, "paid_on": today(), "yen": 100_000}
        reports.spend(project, values, made.PAPER, by=organiser)
    assert told("取り組みの実施が始まりました") == people


def test_a_rest_that_came_back_is_told(session: Session, funded: None) -> None:
    project, organiser, clerk = made.a_closed_one()
    people = sorted([email_of(organiser), accompanied(project)])
    row = settlement.decide(project, [], by=clerk)
    values = {"budget_label": "石材", "title": "石", "paid_on": today(), "yen": 300_000}
    reports.spend(project, values, made.PAPER, by=organiser)
    settlement.give_up(project, reason="職人が病気になりました。", by=clerk)
    reports.check(project, carried_out.expenses_of(project)[0], by=clerk)
    settlement.settle(project, own_yen=0, use_of_rest="棚田の保全基金", by=clerk)
    settlement.take_back(project, by=clerk)
    assert told("使い残しの返還を確かめました") == people
    letter = next(each for each in session.exec(select(Letter)) if each.subject.startswith("使い残しの返還"))
    assert f"{row.returned_yen:,}円" in str(letter.content)


def test_a_proposal_taken_back_is_told_and_to_the_town_only_when_it_had_it(session: Session) -> None:
    draft, organiser = made.a_draft()
    proposals.withdraw(draft, by=organiser)
    assert told("提案が取り下げられました") == [email_of(organiser)]
    project, second, clerk = made.in_review()
    companion = accompanied(project)
    proposals.withdraw(project, by=second)
    desk = [somebody.email for somebody in desk_of(made.TOWN)]
    assert email_of(clerk) in desk
    assert told("提案が取り下げられました") == sorted([email_of(organiser), email_of(second), companion, *desk])


def test_a_project_given_up_by_the_town_is_told_with_the_reason(session: Session) -> None:
    project, organiser, clerk = made.in_review()
    companion = accompanied(project)
    actions.cancel(project, raised_yen=0, by=clerk, reason="道が通れなくなりました。")
    assert told("取り組みが取りやめになりました") == sorted([email_of(organiser), companion])
    letter = next(each for each in session.exec(select(Letter)) if each.subject.startswith("取り組みが取りやめ"))
    assert "道が通れなくなりました。" in str(letter.content)
