"""Who gave hears of both ends: what came in when the period is over, and that every yen can be read."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session, col, select

from tests.factories import proposals as made
from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, actor_of
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.municipalities import a_programme
from tests.factories.pledges import a_pledge
from tests.factories.projects import a_project
from tests.factories.receipts import BY
from tests.support.client import PageClient
from webapp.core import jobs
from webapp.core.actor import Role
from webapp.core.clock import now
from webapp.core.letters import Letter
from webapp.pledges import actions as pledges
from webapp.projects import actions, ends
from webapp.projects.reports import actions as reports
from webapp.projects.states import ProjectStatus

TOWN = "202151"


def letters_about(s: Session, words: str) -> list[Letter]:
    return list(s.exec(select(Letter).where(col(Letter.subject).startswith(words)).order_by(col(Letter.to_email))))


def test_both_ends_are_told_once_to_everybody_who_gave(app: Any, database: Any) -> None:
    with app.app_context():
        with database.transaction():
            a_programme(TOWN)
            clerk, project = a_clerk(TOWN), a_project(goal_yen=30_000)
            donor = a_resident_user()
            pledges.mark_paid(a_pledge(donor, project, amount=10_000), now(), by=BY)
            actions.close(project, by=actor_of(clerk))
            ends.tell_donors(project, ends.End.PERIOD)
            ends.tell_donors(project, ends.End.MONEY)
            email = donor.email
        jobs.run_due(database)
        with database.transaction() as s:
            over = letters_about(s, "寄附の受付が終わりました")
            assert [one.to_email for one in over] == [email]
            assert "目標には届きませんでした。集まった分は、約束のとおりに使います。" in over[0].content["paragraphs"]
            assert ["集まった寄附", "10,000円"] in [list(fact) for fact in over[0].content["facts"]]
            account = letters_about(s, "一円までの収支を公開しました")
            assert [one.to_email for one in account] == [email]
            assert account[0].content["link"].endswith("/account")


def test_the_last_report_says_beforehand_what_is_missing(session: Session) -> None:
    project, organiser, _clerk = made.a_closed_one()
    project.status = ProjectStatus.UNDER_WAY
    last = reports.write(project, {"title": "終わった", "body": "積んだ", "is_final": True}, by=organiser)
    found = reports.obstacles_to_the_last(project, last)
    assert found[0] == "支払いと領収書を登録してから、実績報告を出してください。"
    assert found[1].startswith("まだ報告していない予定があります")


def test_a_corporation_begins_a_proposal_from_its_own_list(database: Any, signed_in: Callable[..., PageClient]) -> None:
    with database.transaction():
        a_programme(TOWN)
        corporation = a_corporation()
        a_designation(corporation, TOWN)
        worker = a_staff_user(Role.CORPORATION, corporation.id)
    page = signed_in(worker).get("/my/projects")
    assert [a.attrs["href"] for a in page.tree.select("main .empty .actions a")] == [
        f"/municipalities/{TOWN}/projects/new"
    ]
