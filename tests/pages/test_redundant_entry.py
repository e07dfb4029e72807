"""WCAG 3.3.7: what somebody told the service once stands filled in where the next step needs it."""

from collections.abc import Callable
from typing import Any

from tests.factories.accounts import a_resident_user
from tests.factories.bookings import a_calendar
from tests.factories.onestop import a_paid_pledge
from tests.factories.participations import an_event
from tests.factories.registrations import a_registration, some_details
from tests.factories.residents import TOKYO_SHINJUKU
from tests.pledges.walking import an_open_project
from tests.support.client import PageClient

ADDRESS = "東京都新宿区新宿2丁目8-1"
SignedIn = Callable[..., PageClient]


def filled_in(browser: PageClient, path: str) -> dict[str, str]:
    """What the fields of a page hold."""
    tree = browser.get(path).tree
    return {str(one.attrs["name"]): str(one.attrs.get("value", "")) for one in tree.select("main input[name]")}


def test_an_application_is_known_to_every_form_after_it(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        person = a_resident_user(display_name="花子")
        told = some_details(TOKYO_SHINJUKU, phone="03-0000-1111", emergency_name="", emergency_phone="")
        a_registration(person, details=told)
        project, calendar, event = an_open_project(), a_calendar(), an_event()
    me = signed_in(person)
    me.submit(me.get(f"/projects/{project.id}/pledge"), "次へ進む", {"amount": "5000"})
    donor = filled_in(me, f"/projects/{project.id}/pledge/who")
    assert (donor["donor_name"], donor["donor_address"]) == ("佐藤 花子", ADDRESS)
    assert "新宿区" in donor["home_code"]
    slot = me.get(f"/calendars/{calendar.id}").tree.select("a.slot")[0].attrs["href"]
    assert filled_in(me, str(slot))["shown_name"] == "花子"
    assert filled_in(me, f"/listings/{event.id}/apply")["shown_name"] == "花子"
    with database.transaction():
        pledge = a_paid_pledge(person)
    sheet = filled_in(me, f"/my/onestop/apply/{pledge.id}")
    known = {name: sheet[name] for name in ("kana", "birth_date", "phone")}
    assert known == {"kana": "サトウ ハナコ", "birth_date": "1988-05-03", "phone": "03-0000-1111"}


def test_a_pledge_knows_the_address_of_the_last_one_but_not_of_a_place_left(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        person = a_resident_user()
        a_registration(person)
        a_paid_pledge(person)
        project = an_open_project()
    me = signed_in(person)
    me.submit(me.get(f"/projects/{project.id}/pledge"), "次へ進む", {"amount": "5000"})
    who = f"/projects/{project.id}/pledge/who"
    assert filled_in(me, who)["donor_address"] == "東京都新宿区西新宿1-1-1"
    me.submit(me.get("/my/profile/home"), "保存して終わる", {"home_code": "塩尻市"})
    assert filled_in(me, who)["donor_address"] == ""
