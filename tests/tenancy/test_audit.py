"""A town's administrator reads what was done, by role, checks that it is whole, and takes it along."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.core.test_chain import tamper
from tests.factories.accounts import a_clerk, an_admin
from tests.factories.municipalities import a_programme
from tests.factories.registrations import a_registration, an_approved_registration
from tests.factories.residents import SHIOJIRI
from tests.support.client import PageClient
from webapp.core import chain_check
from webapp.core.chain_check import Noted

AUDIT = f"/staff/audit/{SHIOJIRI}"
FAR_TOWN = "011002"


@pytest.fixture
def admin(database: Any, signed_in: Callable[..., PageClient]) -> PageClient:
    """An administrator of a town where things were done."""
    with database.transaction():
        a_programme(SHIOJIRI)
        an_approved_registration(clerk=a_clerk(SHIOJIRI))
        a_registration()
        person = an_admin(SHIOJIRI)
    return signed_in(person)


def head(database: Any) -> Noted:
    with chain_check.one_moment(database) as connection:
        return chain_check.heads(connection, SHIOJIRI)[0]


def test_the_list_says_what_was_done_by_which_role(admin: PageClient) -> None:
    page = admin.get("/staff/audit").html
    assert "登録を認めた" in page
    assert "市町村の担当者" in page
    assert "塩尻 花子" not in page


def test_the_list_is_filtered_by_kind_role_and_day(admin: PageClient) -> None:
    assert "登録を認めた" in admin.get(f"{AUDIT}?kind=registration&role=clerk").html
    assert "登録を認めた" not in admin.get(f"{AUDIT}?role=resident").html
    for nothing in ("kind=scout&role=clerk", "role=prefecture", "until=2020-01-01"):
        assert "この条件に合う記録はありません" in admin.get(f"{AUDIT}?{nothing}").html
    assert "「年-月-日」" in admin.get(f"{AUDIT}?since=yesterday").html


def test_the_check_says_in_words_that_all_is_whole_and_compares_with_a_note(admin: PageClient, database: Any) -> None:
    noted = head(database)
    typed = f"{noted.sha256[:4]} {noted.sha256[4:24].upper()}"
    page = admin.get(f"{AUDIT}/check?seq={noted.seq}&sha256={typed}").html
    assert "記録は正しくつながっています" in page
    assert f"控えておいた{noted.seq}番の値とも合っています" in page
    assert "控えておいた値と合いません" in admin.get(f"{AUDIT}/check?seq=1&sha256={'f' * 24}").html
    assert "16字以上" in admin.get(f"{AUDIT}/check?seq=1&sha256=ff", expect=422).html


def test_the_check_names_the_first_bad_place(admin: PageClient, database: Any) -> None:
    tamper(database, f"UPDATE trail SET actor_name = 'visitor' WHERE municipality_code = '{SHIOJIRI}'")
    page = admin.get(f"{AUDIT}/check").html
    assert "記録の内容が書きかえられています" in page
    assert "はじめに合わないのは1番です" in page


def test_the_file_holds_every_entry_with_its_sum_and_no_names(admin: PageClient, database: Any) -> None:
    text = admin.raw.get(f"{AUDIT}/trail.csv").get_data(as_text=True)
    noted = head(database)
    lines = text.splitlines()
    assert len(lines) == noted.seq + 1
    assert lines[1].startswith(f"{noted.seq},")
    assert lines[1].endswith(noted.sha256)
    assert "塩尻" not in text


def test_a_clerk_and_another_town_do_not_read_it(
    admin: PageClient, database: Any, signed_in: Callable[..., PageClient]
) -> None:
    with database.transaction():
        a_programme(FAR_TOWN)
        clerk, stranger = a_clerk(SHIOJIRI), an_admin(FAR_TOWN)
    assert signed_in(clerk).raw.get(AUDIT).status_code == 403
    for path in (AUDIT, f"{AUDIT}/check", f"{AUDIT}/trail.csv"):
        assert signed_in(stranger).raw.get(path).status_code == 404
