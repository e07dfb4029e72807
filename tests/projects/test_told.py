"""News and questions of a project: who may write, what the town reads first, what a stranger never meets."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.municipalities import a_programme
from tests.factories.projects import a_project
from tests.support.client import PageClient
from webapp.core.actor import ANONYMOUS
from webapp.core.clock import now
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.hubs.communities.models import Community, CommunityMember, CommunityStatus, Part
from webapp.hubs.gatherings.models import Gathering
from webapp.projects import photos
from webapp.projects.models import Project, ProjectPhoto, ProjectStatus
from webapp.projects.questions import actions as questions
from webapp.projects.questions import own_data
from webapp.projects.questions.models import ProjectQuestion, ProjectQuestionStatus
from webapp.projects.updates import actions, queries
from webapp.projects.updates.models import ProjectUpdate, UpdateKind, UpdateStatus
from webapp.residents.models import Resident

TOWN = "202151"
SignedIn = Callable[..., PageClient]


def a_proposed_project(session: Session) -> tuple[Project, Any, Any]:
    """A project of a community, its organiser and one of its members."""
    a_programme(TOWN)
    community = Community(municipality_code=TOWN, name="駅舎の会", status=CommunityStatus.ACTIVE)
    session.add(community)
    session.flush()
    people = a_resident_user(), a_resident_user()
    for person, part in zip(people, (Part.ORGANISER, Part.MEMBER), strict=True):
        row = CommunityMember(community_id=community.id, municipality_code=TOWN, shown_name="ひと", part=part)
        row.user_id = person.id
        session.add(row)
    session.flush()
    return a_project(community_id=community.id), *people


def test_news_of_who_proposed_waits_for_the_town_and_speaks_in_the_communitys_name(session: Session) -> None:
    project, organiser, member = a_proposed_project(session)
    told = {"kind": UpdateKind.NEWS, "title": "屋根", "text": "葺けました。"}
    for stranger in (actor_of(member), actor_of(a_resident_user()), actor_of(a_clerk("372081")), ANONYMOUS):
        with pytest.raises(NotThere):
            actions.write(project, **told, by=stranger)
    update = actions.write(project, **told, by=actor_of(organiser))
    assert (update.status, update.signed, queries.public_on(project.id)) == (UpdateStatus.WAITING, "駅舎の会", [])
    with pytest.raises(NotThere):
        queries.update_for(ANONYMOUS, update.id)
    clerk = actor_of(a_clerk(TOWN))
    actions.send_back(update, by=clerk, reason="写真の人の了解を書いてください。")
    assert any("写真の人" in str(letter.content) for letter in session.exec(select(Letter)))
    with pytest.raises(NotThere):
        actions.send_again(update, **told, by=clerk)
    actions.send_again(update, **{**told, "text": "了解をもらいました。"}, by=actor_of(organiser))
    actions.publish(update, by=clerk)
    assert [row.text for row in queries.public_on(project.id)] == ["了解をもらいました。"]


def test_nothing_is_told_of_a_project_that_is_not_public(session: Session) -> None:
    a_programme(TOWN)
    project = a_project(status=ProjectStatus.DRAFT)
    with pytest.raises(RuleBroken, match="公開されてから"):
        actions.write(project, kind=UpdateKind.NEWS, title="屋根", text="まだ。", by=actor_of(a_clerk(TOWN)))


def test_the_organiser_writes_and_the_clerk_publishes(database: Any, signed_in: SignedIn, client: PageClient) -> None:
    with database.transaction() as s:
        project, organiser, member = a_proposed_project(s)
        clerk = a_clerk(TOWN)
    signed_in(member).get(f"/projects/{project.id}/updates/new", expect=404)
    writer = signed_in(organiser)
    form = writer.get(writer.get(f"/projects/{project.id}").links()["近況を書く"])
    page = writer.submit(form, "まちに送る", {"title": "屋根が葺けました", "text": ""}, expect=422)
    assert "屋根が葺けました" in page.html
    page = writer.submit(page, "まちに送る", {"text": "四日かかりました。"}).follow()
    client.get(page.path, expect=404)
    assert "まちが確認中" in writer.get(f"/projects/{project.id}").text
    desk = signed_in(clerk)
    desk.submit(
        desk.get(desk.get("/staff/projects/voices").links()["屋根が葺けました"]), "公開して、寄附した人に届ける"
    )
    assert "四日かかりました。" in client.get(page.path).text
    assert "屋根が葺けました" in client.get(f"/projects/{project.id}/updates").text


def test_donors_are_invited_to_a_gathering_of_the_town_and_to_no_other(database: Any, signed_in: SignedIn) -> None:
    with database.transaction() as s:
        a_programme(TOWN)
        a_programme("372081")
        project, clerk, soon = a_project(), a_clerk(TOWN), now() + timedelta(days=9)
        own, other = (
            Gathering(municipality_code=code, title=title, starts_at=soon, ends_at=soon + timedelta(hours=2))
            for code, title in ((TOWN, "土壁の会"), ("372081", "よその会"))
        )
        s.add_all([own, other])
    desk = signed_in(clerk)
    page = desk.get(f"/projects/{project.id}/updates/new")
    typed = {"kind": "invitation", "title": "土壁を塗りませんか", "text": "お茶もあります。"}
    desk.submit(page, "公開して、寄附した人に届ける", {**typed, "gathering": other.id}, expect=422)
    page = desk.submit(page, "公開して、寄附した人に届ける", {**typed, "gathering": own.id}).follow()
    assert page.links()["集まりのページを開く"] == f"/gatherings/{own.id}"


def test_pictures_of_news_are_public_with_it_and_no_file_of_another_kind_is_taken(
    app: Flask, database: Any, signed_in: SignedIn, client: PageClient
) -> None:
    with database.transaction() as s:
        project, organiser, _member = a_proposed_project(s)
        clerk, other = a_clerk(TOWN), a_resident_user()
    stranger = signed_in(other)
    writer, typed = signed_in(organiser), {"kind": "news", "title": "屋根", "text": "葺けました。"}
    path = f"/projects/{project.id}/updates/new"
    page = writer.post(path, {**typed, "photos": (io.BytesIO(b"%PDF-1.7"), "a.jpg")}, expect=422)
    assert "写真を読めません" in page.text
    assert "葺けました。" in page.html
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "PNG")
    picture.seek(0)
    writer.post(path, {**typed, "photos": (picture, "a.png")})
    with database.transaction() as s:
        photo = s.exec(select(ProjectPhoto)).one()
        update = s.exec(select(ProjectUpdate)).one()
    with app.app_context():
        photos.draw({"photo": photo.id})
    address = f"/projects/photos/{photo.id}"
    client.get(address, expect=404)
    stranger.get(address, expect=404)  # signed in, and nobody's business yet
    assert writer.raw.get(address).status_code == 200
    with database.transaction() as s:
        actions.publish(s.get_one(ProjectUpdate, update.id), by=actor_of(clerk))
    assert client.raw.get(address).mimetype == "image/webp"
    assert address in client.get(f"/projects/{project.id}").html
    with database.transaction() as s:
        actions.take_down(s.get_one(ProjectUpdate, update.id), by=actor_of(clerk), reason="顔が写っている")
    stranger.get(address, expect=404)


def test_a_question_is_public_only_with_its_answer(database: Any, signed_in: SignedIn, client: PageClient) -> None:
    with database.transaction():
        a_programme(TOWN)
        project, asker, clerk = a_project(), a_resident_user(), a_clerk(TOWN)
    person = signed_in(asker)
    form = person.get(person.get(f"/projects/{project.id}").links()["この取り組みについて質問する"])
    page = person.submit(form, "質問を送る", {"text": "だれでも使えますか。"}).follow()
    assert "答えを待っています" in page.text
    assert "だれでも使えますか。" not in client.get(f"/projects/{project.id}").text
    desk = signed_in(clerk)
    page = desk.get(desk.get("/staff/projects/voices").links()["だれでも使えますか。"])
    desk.submit(page, "答えて公開する", {"answer": "はい、どなたでも。"})
    page = client.get(f"/projects/{project.id}")
    assert "だれでも使えますか。" in page.text
    assert "はい、どなたでも。" in page.text
    assert asker.display_name not in page.text


def test_questions_are_refused_where_they_must_be(session: Session) -> None:
    a_programme(TOWN)
    hidden, asker = a_resident_user(), a_resident_user()
    session.add(Resident(user_id=hidden.id, family_name="見本", given_name="花子", is_confidential=True))
    session.flush()
    with pytest.raises(NotAllowed):
        questions.ask(a_project(), "使えますか。", by=ANONYMOUS)
    with pytest.raises(NotThere):
        questions.ask(a_project(status=ProjectStatus.DRAFT), "使えますか。", by=actor_of(asker))
    with pytest.raises(RuleBroken, match="秘匿"):
        questions.ask(a_project(), "見本花子です。使えますか。", by=actor_of(hidden))
    row = questions.ask(a_project(), "使えますか。", by=actor_of(asker))
    with pytest.raises(NotAllowed):
        questions.take_back(row, by=actor_of(hidden))
    own_data.erase(asker.id, by=actor_of(asker))
    assert (row.text, row.user_id, row.status) == ("", None, ProjectQuestionStatus.TAKEN_BACK)
    assert session.exec(select(ProjectUpdate)).all() == []
    assert len(session.exec(select(ProjectQuestion)).all()) == 1
