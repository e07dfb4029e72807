"""Whatever page about a person somebody at work opens, the person reads of it: by the row that its address names."""

from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from tests.support.client import PageClient
from tests.support.following import browser_of
from webapp.banks.users.models import BankTalk, BankUser
from webapp.bookings.models import Booking
from webapp.core.actor import Actor
from webapp.core.i18n import in_language
from webapp.demo.world import MAIN_TOWN
from webapp.onestop.models import OneStopApplication, OneStopStatus
from webapp.pledges.models import Pledge
from webapp.privacy.seen import seen_of
from webapp.receipts.models import Receipt
from webapp.registrations.models import Registration
from webapp.residents.reads.models import DataRead, What
from webapp.tenancy.taken.models import TakenFile, TakenPerson


def of(session: Any, table: Any) -> Any:
    """The oldest row about somebody in the demo's town."""
    chosen = select(table).where(table.municipality_code == MAIN_TOWN, table.user_id.is_not(None))
    if "corporation_id" in table.__table__.c:
        chosen = chosen.where(table.corporation_id.is_(None))
    return session.exec(chosen.order_by(table.id)).first()


def lines(app: Flask) -> set[tuple[str, What]]:
    database = app.extensions["futamachi"].database
    with database.transaction(read_only=True) as session:
        return {(row.user_id, row.what) for row in session.exec(select(DataRead))}


def opened(browser: PageClient, *paths: str) -> None:
    for path in paths:
        browser.get(path).response.close()


def test_pages_of_every_desk_are_noted_and_being_found_is(demo_app: Flask) -> None:
    database = demo_app.extensions["futamachi"].database
    with database.transaction() as session:
        for row in session.exec(select(DataRead)):
            session.delete(row)
        booking, user, person = of(session, Booking), of(session, BankUser), of(session, Registration)
        receipt, pledge = session.exec(
            select(Receipt, Pledge)
            .join(Pledge)
            .where(Receipt.municipality_code == MAIN_TOWN, Pledge.user_id.is_not(None))  # type: ignore[union-attr]
        ).first()
        name = person.snapshot.get("family_name", "")
    clerk = browser_of(demo_app, "clerk")
    opened(
        clerk, f"/desk/bookings/{booking.id}", f"/staff/bank-users/{user.id}", f"/staff/receipts/{receipt.id}",
        f"/staff/registrations/{person.id}/preview",
    )  # fmt: skip
    assert lines(demo_app) >= {
        (booking.user_id, What.BOOKING), (user.user_id, What.HOME), (pledge.user_id, What.PLEDGE),
        (person.user_id, What.APPLICATION),
    }  # fmt: skip
    clerk.post("/staff/search", {"q": name}, expect=200).response.close()
    assert any(what is What.FOUND for _user, what in lines(demo_app))


def test_one_stop_files_and_brokers_are_told_of(demo_app: Flask) -> None:
    database = demo_app.extensions["futamachi"].database
    with database.transaction() as session:
        accepted = select(OneStopApplication, Pledge).join(Pledge)
        rows = session.exec(accepted.where(OneStopApplication.status == OneStopStatus.ACCEPTED)).all()
        donors, year = {pledge.user_id for _row, pledge in rows} - {None}, rows[0][0].year
        handed = select(BankUser.user_id).join(BankTalk).where(BankTalk.handed_at.is_not(None))  # type: ignore[union-attr]
        helped = session.exec(handed.where(BankUser.user_id.is_not(None))).first()  # type: ignore[union-attr]
    browser_of(demo_app, "clerk").post(f"/staff/onestop/accepted.csv?year={year}", expect=200).response.close()
    with demo_app.app_context(), database.transaction() as session, in_language("ja"):
        assert set(session.exec(select(TakenPerson.user_id))) == donors
        assert session.exec(select(TakenFile.people)).one() == len(donors) > 0
        if helped is None:
            pytest.fail("the demo hands no talk over to a broker")
        assert "家の取引の業者" in [str(line.role) for line in seen_of(Actor(helped))]
