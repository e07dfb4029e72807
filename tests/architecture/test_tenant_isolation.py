"""Another tenant's row is not there: every route that takes a row's id answers 404 to a stranger of the right role.

The walk is generated from the routes: an argument `listing_id` stands for a row of the table `listing` in the seeded
demo, `code` for the demo's town or prefecture. A stranger holds the role the view asks for, but in an organisation,
or as a person, that owns nothing. The counterpart: each of these doors opens to somebody of the demo.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, product
from typing import Any

import pytest
from flask import Flask
from sqlmodel import SQLModel, select
from werkzeug.routing import Rule

from tests.factories.accounts import a_staff_user, a_user, actor_of
from tests.factories.corporations import a_corporation
from tests.factories.municipalities import a_programme
from tests.factories.projects import a_project
from tests.support.client import PageClient
from webapp.accounting.models import OfflineSheet
from webapp.accounts.models import User
from webapp.banks.models import BankStatus
from webapp.core.actor import STAFF_ROLES, Role, system_actor
from webapp.core.clock import now, today
from webapp.core.permissions import PUBLIC, SIGNED_IN, audiences_of
from webapp.demo.world import MAIN_TOWN, PREFECTURE
from webapp.hubs.gatherings.models import Gathering
from webapp.listings.models import Listing, ListingKind, ListingPhoto
from webapp.listings.sheets import actions as sheets
from webapp.municipalities.models import ProgrammeStatus
from webapp.privacy.papers.models import OwnDataFile
from webapp.projects.models import ProjectPhoto, ProjectStatus
from webapp.receipts.batches.models import ReceiptBatch

FAR_TOWN, FAR_PREFECTURE = "011002", "010006"
GONE_TOWN = "012025"  # takes part no more
ROWS_TRIED = 2
#: argument → table, where the name does not say it
OTHER_NAMES = {
    "photo_id": "listing_photo",
    "attempt_id": "payment_attempt",
    "refund_id": "payment_refund",
    "trustee_id": "payment_trustee",
    "consent_id": "owner_consent",
    "idea_id": "gathering_idea",
    "coming_id": "gathering_coming",
    "difference_id": "reconciliation_difference",
}
#: tables whose rows everybody may see while they are public; the walls are tried with the other rows
PUBLISHED: dict[str, Callable[[Any], bool]] = {
    "listing": lambda row: row.is_public,
    "project": lambda row: row.is_public,
    "project_update": lambda row: row.status.value == "public",
    "activity": lambda row: row.is_open,
    "akiya_bank": lambda row: row.status == BankStatus.OPEN,
    "booking_calendar": lambda row: row.is_open,
    "community": lambda row: row.status.value == "active",
    "gathering": lambda row: row.municipality_code != GONE_TOWN,
    "hub": lambda row: row.status.value != "closed",
    "hub_person": lambda row: row.serves_on(today()),
}
#: endpoint → why it stands open to everybody of the role, as far as the row is public
OPEN_WHEN_PUBLIC = {
    "listings.show": "the search leads here",
    "projects.show": "the list of projects leads here",
    "project_updates.show": "the page of a project leads here",
    "project_questions.ask": "everybody signed in may ask about a published project",
    "pledges.new": "everybody may give to a published project",
    "pledges.who": "and tell who gives",
    "pledges.confirm": "and how it is paid",
    "matches.why_not": "residents may ask about every published listing",
    "participations.apply": "residents may apply to any published listing",
    "communities.join": "everybody with an account may join a public community",
    "bookings.book": "residents may book on any open calendar",
    "my_activities.claim": "everybody who took part in a designated activity may say so",
    "matches.put_aside": "residents put any published listing aside",
    "matches.take_back": "and take it back",
    "bank_homes.start": "owners apply to every bank in operation",
    "bank_users.apply": "everybody may ask to be registered with one",
    "bank_users.ask": "and is told there how to ask about a home",
    "matches.interest": "residents may like any published listing",
    "matches.show_interest": "and say so",
    "questions.ask": "everybody signed in may ask about a published listing",
}
#: endpoint → why it stands open to everybody of the role
OPEN_TO_ALL = {
    "gatherings.sign_up": "everybody with an account may say that they come",
    "gatherings.write_idea": "and write on its board",
    "corporations_staff.designate": "a corporation is designated by any town that wants it; the register is public",
}
#: what else a route may ask for
PLAIN = {
    "section": "terms",
    "locale": "en",
    "purpose": "credential",
    "key": "pledge_minimum_yen",
    "reason_key": "welcome",
    "number": str(today().year),
    "month": f"{today():%Y-%m}",
    "part": "1",
}


@dataclass(frozen=True)
class Visit:
    """One request to one row."""

    endpoint: str
    method: str
    path: str
    roles: frozenset[Role]
    keys: frozenset[str] = frozenset()


def row_arguments(rule: Rule) -> list[str]:
    return sorted(name for name in rule.arguments if name.endswith("_id"))


def takes_tenant(app: Flask, rule: Rule) -> bool:
    """Whether it names a row, or, for staff, an organisation."""
    audience = audiences_of(app.view_functions[rule.endpoint])
    for_staff = bool(audience) and audience <= STAFF_ROLES - {Role.OPERATOR}
    return bool(row_arguments(rule)) or (for_staff and "code" in rule.arguments)


def table_of(argument: str) -> type[SQLModel]:
    name = OTHER_NAMES.get(argument, argument.removesuffix("_id"))
    for mapper in SQLModel._sa_registry.mappers:
        if mapper.class_.__tablename__ == name:
            found: type[SQLModel] = mapper.class_
            return found
    raise AssertionError(f"<{argument}> names no table: add it to OTHER_NAMES")


def rows_of(session: Any, argument: str, *, hidden_only: bool, limit: int) -> list[Any]:
    table: Any = table_of(argument)
    rows = session.exec(select(table)).all()
    is_published = PUBLISHED.get(table.__tablename__)
    if hidden_only and is_published is not None:
        rows = [row for row in rows if not is_published(row)]
    return list(rows[:limit])


def keys_in(row: Any) -> frozenset[str]:
    """Its own id and those it names, people's among them."""
    return frozenset(v for v in row.model_dump().values() if isinstance(v, str) and len(v) == len(row.id))


def combinations(rows: list[list[Any]]) -> list[tuple[Any, ...]]:
    """One row of each table, first those that name the same things: a home and a user of one bank."""
    together = [(len(frozenset.intersection(*map(keys_in, some))) if some else 0, some) for some in product(*rows)]
    return [some for _shared, some in sorted(together, key=lambda one: -one[0])]


def plain_values(rule: Rule, roles: frozenset[Role]) -> dict[str, str]:
    """Values of the other arguments: the first choice of an `any(…)`, else a known one."""
    choices = dict(re.findall(r"<any\(([^)]*)\):(\w+)>", rule.rule))
    values = {name: options.split(",")[0].strip("'\" ") for options, name in choices.items()}
    known = {**PLAIN, "code": PREFECTURE if roles == {Role.PREFECTURE} else MAIN_TOWN}
    others = [name for name in rule.arguments if name not in values and not name.endswith("_id")]
    return {**values, **{name: known[name] for name in others}}


def roles_of(app: Flask, rule: Rule) -> frozenset[Role]:
    """Who has a stranger: an operator has no tenant; a public page only while its row is hidden."""
    audience = audiences_of(app.view_functions[rule.endpoint])
    if rule.endpoint in OPEN_TO_ALL or (PUBLIC in audience and rule.endpoint not in OPEN_WHEN_PUBLIC):
        return frozenset()
    anybody = {Role.RESIDENT} if audience & {SIGNED_IN, PUBLIC} else set()
    return frozenset(({role for role in audience if isinstance(role, Role)} | anybody) - {Role.OPERATOR})


def visits(app: Flask, session: Any, *, limit: int = ROWS_TRIED, of_hosts: bool = False) -> Iterator[Visit]:
    """Every request to a walled row; `of_hosts` also to the rows that everybody may see."""
    for rule in app.url_map.iter_rules():
        roles = roles_of(app, rule)
        if not roles or not takes_tenant(app, rule):
            continue
        names, hidden = row_arguments(rule), rule.endpoint in OPEN_WHEN_PUBLIC and not of_hosts
        found = combinations([rows_of(session, name, hidden_only=hidden, limit=limit) for name in names])
        assert found, f"the demo holds no row for {rule.rule}: seed one, so that the wall can be tried"
        for rows in found[:limit]:
            with app.test_request_context():
                values = {name: row.id for name, row in zip(names, rows, strict=True)} | plain_values(rule, roles)
                path = app.url_for(rule.endpoint, **values)
            keys = frozenset[str]().union(*map(keys_in, rows))
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield Visit(rule.endpoint, method, path, roles, keys)


@pytest.fixture
def world(demo_app: Flask) -> Any:
    """The demo's database, with a row of each kind that the demo itself does not need."""
    database = demo_app.extensions["futamachi"].database
    with demo_app.app_context(), database.transaction() as session:
        draft = a_project(MAIN_TOWN, status=ProjectStatus.DRAFT)
        session.add(ProjectPhoto(project_id=draft.id, file_key="none.webp", alt="写真", width=4, height=3))
        hidden = next(row for row in session.exec(select(Listing)).all() if not row.is_public)
        session.add(ListingPhoto(listing_id=hidden.id, file_key="none.webp", alt="写真", width=4, height=3))
        a_programme(GONE_TOWN, status=ProgrammeStatus.LEFT)
        session.add(Gathering(municipality_code=GONE_TOWN, title="昔の会", starts_at=now(), ends_at=now()))
        session.add(ReceiptBatch(municipality_code=MAIN_TOWN, year=today().year, total=1, last_number=1))
        owner = session.exec(select(User).where(User.is_demo)).first()
        session.add(OwnDataFile(user_id=owner.id, expires_at=now()))
        session.add(OfflineSheet(municipality_code=MAIN_TOWN, project_id=draft.id, brought_in=1))
        sheet = "管理番号,題名\n1,山の家\n".encode()
        sheets.hand_in(sheet, "a.csv", ListingKind.HOME, municipality_code=MAIN_TOWN, by=system_actor("tests"))
    return database


def strangers() -> dict[Role, User]:
    a_programme(FAR_TOWN)
    corporation = a_corporation(name="よその法人").id
    organisations = {
        Role.CLERK: FAR_TOWN,
        Role.MUNICIPALITY_ADMIN: FAR_TOWN,
        Role.HUB: FAR_TOWN,
        Role.PARTNER: FAR_TOWN,
        Role.PREFECTURE: FAR_PREFECTURE,
        Role.CORPORATION: corporation,
    }
    known = {role: a_staff_user(role, organisation) for role, organisation in organisations.items()}
    return {**known, Role.RESIDENT: a_user(Role.RESIDENT), Role.OWNER: a_user(Role.OWNER)}


def status_of(browser: PageClient, visit: Visit) -> int:
    if visit.method == "GET":
        return browser.raw.get(visit.path).status_code
    return browser.raw.post(visit.path, data={"csrf_token": browser.csrf_token()}).status_code


@pytest.mark.settings(rate_limits=False)
def test_a_stranger_finds_no_row_of_another_tenant(demo_app: Flask, world: Any) -> None:
    with world.transaction(read_only=True) as session:
        planned = list(visits(demo_app, session))
    assert len({visit.endpoint for visit in planned}) >= 40
    with demo_app.app_context(), world.transaction():
        people = strangers()
    browsers = {role: PageClient(demo_app).sign_in(person) for role, person in people.items()}
    tried = [(visit, role, status_of(browsers[role], visit)) for visit in planned for role in sorted(visit.roles)]
    wrong = [
        f"{visit.method} {visit.path} ({visit.endpoint}) answers a strange {role.value} with {status}"
        for visit, role, status in tried
        if status != 404
    ]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.settings(rate_limits=False)
def test_each_of_these_doors_opens_to_somebody(demo_app: Flask, world: Any) -> None:
    with world.transaction(read_only=True) as session:
        planned = [v for v in visits(demo_app, session, limit=60, of_hosts=True) if v.method == "GET"]
        people = [(person, actor_of(person).roles) for person in session.exec(select(User).where(User.is_demo))]
    browsers = {person.id: PageClient(demo_app).sign_in(person) for person, _roles in people}
    asked = [(person.id, roles) for person, roles in people]
    shut = []
    for endpoint, group in groupby(planned, key=lambda visit: visit.endpoint):
        doors, audience = list(group), audiences_of(demo_app.view_functions[endpoint])
        knocking = [who for who, roles in asked if audience & ({SIGNED_IN, PUBLIC} | roles)]
        tries = [(who, door) for who in knocking for door in doors]
        tries.sort(key=lambda one: one[0] not in one[1].keys)  # whose row it is comes first
        let_in = next((who for who, door in tries if status_of(browsers[who], door) not in (403, 404)), None)
        if let_in is None:
            shut.append(endpoint)
        asked.sort(key=lambda one: one[0] != let_in)  # whom one door opened, the next may open too
    assert shut == []


def test_every_exception_still_exists(app: Flask) -> None:
    assert set(OPEN_TO_ALL) | set(OPEN_WHEN_PUBLIC) <= set(app.view_functions)
