"""`futamachi user`: the first operator, a forgotten password, who holds which role."""

from typing import Any

import pytest
from sqlmodel import select

from tests.cli.conftest import Run
from tests.factories.accounts import a_clerk, a_user
from tests.factories.municipalities import a_municipality
from webapp.accounts import passwords
from webapp.accounts.models import Membership, OneTimeLink, User
from webapp.core.actor import Role
from webapp.municipalities.models import AreaKind

GOOD = "four words make it long"


def people(database: Any) -> list[User]:
    with database.transaction(read_only=True) as s:
        return list(s.exec(select(User)))


@pytest.mark.both_databases
def test_the_first_operator_can_sign_in(run: Run, database: Any, app: Any) -> None:
    run("user", "operator", "Op@Example.jp", "運営 太郎", "--password", GOOD)
    (person,) = people(database)
    assert (person.email, person.display_name, person.is_verified) == ("op@example.jp", "運営 太郎", True)
    with app.app_context():
        assert passwords.check(GOOD, person.password_hash)[0]
    with database.transaction(read_only=True) as s:
        assert s.exec(select(Membership.role)).all() == [Role.OPERATOR]


@pytest.mark.parametrize(
    ("email", "password", "status"),
    [("op@example.jp", "short", 1), ("op@example.jp", "password1234", 1), ("nonsense", GOOD, 2), ("a b@c.jp", GOOD, 2)],
)
def test_a_weak_password_or_a_wrong_address_makes_no_operator(
    run: Run, database: Any, email: str, password: str, status: int
) -> None:
    run("user", "operator", email, "運営", "--password", password, expect=status)
    assert people(database) == []


def test_a_known_address_is_refused(run: Run, database: Any) -> None:
    with database.transaction():
        a_user(email="op@example.jp")
    assert "すでにあります" in run("user", "operator", "op@example.jp", "運営", "--password", GOOD, expect=1).output


def test_somebody_of_a_prefecture_is_invited(run: Run, database: Any) -> None:
    with database.transaction():
        a_municipality("200000", name="長野県", prefecture_name="長野県", kind=AreaKind.PREFECTURE)
        a_municipality("202151")
    assert "長野県" in run("user", "prefecture", "ken@example.jp", "北原 恵", "200000").output
    with database.transaction(read_only=True) as s:
        (link,) = s.exec(select(OneTimeLink)).all()
        assert (link.email, link.role, link.organisation) == ("ken@example.jp", Role.PREFECTURE, "200000")
    for code in ("202151", "130001"):
        assert "prefecture" in run("user", "prefecture", "ken@example.jp", "北原 恵", code, expect=1).output


def test_a_password_is_set_and_nobody_stays_signed_in(run: Run, database: Any, signed_in: Any, app: Any) -> None:
    with database.transaction():
        person = a_user(email="op@example.jp")
    browser = signed_in(person)
    run("user", "password", "op@example.jp", "--password", GOOD)
    with app.app_context():
        assert passwords.check(GOOD, people(database)[0].password_hash)[0]
    assert browser.get("/my", expect=303).location.startswith("/sign-in")


def test_a_password_is_asked_for_twice_when_it_is_not_given(run: Run, database: Any) -> None:
    with database.transaction():
        a_user(email="op@example.jp")
    said = run("user", "password", "op@example.jp", input=f"{GOOD}\n{GOOD}\n").output
    assert GOOD not in said
    assert (
        "two entered values do not match"
        in run("user", "password", "op@example.jp", input=f"{GOOD}\nother\n", expect=1).output.lower()
    )


@pytest.mark.parametrize(
    "words", [["password", "nobody@example.jp", "--password", GOOD], ["roles", "nobody@example.jp"]]
)
def test_nobody_is_told_in_one_sentence(run: Run, words: list[str]) -> None:
    assert run("user", *words, expect=1).output == "Error: There is no account for nobody@example.jp.\n"


def test_roles_are_listed_with_their_dates(run: Run, database: Any) -> None:
    with database.transaction():
        a_clerk("202151", email="clerk@example.jp")
    (line,) = run("user", "roles", "clerk@example.jp").output.splitlines()
    assert line.split()[:2] == ["clerk", "202151"]
    assert line.endswith("– open")
