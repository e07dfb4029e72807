"""The ledger: each sees their part, nobody a name; a use is taken back the same day; erasing cuts the person off."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.benefits import a_benefit, a_partner
from tests.factories.certificates import TOWN, a_certificate
from tests.support.client import PageClient
from webapp.certificates.benefits.uses import actions, figures, own_data, passes, quota
from webapp.certificates.benefits.uses.models import BenefitPass, Redemption, RedemptionStatus
from webapp.core.clock import now
from webapp.core.errors import RuleBroken

SignedIn = Callable[..., PageClient]
FAR = "152242"


def test_a_use_is_voided_on_its_day_with_a_reason_and_stays_in_the_ledger(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        holder, partner, clerk, far = a_resident_user(), a_partner(), a_clerk(TOWN), a_clerk(FAR)
        certificate, benefit = a_certificate(holder), a_benefit()
        use = actions.use(benefit, certificate, by=actor_of(partner))
    counter = signed_in(partner)
    path = f"/desk/benefits/uses/{use.id}/void"
    signed_in(far).get(path, expect=404)
    page = counter.get(path)
    counter.submit(page, "利用の記録を取り消す", {"reason": ""}, expect=422)
    assert "取消し" in counter.submit(page, "利用の記録を取り消す", {"reason": "押しまちがい"}).follow().text
    counter.submit(page, "利用の記録を取り消す", {"reason": "押しまちがい"}, expect=409)
    with database.transaction(read_only=True) as s:
        assert s.get_one(Redemption, use.id).status is RedemptionStatus.VOIDED
        assert quota.left_of(benefit, holder.id).uses == 1
    desk = signed_in(clerk)
    shown = desk.get(f"/staff/benefits/{benefit.id}")
    assert certificate.number in shown.text
    assert certificate.holder_name not in shown.text
    file = desk.get(f"/staff/benefits/{TOWN}/uses.csv", lint=False).html
    assert "奈良井ワークス,2000,取消し" in file
    assert certificate.number not in file
    desk.get(f"/staff/benefits/{FAR}/uses.csv", expect=404)
    assert "奈良井ワークス" in signed_in(holder).get("/my/benefits").text


def test_a_day_later_it_stands(session: Session) -> None:
    by, certificate = actor_of(a_partner()), a_certificate()
    use = actions.use(a_benefit(), certificate, by=by)
    with (
        time_machine.travel(now() + timedelta(days=1), tick=False),
        pytest.raises(RuleBroken, match="利用した日のうち"),
    ):
        actions.void(use, by=by, reason="おそい")


def test_the_town_counts_by_month_and_benefit_without_what_was_voided(session: Session) -> None:
    by, benefit = actor_of(a_partner()), a_benefit(times=9)
    first, second = (actions.use(benefit, a_certificate(), by=by) for _ in range(2))
    actions.void(second, by=by, reason="まちがい")
    found = figures.overview([benefit])
    assert (found.total, found.yen, found.whole[benefit.id], found.months[-1][1]) == (1, 2000, 1, 1)
    assert first.version == 1


def test_a_person_takes_their_uses_along_and_after_erasing_nothing_leads_back(session: Session) -> None:
    holder, by, benefit = a_resident_user(), actor_of(a_partner()), a_benefit(times=2)
    certificate = a_certificate(holder)
    use = actions.use(benefit, certificate, by=by)
    passes.open_pass(benefit, certificate, by=actor_of(holder))
    told = own_data.exported(actor_of(holder))
    assert [row["benefit"] for row in told["benefits_used"] + told["benefit_passes"]] == ["1日無料", "1日無料"]
    own_data.erase(holder.id, by=actor_of(holder))
    assert (use.user_id, use.certificate_id, use.status) == (None, None, RedemptionStatus.RECORDED)
    assert session.exec(select(BenefitPass)).all() == []
    assert own_data.exported(actor_of(holder)) == {"benefits_used": [], "benefit_passes": []}


def test_somebody_without_a_certificate_is_told_how_to_get_one(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        visitor, benefit = a_resident_user(), a_benefit()
    page = signed_in(visitor)
    assert "使える登録証がありません" in page.get("/my/benefits").text
    page.post(f"/my/benefits/{benefit.id}/use", expect=404)
