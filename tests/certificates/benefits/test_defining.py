"""A benefit's life: offered by the town, or proposed by a partner and decided; terms that change keep their past."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, actor_of
from tests.factories.benefits import a_benefit, a_partner
from tests.factories.certificates import TOWN
from tests.factories.municipalities import a_programme
from tests.support.client import PageClient
from webapp.accounts.models import User
from webapp.certificates.benefits import actions, leaving, terms
from webapp.certificates.benefits.models import Audience, Benefit, BenefitStatus, Period
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.core.trail import history_of

SignedIn = Callable[..., PageClient]
FAR = "152242"
TYPED = {
    "title": "回数券",
    "gives": "回数券が半額",
    "partner_name": "木曽の湯",
    "kind": "facility",
    "times": "3",
    "per": "week",
}


def town_and_partner() -> tuple[Actor, Actor]:
    a_programme(TOWN)
    return actor_of(a_clerk(TOWN)), actor_of(a_partner())


def proposed(partner: Actor, **changes: Any) -> Benefit:
    known = {"municipality_code": TOWN, "partner_name": "湯", "title": "入浴半額"}
    return actions.propose(Benefit(**{**known, **changes}), by=partner)


def test_a_town_offers_a_benefit_that_everybody_reads_of(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_programme(TOWN)
        clerk = a_clerk(TOWN)
    desk = signed_in(clerk)
    page = desk.get(f"/staff/benefits/new/{TOWN}")
    wrong = {**TYPED, "gives": "", "ends_on": "2020-01-01", "times": "0"}
    assert len(desk.submit(page, "特典を加える", wrong, expect=422).errors()) == 3
    page = desk.submit(page, "特典を加える", {**TYPED, "total_times": "100", "total_per": "month"}).follow()
    assert page.h1 == "回数券"
    public = desk.get(f"/municipalities/{TOWN}/benefits")
    assert "一人あたり、1週間に3回まで" in public.text
    assert "1か月に100回まで（残り100回）" in public.text
    desk.get(f"/staff/benefits/new/{FAR}", expect=404)
    desk.get("/municipalities/011002/benefits", expect=404)


def test_a_partner_proposes_and_the_town_declines_with_a_reason(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_programme(TOWN)
        clerk, partner, other = a_clerk(TOWN), a_partner(), a_partner()
    counter, desk = signed_in(partner), signed_in(clerk)
    counter.get(f"/desk/benefits/propose/{FAR}", expect=404)
    page = counter.submit(counter.get(f"/desk/benefits/propose/{TOWN}"), "市町村に提案する", TYPED).follow()
    key = page.path.rsplit("/", 1)[1]
    assert "返事を待っています" in page.text
    signed_in(other).get(page.path, expect=404)
    assert "回数券" not in desk.get(f"/municipalities/{TOWN}/benefits").text
    assert "返事を待っている提案が1件" in desk.get("/staff/benefits").text
    decline = desk.get(f"/staff/benefits/{key}/decline")
    desk.submit(decline, "提案を見送る", {"reason": ""}, expect=422)
    desk.submit(decline, "提案を見送る", {"reason": "対象の日を決めてください。"})
    edit = counter.get(f"/desk/benefits/{key}/edit")
    page = counter.submit(edit, "直して送る", {"conditions": "平日のみ"}).follow()
    assert "提案中" in page.text
    page = desk.submit(desk.get(f"/staff/benefits/{key}"), "提案を受け入れる").follow()
    assert "内容の移り変わり" in page.text
    with database.transaction(read_only=True) as s:
        letters = [letter.subject for letter in s.exec(select(Letter).where(Letter.to_email == partner.email))]
        assert letters == ["「回数券」は見送りになりました", "「回数券」が受け入れられました"]
        told = s.exec(select(Letter.subject).where(Letter.to_email == clerk.email)).all()
        assert told == ["特典の提案が届きました：回数券"] * 2, "once for the proposal, once for its second try"


def test_what_a_partner_may_do_ends_where_the_town_decides(session: Session) -> None:
    town, partner = town_and_partner()
    benefit = proposed(partner)
    with pytest.raises(NotThere):
        actions.decide(benefit, "withdraw", by=actor_of(a_partner()))
    actions.decide(benefit, "accept", by=town)
    with pytest.raises(RuleBroken, match="もう直せません"):
        actions.revise(benefit, {"title": "全額"}, by=partner)
    actions.decide(benefit, "pause", by=partner, reason="改装のため")
    actions.decide(benefit, "resume", by=partner)
    actions.decide(benefit, "pause", by=town, reason="苦情があったため")
    with pytest.raises(RuleBroken, match="再開できるのは市町村だけ"):
        actions.decide(benefit, "resume", by=partner)
    with pytest.raises(RuleBroken, match="理由が必要"):
        actions.decide(benefit, "end", by=town)
    stranger = proposed(partner)
    with pytest.raises(NotThere):
        actions.decide(stranger, "accept", by=actor_of(a_clerk(FAR)))


def test_changed_terms_keep_their_past(session: Session) -> None:
    town, _partner = town_and_partner()
    benefit = actions.offer_benefit(Benefit(municipality_code=TOWN, partner_name="湯", title="入浴半額"), by=town)
    actions.revise(benefit, {"title": "入浴無料", "audience": Audience.PREMIUM, "ends_on": today()}, by=town)
    actions.revise(benefit, {"title": "入浴無料"}, by=town)
    ((version, changed),) = terms.history_of_terms(benefit)
    assert version.number == terms.version_now(benefit) == 2
    assert [(str(label), before) for label, before, _after in changed] == [
        ("特典の名前", "入浴半額"),
        ("使える人", "登録している人"),
        ("終わりの日", "なし"),
    ]
    assert [entry.action for entry in history_of(benefit)] == ["benefit.offer", "benefit.revise"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends_on": today() - timedelta(days=9)}, "終わりの日が"),
        ({"times": 5, "per": Period.WHOLE, "total_times": 4}, "全員の回数より多く"),
        ({"total_times": 4, "total_per": Period.DAY}, "1か月か期間中"),
        ({"partner_ids": ["0" * 26]}, "このまちの協力店"),
    ],
)
def test_terms_that_contradict_each_other_are_refused(session: Session, wrong: dict[str, Any], sentence: str) -> None:
    town, _partner = town_and_partner()
    benefit = Benefit(municipality_code=TOWN, partner_name="湯", title="入浴半額", **wrong)
    with pytest.raises(RuleBroken, match=sentence):
        actions.offer_benefit(benefit, by=town)


def test_when_the_town_has_left_its_benefits_end_and_proposals_fall(session: Session) -> None:
    town, partner = town_and_partner()
    running, open_one = a_benefit(), proposed(partner)
    leaving.end_all_in(TOWN, by=town, reason="参加を終えたため")
    assert (running.status, open_one.status) == (BenefitStatus.ENDED, BenefitStatus.DECLINED)


def test_nobody_offers_where_the_town_takes_no_part(session: Session) -> None:
    partner: User = a_partner("011002")
    with pytest.raises(RuleBroken, match="まちの参加が始まってから"):
        proposed(actor_of(partner), municipality_code="011002")
