"""Who gave stands behind a project: heard when they want to be and the town has read it, written to until they say stop."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.municipalities import a_programme
from tests.factories.pledges import a_pledge
from tests.factories.projects import a_project
from tests.support.client import PageClient
from webapp.core.actor import system_actor
from webapp.core.clock import now
from webapp.core.errors import RuleBroken
from webapp.core.jobs import Job
from webapp.core.letters import Letter
from webapp.notices.stopping import stop_of
from webapp.pledges import actions as pledges
from webapp.pledges import claiming
from webapp.pledges.models import Pledge, PledgeStatus
from webapp.projects.models import Project
from webapp.projects.supporters import actions, own_data, queries
from webapp.projects.supporters.figures import waiting
from webapp.projects.supporters.models import Supporter, VoiceStatus
from webapp.projects.supporters.stopping import stop_link
from webapp.projects.updates import actions as updates
from webapp.projects.updates.jobs import SEND, send
from webapp.projects.updates.models import UpdateKind, UpdateStatus
from webapp.residents.models import Resident

TOWN = "202151"
BY = system_actor("tests")
SignedIn = Callable[..., PageClient]


def a_paid_pledge(**changes: Any) -> Pledge:
    pledge = a_pledge(**changes)
    pledges.mark_paid(pledge, now(), by=BY)
    return pledge


def heard(project_id: str) -> list[tuple[str, str]]:
    return [(voice.name, voice.message) for voice in queries.voices_on(project_id)]


def test_words_are_public_only_when_the_town_has_read_them(session: Session) -> None:
    pledge = a_paid_pledge(message="応援しています。", shows_name=True)
    a_paid_pledge()
    voice = session.get_one(Supporter, pledge.id)
    assert (voice.status, heard(pledge.project_id)) == (VoiceStatus.WAITING, [])
    assert waiting([TOWN, "372081"]) == {TOWN: 1, "372081": 0}
    actions.show(voice, by=actor_of(a_clerk(TOWN)))
    assert heard(pledge.project_id) == [("佐藤 花子", "応援しています。")]
    with pytest.raises(RuleBroken):
        actions.leave_out(voice, by=actor_of(a_clerk(TOWN)), reason=" ")


def test_who_wants_no_name_and_who_asks_for_secrecy_is_not_named(session: Session) -> None:
    a_programme(TOWN)
    project, hidden = a_project(), a_resident_user()
    session.add(Resident(user_id=hidden.id, family_name="佐藤", given_name="花子", is_confidential=True))
    for changes in (
        {"shows_name": False, "message": "匿名で"},
        {"user": hidden, "shows_name": True, "message": "佐藤花子です。秘匿で"},
    ):
        pledge = a_paid_pledge(project=project, **changes)
        actions.show(session.get_one(Supporter, pledge.id), by=BY)
    assert sorted(heard(project.id)) == [("", "匿名で"), ("", "（伏せています）です。秘匿で")]


def test_money_that_went_back_takes_voice_and_letters_along_and_brings_them_back(session: Session) -> None:
    pledge = a_paid_pledge(message="応援しています。")
    voice = session.get_one(Supporter, pledge.id)
    actions.show(voice, by=BY)
    pledges.mark_refunded(pledge, by=BY)
    assert pledge.status is PledgeStatus.REFUNDED
    assert (heard(pledge.project_id), queries.readers_of(pledge.project_id)) == ([], [])
    actions.stand_up(Supporter(id=pledge.id, project_id=pledge.project_id, municipality_code=TOWN))
    assert heard(pledge.project_id) == [("", "応援しています。")]


def letters(session: Session, word: str) -> list[Letter]:
    return [letter for letter in session.exec(select(Letter)) if word in letter.subject]


def test_news_reaches_everybody_who_gave_once_until_they_say_stop(session: Session) -> None:
    a_programme(TOWN)
    project, often = a_project(), a_resident_user()
    for user in (often, often, a_resident_user()):
        a_paid_pledge(user=user, project=project)
    update = updates.write(project, kind=UpdateKind.NEWS, title="屋根", text="葺けました。", by=actor_of(a_clerk(TOWN)))
    assert session.exec(select(Job).where(Job.kind == SEND)).one().payload == {"update": update.id}
    send({"update": update.id})
    first = letters(session, "屋根：")
    assert len(first) == 2
    stop = next(letter for letter in first if letter.to_email == often.email).content["stop_link"]
    found = stop_of(stop.rsplit("/", 1)[-1])
    assert found is not None
    found.stop(BY)
    second = updates.announce(project, title="報告", text="できました。", href="/projects", by=BY)
    send({"update": second.id})
    assert [letter.to_email for letter in letters(session, "報告：")] != [often.email]
    assert len(letters(session, "報告：")) == 1


def test_news_that_was_taken_down_is_not_sent(session: Session) -> None:
    a_programme(TOWN)
    project, clerk = a_project(), actor_of(a_clerk(TOWN))
    a_paid_pledge(project=project)
    update = updates.write(project, kind=UpdateKind.NEWS, title="屋根", text="葺けました。", by=clerk)
    updates.take_down(update, by=clerk, reason="写った人の了解がない")
    send({"update": update.id})
    assert (update.status, letters(session, "屋根：")) == (UpdateStatus.TAKEN_DOWN, [])


def test_a_guest_who_signs_up_takes_their_support_along_and_erasing_leaves_no_name(session: Session) -> None:
    pledge = a_paid_pledge(message="応援しています。", shows_name=True)
    voice, guest = session.get_one(Supporter, pledge.id), a_resident_user()
    pledge.user_id, pledge.email = None, guest.email
    voice.user_id, voice.email = None, guest.email
    session.flush()
    assert [reader.email for reader, _row in queries.readers_of(pledge.project_id)] == [guest.email]
    assert claiming.claim(by=actor_of(guest)) == 1
    assert (voice.user_id, voice.email) == (guest.id, "")
    assert own_data.exported(actor_of(guest))["project_support"][0]["message"] == "応援しています。"
    actions.show(voice, by=BY)
    own_data.erase(guest.id, by=actor_of(guest))
    assert (voice.user_id, voice.shown_name, voice.message, heard(pledge.project_id)) == (None, "", "", [])
    assert queries.readers_of(pledge.project_id) == []


def test_the_desk_reads_and_publishes_and_a_letters_link_stops_letters(
    database: Any, signed_in: SignedIn, client: PageClient
) -> None:
    with database.transaction() as s:
        pledge = a_paid_pledge(message="楽しみにしています。", shows_name=True)
        clerk, elsewhere = a_clerk(TOWN), a_clerk("372081")
        link = stop_link(s.get_one(Supporter, pledge.id))
        project_id = s.get_one(Project, pledge.project_id).id
    signed_in(elsewhere).get(f"/staff/projects/voices/{pledge.id}", expect=404)
    desk = signed_in(clerk)
    page = desk.get("/staff/projects/voices")
    page = desk.get(page.links()["楽しみにしています。"])
    desk.submit(page, "公開する")
    assert "楽しみにしています。" in client.get(f"/projects/{project_id}/supporters").text
    page = client.submit(client.get(link), "このメールを止める").follow()
    assert "もう届きません" in page.text
    assert "このメールを止める" in client.submit(page, "また受け取る").follow().text
