"""Files that left with people in them: who was in one reads so, who was not does not, and no file leaves without a line."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of, an_admin
from tests.factories.municipalities import a_programme
from tests.factories.pledges import a_pledge
from tests.factories.registrations import a_draft, a_registration
from tests.factories.residents import a_resident
from tests.support.client import PageClient
from webapp.accounts import own_account
from webapp.core.actor import Role
from webapp.core.clock import now
from webapp.core.errors import RuleBroken
from webapp.municipalities import queries as towns
from webapp.municipalities.models import ProgrammeStatus
from webapp.residents.reads.days import forget_old
from webapp.tenancy import actions
from webapp.tenancy.taken import actions as taken
from webapp.tenancy.taken.models import Taken, TakenFile, TakenPerson
from webapp.tenancy.taken.queries import files_about

TOWN, OTHER = "202151", "372081"
SEEN, WHAT = "/my/privacy/seen", "まちが持つデータの全部"


@pytest.fixture
def people(database: Any) -> dict[str, Any]:
    """By what they have to do with the town."""
    with database.transaction():
        a_programme(TOWN)
        a_programme(OTHER)
        made = {name: a_resident_user() for name in ("registered", "hidden", "draft", "elsewhere", "donor", "offered")}
        a_resident(made["hidden"], is_confidential=True)
        a_registration(made["registered"], TOWN)
        a_registration(made["hidden"], TOWN)
        a_draft(made["draft"], TOWN)
        a_registration(made["elsewhere"], OTHER)
        a_pledge(made["donor"]).paid_at = now()
        a_pledge(made["offered"])
        return {**made, "admin": an_admin(TOWN), "clerk": a_clerk(TOWN)}


@pytest.mark.both_databases
def test_everybody_in_a_whole_towns_export_is_told_of_it_and_nobody_else(
    database: Any, people: dict[str, Any], signed_in: Callable[..., PageClient]
) -> None:
    admin = signed_in(people["admin"])
    admin.post(f"/staff/town/{TOWN}/export", expect=200).response.close()
    with database.transaction() as session:
        file = session.exec(select(TakenFile)).one()
        told = {name for name, one in people.items() if files_about(actor_of(one))}
        assert (file.what, file.role, file.taken_by) == (Taken.TOWN, Role.MUNICIPALITY_ADMIN, people["admin"].id)
        assert file.people == len(session.exec(select(TakenPerson)).all()) == len(told)
    assert told == {"registered", "hidden", "donor", "clerk"}
    page = signed_in(people["hidden"]).get(SEEN).text
    assert ("長野県塩尻市" in page, WHAT in page, "ファイルに取り出しました（4人の分）" in page) == (True, True, True)
    assert WHAT not in signed_in(people["draft"]).get(SEEN).text
    known = signed_in(people["registered"]).get("/my/data/futamachi.json").response.get_json()
    assert [row["what"] for row in known["taken_files"]] == ["town"]


def test_a_refused_export_leaves_no_line(database: Any, people: dict[str, Any]) -> None:
    with database.transaction() as session:
        programme = towns.programme(TOWN)
        assert programme is not None
        programme.status = ProgrammeStatus.INVITED
        with pytest.raises(RuleBroken):
            actions.note_export(programme, by=actor_of(people["admin"]))
        assert session.exec(select(TakenFile)).all() == []


def test_who_leaves_is_in_no_file_any_more_and_lines_go_after_three_years(
    database: Any, people: dict[str, Any], time_machine: Any
) -> None:
    with database.transaction() as session:
        ids = [people["registered"].id, people["hidden"].id, None, people["clerk"].id, people["hidden"].id]
        file = taken.note(Taken.RECEIPTS, ids, code=TOWN, by=actor_of(people["clerk"]))
        assert file.people == 2
        own_account.close_account(session.merge(people["registered"]), by=actor_of(people["registered"]))
        assert [row.user_id for row in session.exec(select(TakenPerson))] == [people["hidden"].id]
        at = file.at
    time_machine.move_to(at + taken.KEPT + timedelta(days=1))
    with database.transaction() as session:
        forget_old()
        assert session.exec(select(TakenPerson)).all() == session.exec(select(TakenFile)).all() == []
