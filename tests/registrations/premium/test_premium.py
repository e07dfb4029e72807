"""Premium: its requirements from dated parameters, asking, granting under a cap, ending, letters, the daily work."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_membership, a_resident_user, actor_of
from tests.factories.activities import attested_records
from tests.factories.premium import a_premium, a_ready_registration, a_request, identity
from tests.factories.registrations import an_approved_registration
from tests.factories.residents import SHIOJIRI
from tests.support.client import PageClient
from webapp.core.actor import Role, system_actor
from webapp.core.clock import months_later, today
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.letters import Letter
from webapp.core.services import services
from webapp.municipalities.models import DatedSetting
from webapp.registrations import deciding, following
from webapp.registrations.applying import withdraw as take_back
from webapp.registrations.models import Registration, Tier
from webapp.registrations.premium import actions, jobs, own_data, queries, requirements
from webapp.registrations.premium.models import PremiumRequest, PremiumStatus
from webapp.residents.queries import profile_of_user

Visit = Callable[..., PageClient]
TOWNS = (SHIOJIRI, "152242", "212172", "372081")


def missing(row: Registration) -> set[str]:
    return {finding.key for finding in requirements.findings(row) if not finding.is_met}


def set_to(key: str, value: Any, since: date | None = None, code: str | None = SHIOJIRI) -> DatedSetting:
    return DatedSetting(
        key=key, municipality_code=code, value={"value": value}, valid_from=since or today(), source="要綱"
    )


def subjects(database: Any) -> list[str]:
    with database.transaction(read_only=True) as s:
        return [letter.subject for letter in s.exec(select(Letter))]


def the_day_passes_twice(app: Any) -> None:
    with app.app_context():
        jobs.day({})
        jobs.day({})


def test_each_requirement_is_found_on_its_own(session: Any) -> None:
    user = a_resident_user()
    row = a_ready_registration(user, activities=2)
    assert missing(row) == {"activities"}
    attested_records(user, 1, last=months_later(today(), -13))
    assert missing(row) == {"activities"}
    attested_records(user, 1, last=today() - timedelta(days=100))
    assert missing(row) == set()
    identity()
    assert missing(row) == {"identity"}
    profile = profile_of_user(user.id)
    assert profile is not None
    profile.home_code = SHIOJIRI
    assert missing(row) == {"identity", "elsewhere"}
    with pytest.raises(RuleBroken, match="本人確認が済んでいる、住所がこのまちの外にある"):
        a_request(row)


def test_a_town_may_ask_for_less_and_from_a_day_on(session: Any) -> None:
    row = a_ready_registration(activities=0)
    identity()
    session.add_all(
        [set_to("premium_activities", 0), set_to("premium_identity", "not_needed", today() + timedelta(days=9))]
    )
    session.flush()
    assert missing(row) == {"identity"}
    later = requirements.findings(row, today() + timedelta(days=9))
    assert [finding.key for finding in later] == ["stands", "elsewhere", "cap"]


def test_the_checklist_says_what_is_missing_and_where_to_do_it(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        row = a_ready_registration(user, activities=2)
    page = signed_in(user).get(f"/my/premium/{row.id}")
    assert "12か月で3回のうち2回" in page.text
    assert "あと1つです" in page.text
    assert page.links()["このまちの活動を見る"] == f"/activities/{SHIOJIRI}"
    assert "長野県にも登録されています" in page.text
    with pytest.raises(AssertionError):
        page.form("プレミアムを申し込む")
    signed_in(user).post(f"/my/premium/{row.id}", expect=409)


def test_a_request_goes_to_the_town_and_its_yes_makes_premium(database: Any, signed_in: Visit) -> None:
    told: list[Tier] = []
    with database.transaction():
        user = a_resident_user()
        row, clerk = a_ready_registration(user), a_clerk(SHIOJIRI)
        services().extras[following.FOLLOWERS] = (lambda registration, *, by: told.append(registration.tier),)
    me, desk = signed_in(user), signed_in(clerk)
    page = me.submit(me.get(f"/my/premium/{row.id}"), "プレミアムを申し込む").follow()
    assert "申し込んでいます" in page.text
    me.post(f"/my/premium/{row.id}", expect=409)
    page = desk.get("/staff/premium")
    page = desk.get(str(page.tree.select_one(".queue__title a").attrs["href"]))
    assert "奈良井宿の花壇の手入れ" in page.text
    desk.submit(page, "プレミアムを認める")
    assert told == [Tier.PREMIUM]
    until = months_later(today(), 12) - timedelta(days=1)
    with database.transaction(read_only=True) as s:
        stored = s.get_one(Registration, row.id)
        assert (stored.tier, stored.premium_until) == (Tier.PREMIUM, until)
        assert all(found["is_met"] for found in s.exec(select(PremiumRequest)).one().found)
    assert "プレミアム登録の申込みがありました" in subjects(database)
    assert "長野県塩尻市のプレミアム登録が認められました" in subjects(database)
    assert "更新は" in me.get(f"/my/premium/{row.id}").text


def test_a_refusal_needs_a_reason_and_basic_stands(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        row, clerk = a_ready_registration(user), a_clerk(SHIOJIRI)
        asked = a_request(row)
    desk, path = signed_in(clerk), f"/staff/premium/{asked.id}/refuse"
    assert desk.submit(desk.get(path), "プレミアムを断る", {"reason": ""}, expect=422).errors()
    desk.submit(desk.get(path), "プレミアムを断る", {"reason": "活動の記録を確かめています。"})
    assert "活動の記録を確かめています" in signed_in(user).get(f"/my/premium/{row.id}").text
    with database.transaction(read_only=True) as s:
        assert s.get_one(Registration, row.id).tier is Tier.BASIC
    desk.post(f"/staff/premium/{asked.id}/grant", expect=409)


def test_the_resident_takes_a_request_back(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        row = a_ready_registration(user)
        a_request(row)
    me = signed_in(user)
    page = me.submit(me.get(f"/my/premium/{row.id}"), "申込みを取り下げる").follow()
    assert page.form("プレミアムを申し込む")


def test_who_may_decide(session: Any) -> None:
    row = a_ready_registration()
    asked, own = a_request(row), a_clerk(SHIOJIRI)
    with pytest.raises(NotAllowed):
        actions.grant(asked, row, by=actor_of(a_clerk(TOWNS[1])))
    with pytest.raises(NotAllowed):
        actions.withdraw(asked, by=actor_of(own))
    with pytest.raises(NotAllowed):
        actions.request(row, by=actor_of(own))


def test_a_clerk_does_not_grant_their_own(session: Any) -> None:
    both = a_resident_user()
    row = a_ready_registration(both)
    a_membership(both, Role.CLERK, SHIOJIRI)
    with pytest.raises(RuleBroken, match="自分の申込み"):
        actions.grant(a_request(row), row, by=actor_of(both))


def test_what_ran_out_meanwhile_is_refused_at_the_desk(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        asked, clerk = a_request(a_ready_registration()), a_clerk(SHIOJIRI)
        identity()
    desk = signed_in(clerk)
    page = desk.submit(desk.get(f"/staff/premium/{asked.id}"), "プレミアムを認める", expect=409)
    assert "本人確認" in page.text


def test_another_town_and_other_residents_find_nothing(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        row = a_ready_registration()
        asked = a_request(row)
        stranger, clerk = a_resident_user(), a_clerk(TOWNS[1])
    for path in (f"/my/premium/{row.id}", f"/staff/premium/{asked.id}"):
        signed_in(stranger if path.startswith("/my") else clerk).get(path, expect=404)
    signed_in(clerk).post(f"/staff/premium/{asked.id}/grant", expect=404)
    signed_in(stranger).post(f"/my/premium/requests/{asked.id}/withdraw", expect=404)


@pytest.mark.both_databases
def test_two_towns_that_say_yes_at_once_do_not_pass_the_cap(app: Any, database: Any) -> None:
    with database.transaction() as s:
        user = a_resident_user()
        for code in TOWNS[:2]:
            a_premium(user, code)
        pairs = [(a_request(a_ready_registration(user, code)).id, a_clerk(code)) for code in TOWNS[2:]]
        s.flush()
        clerks = [actor_of(clerk) for _asked, clerk in pairs]
    gate, said = threading.Barrier(2), []

    def decide(number: int) -> None:
        gate.wait()
        try:
            with app.app_context(), app.extensions["futamachi"].database.transaction():
                found = queries.request_for(clerks[number], pairs[number][0], to_change=True)
                actions.grant(found.request, found.registration, by=clerks[number])
                said.append("granted")
        except RuleBroken as refused:
            said.append(refused.sentence)

    threads = [threading.Thread(target=decide, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(sentence[:7] for sentence in said) == ["granted", "足りない条件が"], said
    with database.transaction(read_only=True) as s:
        held = s.exec(select(Registration).where(Registration.tier == Tier.PREMIUM)).all()
        assert len(held) == 3


@pytest.mark.both_databases
def test_the_day_after_the_last_one_it_is_basic_once(app: Any, database: Any) -> None:
    with database.transaction():
        grant = a_premium(until=today() - timedelta(days=1))
        others = [a_premium(until=today()), a_premium()]
    the_day_passes_twice(app)
    with database.transaction(read_only=True) as s:
        assert s.get_one(PremiumRequest, grant.id).status is PremiumStatus.LAPSED
        ended = s.get_one(Registration, grant.registration_id)
        assert (ended.tier, ended.premium_until) == (Tier.BASIC, None)
        assert [s.get_one(Registration, one.registration_id).tier for one in others] == [Tier.PREMIUM] * 2
    assert [subject for subject in subjects(database) if "期間が終わり" in subject] == [
        "長野県塩尻市のプレミアムの期間が終わりました"
    ]


def test_ninety_days_before_the_end_a_letter_says_what_is_missing_once(app: Any, database: Any) -> None:
    with database.transaction():
        near, ready, far = a_resident_user(), a_resident_user(), a_resident_user()
        a_premium(near, until=today() + timedelta(days=90))
        a_premium(ready, until=today() + timedelta(days=90))
        attested_records(ready, 3)
        identity(ready.id)
        a_premium(far, until=today() + timedelta(days=91))
    the_day_passes_twice(app)
    with database.transaction(read_only=True) as s:
        letters = [one for one in s.exec(select(Letter)) if "期限が近づいています" in one.subject]
    by_person = {letter.to_email: "".join(letter.content["paragraphs"]) for letter in letters}
    assert set(by_person) == {near.email, ready.email}
    assert len(letters) == 2
    assert "3回のうち0回" in by_person[near.email]
    assert "条件は、いまの時点でそろっています" in by_person[ready.email]


def test_a_renewal_checks_again_and_goes_on_from_the_old_end(session: Any) -> None:
    user = a_resident_user()
    grant = a_premium(user, until=today() + timedelta(days=30))
    row, clerk = queries.registration_of(grant), actor_of(a_clerk(SHIOJIRI))
    with pytest.raises(RuleBroken, match="足りない条件"):
        a_request(row)
    attested_records(user, 3)
    identity(user.id)
    asked = a_request(row)
    assert asked.is_renewal
    actions.grant(asked, row, by=clerk)
    assert asked.granted_from == today() + timedelta(days=31)
    assert (
        row.premium_until == asked.granted_until == months_later(today() + timedelta(days=31), 12) - timedelta(days=1)
    )


def test_a_renewal_can_wait_until_ninety_days_before_the_end(session: Any) -> None:
    user = a_resident_user()
    row = queries.registration_of(a_premium(user, until=today() + timedelta(days=91)))
    attested_records(user, 3)
    identity(user.id)
    with pytest.raises(RuleBroken, match="更新は"):
        a_request(row)


def test_a_town_ends_a_premium_with_a_reason(session: Any) -> None:
    grant = a_premium()
    row, clerk = queries.registration_of(grant), actor_of(a_clerk(SHIOJIRI))
    actions.end(grant, row, reason="活動の証明が取り消されたため", by=clerk)
    assert (grant.status, row.tier, row.premium_until) == (PremiumStatus.LAPSED, Tier.BASIC, None)


def test_a_registration_that_ends_takes_its_requests_with_it(session: Any) -> None:
    user = a_resident_user()
    row = a_ready_registration(user)
    asked = a_request(row)
    take_back(row, by=actor_of(user))
    assert (asked.status, asked.due_on) == (PremiumStatus.LAPSED, None)
    grant = a_premium()
    registration = queries.registration_of(grant)
    deciding.end(registration, reason="転出のため", by=actor_of(a_clerk(SHIOJIRI)))
    assert grant.status is PremiumStatus.LAPSED
    actions.lapse(registration, by=system_actor("test"))


def test_an_application_has_no_premium_screen(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        row = an_approved_registration(user)
        take_back(row, by=actor_of(user))
    signed_in(user).get(f"/my/premium/{row.id}", expect=404)


def test_own_data_holds_every_request_and_erasing_blanks_its_words(session: Any) -> None:
    user = a_resident_user()
    row, clerk = a_ready_registration(user), actor_of(a_clerk(SHIOJIRI))
    asked = a_request(row)
    actions.refuse(asked, row, reason="もう少し通ってからにしてください", by=clerk)
    (kept,) = own_data.exported(actor_of(user))["premium_requests"]
    assert kept["decision_reason"] == "もう少し通ってからにしてください"
    with pytest.raises(NotAllowed):
        own_data.erase(user.id, by=clerk)
    own_data.erase(user.id, by=actor_of(user))
    assert (asked.found, asked.decision_reason) == ([], "")
