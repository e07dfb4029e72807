"""The prefecture: registered with the first town, ended with the last; its staff reads numbers, never small ones."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, actor_of
from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.registrations import an_approved_registration
from tests.factories.residents import SHIOJIRI
from tests.support.client import PageClient
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.municipalities.figures import told
from webapp.registrations import deciding
from webapp.registrations.prefectures import own_data, queries

Visit = Callable[..., PageClient]
NAGANO, MATSUMOTO, SADO = "200000", "202029", "152242"


@pytest.mark.both_databases
def test_it_begins_with_the_first_town_and_ends_with_the_last(session: Any) -> None:
    for code in (NAGANO, "150002"):
        a_municipality(code)
    user = a_resident_user()
    rows = [an_approved_registration(user, code) for code in (SHIOJIRI, MATSUMOTO, SADO)]
    assert {row.prefecture_code for row, _place in queries.of_person(user.id)} == {NAGANO, "150002"}
    deciding.end(rows[0], reason="転出", by=actor_of(a_clerk(SHIOJIRI)))
    assert queries.standing_with(user.id, NAGANO) is not None
    deciding.end(rows[1], reason="転出", by=actor_of(a_clerk(MATSUMOTO)))
    assert queries.standing_with(user.id, NAGANO) is None
    known = {row.prefecture_code: row.until for row, _place in queries.of_person(user.id)}
    assert known == {NAGANO: today(), "150002": None}
    exported = own_data.exported(actor_of(user))["prefecture_registrations"]
    assert {row["prefecture"] for row in exported} == {"長野県", "新潟県"}


def test_a_second_registration_after_the_end_is_a_new_row(session: Any) -> None:
    a_municipality(NAGANO)
    user = a_resident_user()
    for _ in range(2):
        deciding.end(an_approved_registration(user), reason="転出", by=actor_of(a_clerk(SHIOJIRI)))
    assert len(queries.of_person(user.id)) == 2


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0人"), (1, "5人未満"), (4, "5人未満"), (5, "5人"), (1234, "1,234人")]
)
def test_small_numbers_are_not_told(app: Any, count: int, words: str) -> None:
    with app.test_request_context():
        assert told(count) == words


def test_the_prefectures_page_holds_numbers_and_no_person(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        a_municipality(NAGANO)
        a_programme(SHIOJIRI)
        users = [a_resident_user() for _ in range(4)]
        for user in users:
            an_approved_registration(user)
        person = a_staff_user(Role.PREFECTURE, NAGANO)
    desk = signed_in(person)
    page = desk.get("/prefecture")
    assert "都道府県に登録している人 5人未満" in page.text
    row = page.tree.select_one("table tbody tr")
    assert row is not None
    assert "5人未満" in row.text
    assert all(user.display_name not in page.html for user in users)
    with database.transaction():
        an_approved_registration(a_resident_user())
    assert "都道府県に登録している人 5人" in desk.get("/prefecture").text
