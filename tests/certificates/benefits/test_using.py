"""What a certificate opens at a counter: once for each form, never more often than agreed, never against the rules."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.benefits import a_benefit, a_partner
from tests.factories.certificates import TOWN, a_certificate, certificate_of, registration_of, token
from tests.support.client import PageClient
from webapp.certificates import actions as certificates
from webapp.certificates import following
from webapp.certificates.benefits.models import Audience, Benefit, BenefitStatus, Period
from webapp.certificates.benefits.uses import actions, passes, quota, reading
from webapp.certificates.benefits.uses.models import Redemption, RedemptionStatus
from webapp.certificates.models import Certificate, RevocationReason, TokenForm
from webapp.core.clock import now, today
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.ids import new_id
from webapp.registrations.models import Tier

SignedIn = Callable[..., PageClient]
FAR = "152242"
BUTTON = "確かめて記録する"


def count(database: Any) -> int:
    with database.transaction(read_only=True) as s:
        return len(s.exec(select(Redemption).where(Redemption.status == RedemptionStatus.RECORDED)).all())


def test_a_double_click_or_a_reload_records_once_and_then_the_months_uses_are_spent(
    database: Any, signed_in: SignedIn
) -> None:
    with database.transaction():
        certificate, other, partner = a_certificate(), a_certificate(), a_partner()
        a_benefit()
    counter = signed_in(partner)
    page = counter.get("/desk/benefits")
    for _again in range(2):
        counter.submit(page, BUTTON, {"code": certificate.shown_code})
    assert count(database) == 1
    assert "使い終わっています" in counter.submit(page, BUTTON, {"code": other.shown_code}, expect=409).text
    page = counter.get("/desk/benefits")
    assert certificate.holder_name not in page.text
    assert "1か月の回数（1回）" in counter.submit(page, BUTTON, {"code": certificate.shown_code}, expect=409).text
    assert "見つかりません" in counter.submit(page, BUTTON, {"code": "000000000000"}, expect=409).text
    assert "画面は古く" in counter.submit(page, BUTTON, {"code": other.shown_code, "key": "x"}, expect=409).text
    assert count(database) == 1


def test_only_a_certificates_code_is_asked_which_benefit_it_is_for(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        certificate, partner = a_certificate(), a_partner()
        a_benefit()
        second = a_benefit(title="2杯目")
        chosen = second.id
    counter = signed_in(partner)
    page = counter.get("/desk/benefits")
    assert page.tree.select_one("[name=benefit_id]") is None, "a code on the customer's phone says it"
    asked = counter.submit(page, BUTTON, {"code": certificate.shown_code}, expect=422)
    assert "使う特典を選んでください" in asked.text
    assert asked.tree.select_one("[name=code]").attrs["value"] == certificate.shown_code
    assert count(database) == 0
    done = counter.submit(asked, BUTTON, {"benefit_id": chosen}).follow()
    assert "利用を記録しました" in done.text
    assert count(database) == 1


def test_a_holder_opens_a_pass_and_the_partner_records_it_once(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        holder, partner = a_resident_user(), a_partner()
        a_certificate(holder)
        a_benefit(times=2)
    phone, counter = signed_in(holder), signed_in(partner)
    mine = phone.get("/my/benefits")
    assert "残り2回" in mine.text
    shown = phone.submit(mine, "「1日無料」を使う").follow()
    assert phone.submit(mine, "「1日無料」を使う").follow().path == shown.path, "one open pass for a benefit"
    code = shown.tree.select_one(".pass__code").text  # type: ignore[union-attr]
    page = counter.submit(counter.get("/desk/benefits"), BUTTON, {"code": code.lower()}).follow()
    assert "あと2回使えます" in page.text
    for _again in range(2):
        counter.submit(page, "1回分を記録する")
    assert count(database) == 1
    assert "もう使われています" in counter.get(page.path, expect=409).text
    assert "使いました" in phone.get(shown.path).text
    assert phone.raw.get(f"{shown.path}/state").json == {"is_open": False}
    assert "残り1回" in phone.get("/my/benefits").text
    signed_in(partner).get(shown.path, expect=404)


def test_a_pass_ends_after_ten_minutes_and_costs_nothing(session: Session) -> None:
    certificate, partner, benefit = a_certificate(), actor_of(a_partner()), a_benefit()
    holder = actor_of(session.get_one(type(a_resident_user()), certificate.user_id))
    opened = passes.open_pass(benefit, certificate, by=holder)
    with pytest.raises(NotThere):
        passes.open_pass(benefit, certificate, by=partner)
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        with pytest.raises(RuleBroken, match="10分が過ぎました"):
            actions.use_pass(opened, by=partner)
        before = opened.code
        assert passes.open_pass(benefit, certificate, by=holder).code != before
        assert quota.left_of(benefit, holder.user_id or "").uses == 1
    with pytest.raises(RuleBroken, match="パスは見つかりません"):
        passes.by_code(before)


def refused(benefit: Benefit, certificate: Certificate) -> str:
    with pytest.raises(RuleBroken) as caught:
        actions.use(benefit, certificate, by=actor_of(a_partner(benefit.municipality_code)))
    return caught.value.sentence


def test_a_certificate_that_does_not_hold_opens_nothing(session: Session) -> None:
    clerk = a_clerk(TOWN)
    certificate, benefit = a_certificate(clerk=clerk), a_benefit()
    certificates.suspend(certificate, by=actor_of(clerk), note="紛失")
    assert "一時停止中" in refused(benefit, certificate)
    certificates.revoke(certificate, by=actor_of(clerk), reason=RevocationReason.MOVED, note="転出のため")
    assert "取り消されています" in refused(benefit, certificate)
    old = a_certificate(clerk=clerk)
    with time_machine.travel(now() + timedelta(days=800), tick=False):
        assert "有効期限" in refused(benefit, old)
    old.claims = {**old.claims, "holder_name": "別の 人"}
    session.flush()
    assert "一致しません" in refused(benefit, old)


def test_the_benefit_says_who_where_and_when(session: Session) -> None:
    certificate = a_certificate()
    assert "プレミアム登録の人だけ" in refused(a_benefit(audience=Audience.PREMIUM), certificate)
    assert "別のまちの証明書" in refused(a_benefit(), a_certificate(code=FAR))
    assert "で終わりました" in refused(a_benefit(ends_on=today() - timedelta(days=1)), certificate)
    assert "からです" in refused(a_benefit(starts_on=today() + timedelta(days=1)), certificate)
    assert "休止中" in refused(a_benefit(status=BenefitStatus.PAUSED), certificate)
    certificate.kind = "activity"
    assert "登録証だけ" in refused(a_benefit(), certificate)
    mine, hers = a_partner(), a_partner()
    with pytest.raises(NotThere):
        actions.use(a_benefit(partner_ids=[mine.id]), certificate, by=actor_of(hers))


def test_uses_are_counted_within_their_span(session: Session) -> None:
    days = [quota.first_day(per, date(2026, 10, 7)).isoformat() for per in (Period.DAY, Period.WEEK, Period.MONTH)]
    assert days == ["2026-10-07", "2026-10-05", "2026-10-01"]
    certificate, by = a_certificate(), actor_of(a_partner())
    left = {}
    for per in Period:
        benefit = a_benefit(per=per)
        use = actions.use(benefit, certificate, by=by)
        use.used_on = max(quota.first_day(per, today()), today() - timedelta(days=400)) - timedelta(days=1)
        session.flush()
        left[per] = quota.left_of(benefit, certificate.user_id or "").uses
    assert left == {Period.DAY: 1, Period.WEEK: 1, Period.MONTH: 1, Period.WHOLE: 0}


def test_a_new_certificate_brings_no_new_uses(session: Session) -> None:
    clerk = a_clerk(TOWN)
    holder, benefit, by = a_resident_user(), a_benefit(), actor_of(a_partner())
    old = a_certificate(holder, clerk)
    actions.use(benefit, old, by=by)
    row = registration_of(old)
    row.tier = Tier.PREMIUM
    following.follow(row, by=actor_of(clerk))
    new = certificate_of(row)
    assert "使い切っています" in refused(benefit, new)
    assert "新しい登録証に切り替わっています" in refused(benefit, old)


@pytest.mark.parametrize("form", [TokenForm.QR_NAME, TokenForm.SDJWT])
def test_what_a_qr_code_holds_is_read_too_unless_it_was_altered(session: Session, form: TokenForm) -> None:
    certificate = a_certificate()
    body = token(certificate, form).body
    assert reading.certificate_of(body) is certificate
    with pytest.raises(RuleBroken):
        reading.certificate_of(body[:60] + ("1" if body[60] != "1" else "2") + body[61:])
    assert reading.pass_code("http://localhost/desk/benefits/p/abcd-efgh") == "ABCDEFGH"
    assert reading.pass_code(certificate.public_code) == ""


@pytest.mark.both_databases
def test_two_counters_at_once_do_not_give_the_last_use_twice(database: Any) -> None:
    with database.transaction():
        rows = [a_certificate().id for _ in range(3)]
        partner, benefit = a_partner(), a_benefit(total_times=2, total_per=Period.MONTH)
    start, said = threading.Barrier(3), []

    def serve(certificate_id: str) -> None:
        start.wait(timeout=10)
        try:
            with database.transaction() as s:
                certificate = s.get_one(Certificate, certificate_id)
                actions.use(s.get_one(Benefit, benefit.id), certificate, by=actor_of(partner), key=new_id())
            said.append("")
        except RuleBroken as broken:
            said.append(broken.sentence)

    threads = [threading.Thread(target=serve, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(bool(sentence) for sentence in said) == [False, False, True]
    assert "全員で使える回数" in max(said)
    assert count(database) == 2
