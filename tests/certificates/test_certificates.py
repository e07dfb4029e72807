"""Certificates: issued with the approval, checked by anybody, revoked by staff, used at a partner's counter."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, actor_of
from tests.factories.pledges import a_pledge
from tests.factories.registrations import a_registration
from tests.support.client import PageClient
from webapp.accounts import own_account
from webapp.accounts.models import User
from webapp.certificates import actions, queries
from webapp.certificates.benefits import actions as benefits
from webapp.certificates.benefits.models import Benefit
from webapp.certificates.models import Certificate, CertificateStatus
from webapp.certificates.paper import drawing as paper
from webapp.certificates.integrity import claims_hash
from webapp.core.actor import Role
from webapp.core.clock import months_later, now
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.letters import Letter
from webapp.core.trail import history_of
from webapp.registrations import applying, deciding
from webapp.registrations.models import Registration, RegistrationStatus
from webapp.residents.queries import profile_of_user

TOWN = "202151"
SECRET = "only-for-tests-" + "x" * 32
SignedIn = Callable[..., PageClient]


def issued(holder: User | None = None, clerk: User | None = None, **changes: Any) -> Certificate:
    """A certificate issued by approving an application."""
    row = a_registration(holder or a_resident_user(), TOWN, **changes)
    deciding.approve(row, by=actor_of(clerk or a_clerk(TOWN)))
    found = queries.standing_of(row)
    assert found is not None
    return found


def test_the_approval_issues_a_numbered_certificate_with_a_trace_and_a_letter(session: Session) -> None:
    first, second = issued(), issued()
    assert (first.number[-6:], second.number[-6:]) == ("000001", "000002")
    assert first.facts["holder"] == "佐藤 花子"
    assert [e.action for e in history_of(first)] == ["certificate.issue"]
    assert sum("登録証ができました" in s for s in session.exec(select(Letter.subject))) == 2


def test_a_failed_approval_uses_no_number(session: Session) -> None:
    row = a_registration(a_resident_user(), TOWN)
    with pytest.raises(NotAllowed):
        deciding.approve(row, by=actor_of(a_staff_user(Role.PARTNER, TOWN)))
    assert session.exec(select(Certificate)).all() == []
    assert issued().number.endswith("000001")


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 21), 12, date(2027, 11, 21)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_later_keeps_to_the_calendar(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


def test_anybody_sees_three_green_lights_for_a_valid_one(database: Any, client: PageClient) -> None:
    with database.transaction():
        certificate = issued()
    page = client.get(f"/v/{certificate.public_code}")
    assert page.h1 == "有効な登録証です"
    assert len(page.soup.select('.light[data-state="ok"]')) == 3
    assert certificate.number in page.text


def test_the_code_may_be_typed_as_printed_or_sloppily(database: Any, client: PageClient) -> None:
    with database.transaction():
        certificate = issued()
    for typed in (
        certificate.shown_code,
        certificate.shown_code.lower().replace("0", "o"),
        f" {certificate.public_code} ",
    ):
        page = client.submit(client.get("/verify"), "確かめる", {"code": typed}).follow()
        assert page.h1 == "有効な登録証です"


@pytest.mark.parametrize("typed", ["0000-0000-0000", "xyz", "%00", "' OR 1=1 --", "あ" * 30])
def test_an_unknown_code_says_so(client: PageClient, typed: str) -> None:
    page = client.submit(client.get("/verify"), "確かめる", {"code": typed}).follow(expect=404)
    assert page.h1 == "この登録証は確認できません"


def test_staff_revoke_with_a_reason_and_the_page_says_so_but_not_why(
    database: Any, signed_in: SignedIn, client: PageClient
) -> None:
    with database.transaction():
        clerk = a_clerk(TOWN)
        certificate = issued(clerk=clerk)
    desk = signed_in(clerk)
    page = desk.get(f"/staff/certificates/{certificate.id}")
    assert desk.submit(page, "理由を残して取り消す", {"reason": ""}, expect=422).errors()
    desk.submit(page, "理由を残して取り消す", {"reason": "申請の内容に誤りがありました。"})
    public = client.get(f"/v/{certificate.public_code}")
    assert public.h1 == "取り消された登録証です"
    assert "誤り" not in public.text
    desk.post(f"/staff/certificates/{certificate.id}/revoke", {"reason": "もう一度"}, expect=409)
    with database.transaction() as s:
        assert any("取り消されました" in subject for subject in s.exec(select(Letter.subject)))
        assert [e.to_status for e in history_of(s.get_one(Certificate, certificate.id))] == [None, "revoked"]


def test_an_altered_record_turns_red(database: Any, client: PageClient) -> None:
    with database.transaction():
        certificate = issued()
    with database.transaction() as s:
        row = s.get_one(Certificate, certificate.id)
        row.facts = {**row.facts, "holder": "別の 人"}
    assert client.get(f"/v/{certificate.public_code}").h1 == "内容が発行時の記録と一致しません"


def test_it_ends_with_its_date_and_with_the_registration(
    database: Any, client: PageClient, signed_in: SignedIn, time_machine: Any
) -> None:
    with database.transaction() as s:
        holder = a_resident_user()
        certificate, other = issued(holder), issued()
        row = s.get_one(Registration, certificate.registration_id)
        applying.withdraw(row, by=actor_of(holder))
        assert row.status is RegistrationStatus.WITHDRAWN
    assert "登録が終わっている" in client.get(f"/v/{certificate.public_code}").h1
    time_machine.move_to(f"{other.valid_until.year + 1}-01-15T00:00:00Z")
    assert "有効期限が切れた" in client.get(f"/v/{other.public_code}").h1


def test_checks_are_limited_and_the_limit_holds_for_reading_too(database: Any, client: PageClient) -> None:
    for _round in range(30):
        client.get("/v/000000000000", expect=404, lint=False)
    client.get("/v/000000000000", expect=429)


def test_a_confidential_holders_name_is_not_shown_to_the_public(database: Any, client: PageClient) -> None:
    with database.transaction():
        certificate = issued()
        certificate.facts = {**certificate.facts, "is_confidential": True}
        certificate.seal = seal_of(certificate, SECRET)
    assert "佐藤" not in client.get(f"/v/{certificate.public_code}").text


def test_only_holder_and_own_town_see_a_certificate(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        holder, stranger = a_resident_user(), a_resident_user()
        clerk, elsewhere = a_clerk(TOWN), a_clerk("372081")
        certificate = issued(holder, clerk)
    for person in (holder, clerk):
        signed_in(person).get(f"/my/certificates/{certificate.id}")
    for person in (stranger, elsewhere):
        browser = signed_in(person)
        browser.get(f"/my/certificates/{certificate.id}", expect=404)
        browser.get(f"/my/certificates/{certificate.id}/certificate.pdf", expect=404)
    signed_in(elsewhere).post(f"/staff/certificates/{certificate.id}/revoke", {"reason": "x"}, expect=404)


def test_the_pdf_says_what_the_record_says(session: Session) -> None:
    certificate = issued()
    pdf = PdfReader(io.BytesIO(paper.draw(certificate, "https://town.example")))
    text = pdf.pages[0].extract_text().replace(" ", "").replace("\n", "")
    for expected in ("佐藤花子", certificate.number, certificate.shown_code, "長野県塩尻市"):
        assert expected.replace(" ", "") in text
    assert pdf.metadata is not None
    assert pdf.metadata.title == "二地域居住者登録証"


def test_the_qr_code_leads_to_the_public_check(session: Session) -> None:
    certificate = issued()
    pixels = Image.open(io.BytesIO(_png(paper.check_address(certificate, "https://town.example"))))
    assert zxingcpp.read_barcodes(pixels)[0].text == f"https://town.example/v/{certificate.public_code}"
    assert paper.qr_svg("https://town.example/v/X").startswith("<svg")


def _png(address: str) -> bytes:
    import segno

    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="png", scale=6, border=4)
    return out.getvalue()


def test_a_character_outside_the_fonts_is_refused_in_words(session: Session) -> None:
    certificate = issued()
    certificate.facts = {**certificate.facts, "holder": "山田 \U0001b082子"}
    with pytest.raises(RuleBroken, match="印刷用の文字にない字"):
        paper.draw(certificate, "https://town.example")


def test_a_partner_records_a_use_until_the_months_uses_are_spent(database: Any, signed_in: SignedIn) -> None:
    with database.transaction() as s:
        certificate, partner = issued(), a_staff_user(Role.PARTNER, TOWN)
        s.add(Benefit(municipality_code=TOWN, partner_name="奈良井ワークス", title="1日無料", times_a_month=1))
    counter = signed_in(partner)
    page = counter.get("/desk/benefits")
    counter.submit(page, "確かめて記録する", {"code": certificate.shown_code})
    spent = counter.submit(page, "確かめて記録する", {"code": certificate.shown_code}, expect=409)
    assert "使い切っています" in spent.text
    unknown = counter.submit(page, "確かめて記録する", {"code": "000000000000"}, expect=409)
    assert "見つかりません" in unknown.text


def test_a_revoked_certificate_opens_no_benefit(session: Session) -> None:
    clerk = a_clerk(TOWN)
    certificate = issued(clerk=clerk)
    benefit = benefits.offer_benefit(
        Benefit(municipality_code=TOWN, partner_name="湯", title="入浴半額"), by=actor_of(clerk)
    )
    actions.revoke(certificate, by=actor_of(clerk), reason="転出のため")
    assert certificate.status is CertificateStatus.REVOKED
    assert not queries.is_in_force(certificate)
    with pytest.raises(RuleBroken, match="有効ではありません"):
        benefits.use_benefit(benefit, certificate, by=actor_of(a_staff_user(Role.PARTNER, TOWN)), secret=SECRET)


def test_an_altered_certificate_opens_no_benefit(session: Session) -> None:
    certificate = issued()
    benefit = Benefit(municipality_code=TOWN, partner_name="湯", title="入浴半額")
    benefits.offer_benefit(benefit, by=actor_of(a_clerk(TOWN)))
    certificate.facts = {**certificate.facts, "holder": "別の 人"}
    session.flush()
    with pytest.raises(RuleBroken, match="一致しません"):
        benefits.use_benefit(benefit, certificate, by=actor_of(a_staff_user(Role.PARTNER, TOWN)), secret=SECRET)


def test_the_name_is_not_shown_after_the_registration_was_withdrawn(
    database: Any, signed_in: SignedIn, client: PageClient
) -> None:
    with database.transaction() as s:
        holder, clerk = a_resident_user(), a_clerk(TOWN)
        certificate = issued(holder)
        row = s.get_one(Registration, certificate.registration_id)
    assert "佐藤 花子" in client.get(f"/v/{certificate.public_code}").text
    with database.transaction() as s:
        applying.withdraw(s.get_one(Registration, row.id), by=actor_of(holder))
    page = client.get(f"/v/{certificate.public_code}")
    assert "佐藤" not in page.text
    assert certificate.number in page.text
    desk = signed_in(clerk)
    for path in ("/staff/certificates", f"/staff/certificates/{certificate.id}"):
        assert "佐藤" not in desk.get(path).text


def test_secrecy_asked_for_later_hides_the_name_everywhere(
    database: Any, signed_in: SignedIn, client: PageClient
) -> None:
    with database.transaction():
        holder, clerk = a_resident_user(), a_clerk(TOWN)
        certificate = issued(holder)
        profile = profile_of_user(holder.id)
        assert profile is not None
        profile.is_confidential = True
    desk = signed_in(clerk)
    assert "佐藤" not in client.get(f"/v/{certificate.public_code}").text
    assert "佐藤" not in desk.get("/staff/certificates").text
    queue = desk.get("/staff/registrations?show=approved").text
    assert "秘匿希望の方" in queue
    assert "佐藤" not in queue
    for path in (f"/staff/certificates/{certificate.id}", f"/my/certificates/{certificate.id}"):
        assert "佐藤" not in desk.get(path).html
    desk.get(f"/my/certificates/{certificate.id}/certificate.pdf", expect=409)
    assert "佐藤 花子" in signed_in(holder).get(f"/my/certificates/{certificate.id}").text


def test_a_closed_account_leaves_no_valid_certificate(app: Any, database: Any, client: PageClient) -> None:
    with app.app_context(), database.transaction() as s:
        holder = a_resident_user()
        certificate, other = issued(holder), issued()
        own_account.close_account(s.get_one(User, holder.id), by=actor_of(holder))
        s.get_one(User, other.user_id).closed_at = now()  # however the account was closed
    for public_code in (certificate.public_code, other.public_code):
        page = client.get(f"/v/{public_code}")
        assert "登録が終わっている" in page.h1
        assert "佐藤" not in page.text


def test_certificates_and_donations_are_part_of_ones_own_data(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        holder = a_resident_user()
        certificate = issued(holder)
        issued()
        pledge = a_pledge(holder)
        a_pledge()
    data = signed_in(holder).get("/my/data/futamachi.json").response.json
    assert [row["number"] for row in data["certificates"]] == [certificate.number]
    assert [(row["id"], row["project"], row["receipt"]) for row in data["pledges"]] == [
        (pledge.id, "古い駅舎をみんなの台所に", None)
    ]
    assert "seal" not in data["certificates"][0]
