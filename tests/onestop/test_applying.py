"""One application for each donation, five municipalities, the day of the deadline, and what makes it void."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import Session, select

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.onestop import DETAILS, TOWNS, a_donation, a_paid_pledge, an_application, told_elsewhere
from webapp.core.actor import system_actor
from webapp.core.errors import RuleBroken
from webapp.core.letters import Letter
from webapp.onestop import actions, counting, own_data, queries, telling, years
from webapp.onestop.actions import Details, Move
from webapp.onestop.donations import donation, donations_of
from webapp.onestop.models import OneStopApplication, OneStopElsewhere, OneStopStatus, VoidCause
from webapp.pledges import actions as pledges

SERVICE = system_actor("test")
NOVEMBER = datetime(2026, 11, 21, 3, tzinfo=UTC)
LAST_MINUTE = datetime(2027, 1, 10, 14, 59, tzinfo=UTC)  # 23:59 in Japan


@pytest.fixture
def november() -> Iterator[Any]:
    with time_machine.travel(NOVEMBER, tick=False) as travelling:
        yield travelling


def letters_said(session: Session) -> list[str]:
    session.flush()
    return [letter.subject for letter in session.exec(select(Letter).order_by(Letter.id))]  # type: ignore[arg-type]


def test_an_application_is_made_from_the_donation_and_tells_what_to_send(session: Session, november: Any) -> None:
    row = an_application()
    assert (row.status, row.year, row.name, row.address) == (
        OneStopStatus.APPLIED, 2026, "佐藤 花子", "東京都新宿区西新宿1-1-1",
    )  # fmt: skip
    assert len(row.code) == 8
    assert "ワンストップ特例の申請書をつくりました：長野県塩尻市" in letters_said(session)


def test_each_donation_needs_its_own_and_takes_one_only(session: Session, november: Any) -> None:
    donor = a_resident_user()
    first, second = a_donation(donor), a_donation(donor)
    actions.apply(first, DETAILS, by=actor_of(donor))
    again = donation(first.pledge)
    assert again is not None
    with pytest.raises(RuleBroken, match="もうつくって"):
        actions.apply(again, DETAILS, by=actor_of(donor))
    with pytest.raises(RuleBroken, match="もうつくって"):
        actions.apply(first, DETAILS, by=actor_of(donor))  # read before the first application was there
    actions.apply(second, DETAILS, by=actor_of(donor))
    assert counting.count_for(donor.id, 2026).number == 1  # the same town twice is one


def test_the_sixth_municipality_is_refused_and_the_donation_stays(session: Session, november: Any) -> None:
    donor = a_resident_user()
    for town in TOWNS[:4]:
        an_application(donor, town)
    told_elsewhere(donor, TOWNS[4], 10_000)
    sixth = a_donation(donor, TOWNS[5])
    with pytest.raises(RuleBroken, match="5市町村まで"):
        actions.apply(sixth, DETAILS, by=actor_of(donor))
    assert sixth.pledge.kept_yen == 30_000
    actions.apply(a_donation(donor, TOWNS[0]), DETAILS, by=actor_of(donor))  # one of the five is fine
    assert counting.count_for(donor.id, 2026).number == 5


def test_a_donation_elsewhere_without_the_exception_does_not_count(session: Session, november: Any) -> None:
    donor = a_resident_user()
    for town in TOWNS[:5]:
        told_elsewhere(donor, town, 1_000, uses_onestop=town != TOWNS[0])
    count = counting.count_for(donor.id, 2026)
    assert (count.number, count.after(TOWNS[5]), count.is_beyond) == (4, 5, False)
    told_elsewhere(donor, TOWNS[0], 1_000)
    an_application_is_refused(a_donation(donor, TOWNS[5]), donor)


def an_application_is_refused(given: Any, donor: Any) -> None:
    with pytest.raises(RuleBroken):
        actions.apply(given, DETAILS, by=actor_of(donor))


def test_without_an_account_the_number_told_counts(session: Session, november: Any) -> None:
    given = a_donation(email="guest@example.jp")
    with pytest.raises(RuleBroken, match="5市町村まで"):
        actions.apply(given, Details(towns_elsewhere=5), by=SERVICE)
    row = actions.apply(given, Details(towns_elsewhere=4), by=SERVICE)
    assert row.status is OneStopStatus.APPLIED


@pytest.mark.parametrize(("moment", "is_open"), [(LAST_MINUTE, True), (LAST_MINUTE + timedelta(minutes=1), False)])
def test_the_tenth_of_january_in_japan_is_the_last_day(
    session: Session, november: Any, moment: datetime, is_open: bool
) -> None:
    donor = a_resident_user()
    given = a_donation(donor)
    november.move_to(moment)
    assert given.may_apply is is_open
    if is_open:
        actions.apply(given, DETAILS, by=actor_of(donor))
    else:
        with pytest.raises(RuleBroken, match="締め切り"):
            actions.apply(given, DETAILS, by=actor_of(donor))


def test_the_year_is_that_of_the_day_of_receipt_in_japan(session: Session) -> None:
    with time_machine.travel(datetime(2026, 12, 31, 15, 0, 5, tzinfo=UTC), tick=False):
        assert a_donation().received_on == date(2027, 1, 1)
        assert (years.year_in_hand(), years.deadline(2026)) == (2026, date(2027, 1, 10))


def test_a_refund_makes_it_void_and_once_is_enough(session: Session, november: Any) -> None:
    row = an_application()
    pledge = queries.pledge_of(row)
    pledges.mark_refunded(pledge, by=SERVICE)
    pledges.mark_refunded(pledge, by=SERVICE)
    assert (row.status, row.void_cause) == (OneStopStatus.VOID, VoidCause.REFUND)
    assert letters_said(session).count("ワンストップ特例の申請が無効になりました：長野県塩尻市") == 1
    assert donations_of(pledge.user_id, 2026) == []


def test_a_tax_return_makes_all_of_the_year_void_and_can_be_taken_back(session: Session, november: Any) -> None:
    donor = a_resident_user()
    rows = [an_application(donor, town) for town in TOWNS[:2]]
    assert telling.choose_tax_return(2026, by=actor_of(donor)) == 2
    assert {row.void_cause for row in rows} == {VoidCause.TAX_RETURN}
    telling.choose_onestop(2026, by=actor_of(donor))
    given = donation(queries.pledge_of(rows[0]))
    assert given is not None
    again = actions.apply(given, DETAILS, by=actor_of(donor))
    assert (again.id, again.status, again.void_cause) == (rows[0].id, OneStopStatus.APPLIED, None)


def test_a_move_makes_one_notice_for_each_municipality(session: Session, november: Any) -> None:
    donor = a_resident_user()
    rows = [an_application(donor, town) for town in (TOWNS[0], TOWNS[0], TOWNS[1])]
    move = Move("佐藤 花子", "神奈川県横浜市中区本町1-1", date(2026, 11, 20))
    notices = actions.tell_move(queries.own(donor.id, 2026), move, by=actor_of(donor))
    assert sorted(notice.municipality_code for notice in notices) == sorted(TOWNS[:2])
    assert {notice.old_address for notice in notices} == {"東京都新宿区西新宿1-1-1"}
    assert {row.address for row in rows} == {move.address}
    assert an_application(donor, TOWNS[2]).address == move.address  # though the donation was made before
    with pytest.raises(RuleBroken, match="同じ"):
        actions.tell_move(rows, move, by=actor_of(donor))
    november.move_to(NOVEMBER + timedelta(days=1))
    later = an_application(donor, TOWNS[3])  # its donor typed where they live by now
    assert later.address == "東京都新宿区西新宿1-1-1"
    november.move_to(LAST_MINUTE + timedelta(minutes=1))
    with pytest.raises(RuleBroken, match="締め切り"):
        actions.tell_move(rows, Move("鈴木 花子", move.address, date(2027, 1, 1)), by=actor_of(donor))


def test_a_day_to_come_is_no_day_of_a_move(session: Session, november: Any) -> None:
    row = an_application()
    with pytest.raises(RuleBroken, match="今日まで"):
        actions.tell_move([row], Move("佐藤 花子", "京都府京都市北区1", date(2026, 11, 22)), by=SERVICE)


def test_own_data_goes_along_and_is_erased(session: Session, november: Any) -> None:
    donor = a_resident_user()
    row = an_application(donor)
    told_elsewhere(donor, TOWNS[1], 10_000)
    taken = own_data.exported(actor_of(donor))
    assert (taken["onestop"][0]["kana"], taken["onestop_elsewhere"][0]["amount"]) == ("サトウ ハナコ", 10_000)
    own_data.erase(donor.id, by=actor_of(donor))
    session.flush()
    kept = session.get_one(OneStopApplication, row.id)
    assert (kept.name, kept.kana, kept.address, kept.phone, kept.birth_date) == ("", "", "", "", None)
    assert (kept.status, kept.void_cause) == (OneStopStatus.VOID, VoidCause.WITHDRAWN)
    assert session.exec(select(OneStopElsewhere)).all() == []


def test_nobody_else_finds_it(session: Session, november: Any) -> None:
    from webapp.core.errors import NotThere

    row = an_application()
    with pytest.raises(NotThere):
        queries.application_for(actor_of(a_resident_user()), row.id)
    guest = a_paid_pledge(email="guest@example.jp")
    assert queries.application_of(guest) is None
