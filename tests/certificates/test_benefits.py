"""What a certificate opens at a partner's counter."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from tests.factories.accounts import a_clerk, a_staff_user, actor_of
from tests.factories.certificates import TOWN, a_certificate
from tests.support.client import PageClient
from webapp.certificates import actions
from webapp.certificates.benefits import actions as benefits
from webapp.certificates.benefits.models import Benefit
from webapp.certificates.models import RevocationReason
from webapp.core.actor import Role
from webapp.core.errors import RuleBroken

SignedIn = Callable[..., PageClient]


def test_a_partner_records_a_use_until_the_months_uses_are_spent(database: Any, signed_in: SignedIn) -> None:
    with database.transaction() as s:
        certificate, partner = a_certificate(), a_staff_user(Role.PARTNER, TOWN)
        s.add(Benefit(municipality_code=TOWN, partner_name="奈良井ワークス", title="1日無料", times_a_month=1))
    counter = signed_in(partner)
    page = counter.get("/desk/benefits")
    counter.submit(page, "確かめて記録する", {"code": certificate.shown_code})
    spent = counter.submit(page, "確かめて記録する", {"code": certificate.shown_code}, expect=409)
    assert "使い切っています" in spent.text
    unknown = counter.submit(page, "確かめて記録する", {"code": "000000000000"}, expect=409)
    assert "見つかりません" in unknown.text


@pytest.mark.parametrize(("harm", "sentence"), [("revoked", "有効ではありません"), ("altered", "一致しません")])
def test_one_that_is_revoked_or_altered_opens_nothing(session: Session, harm: str, sentence: str) -> None:
    clerk = a_clerk(TOWN)
    certificate = a_certificate(clerk=clerk)
    benefit = Benefit(municipality_code=TOWN, partner_name="湯", title="入浴半額")
    benefits.offer_benefit(benefit, by=actor_of(clerk))
    if harm == "revoked":
        actions.revoke(certificate, by=actor_of(clerk), reason=RevocationReason.MOVED, note="転出のため")
    else:
        certificate.claims = {**certificate.claims, "holder_name": "別の 人"}
    session.flush()
    with pytest.raises(RuleBroken, match=sentence):
        benefits.use_benefit(benefit, certificate, by=actor_of(a_staff_user(Role.PARTNER, TOWN)))
