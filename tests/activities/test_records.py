"""Records: attesting many with a second look, refusing, revoking, own claims with evidence, who sees what, own data."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PIL import Image
from sqlmodel import select

from tests.factories.accounts import a_membership, a_resident_user, actor_of
from tests.factories.activities import a_desk, a_record, an_activity, an_occasion, attested_records
from tests.factories.residents import SHIOJIRI, a_resident
from tests.support.client import PageClient
from webapp.activities import following, queries
from webapp.activities.records import actions, evidence, own_data
from webapp.activities.records.models import ActivityEvidence, ActivityRecord, RecordStatus, Way
from webapp.core import storage
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.errors import BadFile, NotAllowed, NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.core.services import services

Visit = Callable[..., PageClient]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def a_photo(place: str = "35.9") -> bytes:
    """A picture whose camera noted where it was."""
    exif = Image.Exif()
    exif[0x010E] = f"GPS {place}"
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def fresh(database: Any, row: ActivityRecord) -> ActivityRecord:
    with database.transaction(read_only=True) as s:
        found: ActivityRecord = s.get_one(ActivityRecord, row.id)
        return found


def test_many_are_attested_after_a_second_look(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        clerk, activity = a_desk(), an_activity()
        occasion = an_occasion(activity)
        rows = [a_record(None, activity, activity_occasion_id=occasion.id, way=Way.POSTER) for _ in range(3)]
    desk = signed_in(clerk)
    page = desk.get(f"/desk/activities/occasions/{occasion.id}")
    look = desk.submit(page, "選んだ人を確かめる", {"records": [rows[0].id, rows[2].id]}, expect=200)
    assert look.h1 == "2人の参加を証明します"
    assert [fresh(database, row).status for row in rows] == [RecordStatus.CLAIMED] * 3
    page = desk.submit(look, "参加を証明する").follow()
    assert "2人の参加を証明しました" in page.text
    assert [fresh(database, row).status for row in rows] == [
        RecordStatus.ATTESTED, RecordStatus.CLAIMED, RecordStatus.ATTESTED,
    ]  # fmt: skip
    with database.transaction(read_only=True) as s:
        subjects = [letter.subject for letter in s.exec(select(Letter))]
    assert subjects == ["「奈良井宿の花壇の手入れ」への参加が証明されました"] * 2


def test_nothing_chosen_and_a_record_of_another_activity_attest_nothing(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        clerk, activity = a_desk(), an_activity()
        foreign = a_record(None, an_activity(title="祭りの準備"))
    desk = signed_in(clerk)
    path = f"/desk/activities/{activity.id}/attest"
    assert "だれも選ばれていません" in desk.post(path, {"confirmed": "1"}).follow().text
    desk.post(path, {"confirmed": "1", "records": foreign.id}, expect=404)
    assert fresh(database, foreign).status is RecordStatus.CLAIMED


def test_nobody_attests_their_own(session: Any) -> None:
    both, activity = a_desk(), an_activity()
    a_membership(both, Role.RESIDENT)
    mine = a_record(both, activity)
    for act in (actions.refuse, actions.revoke):
        with pytest.raises(RuleBroken, match="自分の参加"):
            act(mine, activity, reason="x", by=actor_of(both))
    with pytest.raises(RuleBroken, match="自分の参加"):
        actions.attest([mine], activity, by=actor_of(both))
    with pytest.raises(NotAllowed):
        actions.attest([mine], activity, by=actor_of(a_desk("152242")))


def test_a_revocation_has_a_reason_reaches_the_person_and_counts_no_more(database: Any, signed_in: Visit) -> None:
    heard: list[str] = []
    with database.transaction():
        clerk, resident, activity = a_desk(), a_resident_user(), an_activity()
        row = a_record(resident, activity)
        services().extras[following.FOLLOWERS] = (lambda record, *, by: heard.append(record.status.value),)
        actions.attest([row], activity, by=actor_of(clerk))
        assert queries.attested_count(resident.id, SHIOJIRI, today(), today()) == 1
    desk = signed_in(clerk)
    path = f"/desk/activities/records/{row.id}/revoke"
    assert desk.submit(desk.get(path), "証明を取り消す", {"reason": ""}, expect=422).errors()
    desk.submit(desk.get(path), "証明を取り消す", {"reason": "別の人と取り違えていました。"})
    assert "別の人と取り違えていました" in signed_in(resident).get(f"/my/activities/{row.id}").text
    with database.transaction():
        assert queries.attested_count(resident.id, SHIOJIRI, today(), today()) == 0
        assert queries.attestation(row.id) is None
    assert heard == ["attested", "revoked"]
    desk.submit(desk.get(path), "証明を取り消す", {"reason": "もう一度"}, expect=409)


def test_what_is_attested_is_told_without_a_name(session: Any) -> None:
    clerk, activity = a_desk(), an_activity()
    row = a_record(None, activity, minutes=90)
    actions.attest([row], activity, by=actor_of(clerk))
    told = queries.attestation(row.id)
    assert told is not None
    assert (told.title, told.day, told.minutes, told.attester) == (activity.title, today(), 90, "長野県塩尻市")


def test_only_days_within_the_time_and_the_town_count(session: Any) -> None:
    person, activity, elsewhere = a_resident_user(), an_activity(), an_activity("152242")
    attested_records(person, 3, activity=activity)
    attested_records(person, 1, activity=elsewhere)
    a_record(person, activity, done_on=today() - timedelta(days=3))
    assert queries.attested_count(person.id, SHIOJIRI, today() - timedelta(days=7), today()) == 2
    assert queries.attested_count(person.id, SHIOJIRI, today() - timedelta(days=365), today()) == 3


def test_a_claim_with_a_photo_goes_to_the_desk_without_what_the_camera_noted(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        clerk, resident, activity = a_desk(), a_resident_user(), an_activity()
    me = signed_in(resident)
    page = me.get(f"/my/activities/claim/{activity.id}")
    values = {"note": "朝から花壇の草を取りました。", "file": (io.BytesIO(a_photo()), "IMG_1.JPG")}
    page = me.submit(page, "届けを送る", values, content_type="multipart/form-data").follow()
    assert "確認を待っています" in page.text
    with database.transaction(read_only=True) as s:
        (file,) = s.exec(select(ActivityEvidence))
        assert b"GPS" not in storage.load(file.file_key)
        record = file.activity_record_id
    desk = signed_in(clerk)
    page = desk.get(f"/desk/activities/records/{record}")
    assert "朝から花壇の草を取りました" in page.text
    assert desk.get(f"/activities/evidence/{file.id}").response.mimetype == "image/webp"
    with database.transaction():
        stranger = a_resident_user()
    signed_in(stranger).get(f"/activities/evidence/{file.id}", expect=404)
    signed_in(stranger).get(f"/my/activities/{record}", expect=404)


def test_a_pdf_is_handed_over_and_never_shown(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        resident = a_resident_user()
        row = a_record(resident)
    me = signed_in(resident)
    page = me.get(f"/my/activities/{row.id}")
    page = me.submit(page, "ファイルを添える", {"file": (io.BytesIO(PDF), "x.pdf")}, content_type="multipart/form-data")
    link = next(href for words, href in page.follow().links().items() if words.startswith("PDFを保存"))
    assert me.get(link).response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"GIF89a not a picture", "写真を読めません"),
        (b"%PDF-1.7 cut", "途中で切れています"),
        (b"%PDF-" + b"0" * evidence.LARGEST_PDF, "5MB"),
        (b"\xff\xd8" + b"0" * evidence.LARGEST_PICTURE, "10MB"),
    ],
)
def test_files_that_cannot_be_kept_say_why(app: Any, data: bytes, words: str) -> None:
    with app.test_request_context(), pytest.raises(BadFile, match=words):
        evidence.prepare(data)


def test_a_bad_file_keeps_what_was_typed(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        resident, activity = a_resident_user(), an_activity()
    me = signed_in(resident)
    page = me.get(f"/my/activities/claim/{activity.id}")
    values = {"note": "花壇です。", "file": (io.BytesIO(b"nothing"), "a.jpg")}
    page = me.submit(page, "届けを送る", values, content_type="multipart/form-data", expect=422)
    assert "花壇です。" in page.html
    with database.transaction(read_only=True) as s:
        assert s.exec(select(ActivityRecord)).all() == []


def test_three_files_are_enough_and_none_after_the_decision(session: Any) -> None:
    clerk, resident, activity = a_desk(), a_resident_user(), an_activity()
    row, me = a_record(resident, activity), actor_of(resident)
    for _ in range(evidence.MOST):
        evidence.add(row, evidence.prepare(PDF), by=me)
    with pytest.raises(RuleBroken, match="3つまで"):
        evidence.add(row, evidence.prepare(PDF), by=me)
    with pytest.raises(NotAllowed):
        evidence.check_room(row, by=actor_of(clerk))
    actions.refuse(row, activity, reason="写真がありません", by=actor_of(clerk))
    with pytest.raises(RuleBroken, match="もう確かめられている"):
        evidence.add(row, evidence.prepare(PDF), by=me)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (timedelta(days=1), "これからの日"),
        (timedelta(days=-366), "1年より前"),
        (timedelta(days=-30), "指定されていない日"),
    ],
)
def test_a_claim_for_a_wrong_day_is_refused(session: Any, day: timedelta, words: str) -> None:
    activity = an_activity(starts_on=today() - timedelta(days=10))
    with pytest.raises(RuleBroken, match=words):
        actions.claim(activity, done_on=today() + day, minutes=60, note="x", by=actor_of(a_resident_user()))


@pytest.mark.both_databases
def test_the_same_day_is_claimed_once(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    activity, me = an_activity(), actor_of(a_resident_user())

    def claim(day: date) -> ActivityRecord:
        return actions.claim(activity, done_on=day, minutes=60, note="x", by=me)

    row = claim(today())
    with pytest.raises(RuleBroken, match="同じ日の記録"):
        claim(today())
    monkeypatch.setattr(actions, "own_on", lambda *_: None)
    with pytest.raises(RuleBroken, match="同じ日の記録"):
        claim(today())
    actions.withdraw(row, by=me)
    assert claim(today()).status is RecordStatus.CLAIMED


def test_an_activity_that_takes_no_claims_says_so(session: Any) -> None:
    activity = an_activity(takes_claims=False)
    with pytest.raises(RuleBroken, match="チェックインだけ"):
        actions.claim(activity, done_on=today(), minutes=60, note="x", by=actor_of(a_resident_user()))


def test_a_withdrawn_claim_is_not_there_for_the_desk(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        clerk, resident = a_desk(), a_resident_user()
        row = a_record(resident)
    me = signed_in(resident)
    me.submit(me.get(f"/my/activities/{row.id}"), "この届けを取り下げる")
    signed_in(clerk).get(f"/desk/activities/records/{row.id}", expect=404)


def test_the_resident_sees_how_far_they_are_and_what_else_counts(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        resident = a_resident_user()
        a_resident(resident)
        activity = an_activity()
        an_activity(title="雪かきの手伝い")
        attested_records(resident, 2, activity=activity)
        a_record(resident, activity, done_on=today() - timedelta(days=1))
    page = signed_in(resident).get("/my/activities")
    for words in ("12か月で3回のうち2回", "雪かきの手伝い", "確認を待っている記録が1件"):
        assert words in page.text
    ring = page.tree.select_one(".ring__part")
    assert ring is not None
    assert ring.attrs["stroke-dasharray"] == "209.4 314.2"


def test_a_person_without_records_reads_what_to_do(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        resident = a_resident_user()
    assert "まだ記録がありません" in signed_in(resident).get("/my/activities").text


def test_own_data_goes_out_and_is_erased(session: Any) -> None:
    resident, activity = a_resident_user(), an_activity()
    me, claimed = actor_of(resident), a_record(resident, activity)
    file = evidence.add(claimed, evidence.prepare(PDF), by=me)
    attested_records(resident, 1, last=today() - timedelta(days=2), activity=activity)
    out = own_data.exported(me)["activities"]
    assert [row["status"] for row in out] == ["claimed", "attested"]
    assert out[0]["note"] == "花壇の草を取りました。"
    assert out[0]["evidence"][0]["file_key"] == file.file_key
    with pytest.raises(NotAllowed):
        own_data.erase(resident.id, by=actor_of(a_resident_user()))
    own_data.erase(resident.id, by=me)
    session.flush()
    assert own_data.exported(me)["activities"] == []
    assert (claimed.status, claimed.note, claimed.user_id) == (RecordStatus.REFUSED, "", None)
    with pytest.raises(NotThere):
        storage.load(file.file_key)


def test_a_file_that_two_people_handed_in_stays_for_the_other(session: Any) -> None:
    one, other = a_record(), a_record()
    for row in (one, other):
        file = evidence.add(row, evidence.prepare(PDF), by=actor_of(session.get_one(_user(), row.user_id)))
    evidence.forget(one)
    assert storage.load(file.file_key) == PDF


def _user() -> Any:
    from webapp.accounts.models import User

    return User
