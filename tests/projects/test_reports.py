"""Carrying out: receipts under budget lines, reports that donors get, lateness that everybody sees."""

import io
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories import proposals as made
from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.support.client import PageClient
from webapp.accounts.models import User
from webapp.core.clock import today
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.letters import Letter
from webapp.projects import jobs, lent, photos
from webapp.projects.models import Project, ProjectPhoto, ProjectStatus
from webapp.projects.reports import actions, queries
from webapp.projects.settlement import actions as settlement


def under_way() -> tuple[Any, Any, Any]:
    project, organiser, clerk = made.a_closed_one()
    settlement.decide(project, [], by=clerk)
    return project, organiser, clerk


def expense(**changes: Any) -> dict[str, Any]:
    return {"budget_label": "石材", "title": "石", "paid_on": today(), "yen": 1_000} | changes


def test_receipts_stand_under_a_line_of_the_budget_and_are_not_from_tomorrow(session: Session) -> None:
    project, organiser, clerk = under_way()
    row = actions.spend(project, expense(), made.PAPER, by=organiser)
    for wrong in ({"budget_label": "宴会"}, {"paid_on": today() + timedelta(days=1)}):
        with pytest.raises(RuleBroken):
            actions.spend(project, expense(**wrong), made.PAPER, by=organiser)
    for stranger in (clerk, actor_of(a_resident_user())):
        with pytest.raises(NotAllowed):
            actions.spend(project, expense(), made.PAPER, by=stranger)
    assert queries.spent_by_line(project) == {"石材": 1_000}
    actions.check(project, row, by=clerk)
    with pytest.raises(RuleBroken, match="確かめた領収書"):
        actions.take_out(project, row, by=organiser)


def test_the_final_report_comes_after_receipts_and_every_step(session: Session) -> None:
    project, organiser, clerk = under_way()
    last = actions.write(project, {"title": "終わった", "body": "積んだ", "is_final": True}, by=organiser)
    with pytest.raises(RuleBroken, match="領収書を登録"):
        actions.publish(project, last, by=organiser)
    actions.spend(project, expense(), made.PAPER, by=organiser)
    with pytest.raises(RuleBroken, match="石が集まる"):
        actions.publish(project, last, by=organiser)
    step = queries.milestones_of(project)[0]
    first = actions.write(project, {"title": "途中", "body": "集めた", "milestone_id": step.id}, by=organiser)
    actions.publish(project, first, by=organiser)
    actions.publish(project, last, by=organiser)
    assert (project.status, step.reported_at is not None) == (ProjectStatus.REPORTED, True)
    with pytest.raises(RuleBroken):
        actions.write(project, {"title": "あと", "body": "から"}, by=organiser)
    settlement.ask_again(project, reason="領収書が1枚足りません。", by=clerk)
    actions.spend(project, expense(yen=500), made.PAPER, by=organiser)
    actions.hide(project, first, reason="人の顔が写っています。", by=clerk)
    assert [report.title for report in queries.public_reports_of(project)] == ["終わった"]


def test_periods_end_by_themselves_once_nothing_is_on_its_way(session: Session, monkeypatch: Any) -> None:
    waiting = {"count": 2}
    monkeypatch.setattr(lent, "awaited", lambda _id: waiting["count"])
    project, _organiser, _clerk = made.a_closed_one()
    project.status = ProjectStatus.PUBLISHED
    session.flush()
    jobs.catch_up()
    assert (project.status, project.is_public, project.takes_pledges) == (ProjectStatus.WAITING_FUNDS, True, False)
    jobs.catch_up()
    assert project.status is ProjectStatus.WAITING_FUNDS
    waiting["count"] = 0
    jobs.catch_up()
    assert (project.status, project.closed_at is not None) == (ProjectStatus.CLOSED, True)


def test_a_late_report_is_told_once_and_shown_to_everybody(database: Any, client: PageClient, signed_in: Any) -> None:
    with database.transaction() as s:
        project, organiser, town = under_way()
        clerk = s.get_one(User, town.user_id)
        queries.milestones_of(project)[0].due_on = today() + timedelta(days=14)
        jobs.catch_up()
        queries.milestones_of(project)[0].due_on = today() - timedelta(days=1)
        jobs.catch_up()
        jobs.catch_up()
        subjects = [letter.subject for letter in s.exec(select(Letter))]
        assert sum("近づいています" in subject for subject in subjects) == 1
        assert sum("遅れています" in subject for subject in subjects) == 2  # the proposer and the town
        person = s.get_one(User, organiser.user_id)
    assert "報告が遅れています" in client.get(f"/projects/{project.id}/reports").text
    assert "石が集まる" in signed_in(person).get("/my/projects").text
    assert "期限を過ぎています" in signed_in(clerk).get("/staff/projects").text


def test_pages_of_carrying_out(database: Any, client: PageClient, signed_in: Any, a_photo: bytes) -> None:
    with database.transaction() as s:
        project, organiser, _clerk = under_way()
        person, staff = s.get_one(User, organiser.user_id), a_clerk(made.TOWN)
    mine, here = signed_in(person), f"/my/projects/{project.id}/reports"
    form = mine.get(f"/my/projects/{project.id}/expenses/new")
    typed = {"budget_label": "石材", "title": "石", "paid_on": str(today()), "yen": "１，２００円"}
    wrong = {"receipt": (io.BytesIO(b"not a paper"), "receipt.pdf")}
    assert "PDF" in mine.submit(form, "登録する", typed | wrong, expect=422).errors()[0]
    right = {"receipt": (io.BytesIO(b"%PDF-1.7\n%%EOF\n"), "石.pdf")}
    assert "1,200円" in mine.submit(form, "登録する", typed | right).follow().text
    form = mine.get(f"/my/projects/{project.id}/reports/new")
    told = {"title": "石が届いた", "body": "みなさん、ありがとうございます。", "photos": (io.BytesIO(a_photo), "a.png")}
    page = mine.submit(form, "下書きを保存する", told).follow()
    assert "石が届いた" not in client.get(f"/projects/{project.id}/reports").text
    mine.submit(page, "報告を公開する")
    public = client.get(f"/projects/{project.id}/reports")
    assert "石が届いた" in public.text
    assert "1,200円" in public.text
    assert "石.pdf" not in public.html
    desk = signed_in(staff)
    receipt = desk.get(here).links()["石.pdf"]
    assert desk.get(receipt, lint=False).response.get_data().startswith(b"%PDF")
    desk.submit(desk.get(here), "確かめた")
    client.get(receipt, expect=303)
    with database.transaction() as s:
        assert s.get_one(Project, project.id).status is ProjectStatus.UNDER_WAY


@pytest.fixture
def a_photo() -> bytes:
    from PIL import Image

    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(kept, "PNG")
    return kept.getvalue()


def test_pictures_are_drawn_anew_and_a_broken_one_is_said(
    database: Any, client: PageClient, signed_in: Any, a_photo: bytes, app: Any
) -> None:
    with database.transaction() as s:
        project, organiser, _clerk = under_way()
        person = s.get_one(User, organiser.user_id)
    mine, here = signed_in(person), f"/my/projects/{project.id}/photos"
    bad = {"photos": (io.BytesIO(b"no picture"), "a.png"), "alt": "石垣"}
    assert "写真を読めません" in mine.submit(mine.get(here), "写真を送る", bad, expect=422).errors()[0]
    mine.submit(mine.get(here), "写真を送る", bad | {"photos": (io.BytesIO(a_photo), "a.png")})
    assert "数分お待ちください" in mine.get(here).text
    with database.transaction() as s:
        photo_id = s.exec(select(ProjectPhoto.id)).one()
    with app.app_context():
        photos.draw({"photo": photo_id})
    picture = client.get(f"/projects/photos/{photo_id}/480", lint=False).response
    assert (picture.mimetype, "public" in picture.headers["Cache-Control"]) == ("image/webp", True)
    mine.submit(mine.get(here), "この写真を消す")
    client.get(f"/projects/photos/{photo_id}", expect=404)
