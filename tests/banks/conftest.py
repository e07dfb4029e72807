"""A bank of two towns with a broker, in operation; its clerks, an owner and somebody who looks for a home."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.factories.accounts import BY, a_clerk, a_resident_user, actor_of
from tests.factories.residents import a_resident
from tests.listings.conftest import making as making  # noqa: PLC0414 - the same places
from webapp.banks import actions
from webapp.banks.homes import actions as owners
from webapp.banks.homes import checks, deciding, publishing
from webapp.banks.homes.models import BankHome
from webapp.banks.models import AkiyaBank
from webapp.core.clock import today
from webapp.core.database import session
from webapp.corporations.files import Upload
from webapp.listings import actions as listing_actions
from webapp.listings.models import ConsentItem, Deal
from webapp.municipalities.models import Programme, ProgrammeStatus

CENTRE, OTHER, FAR = "202151", "202011", "382035"
BROKER = {
    "name": "山里不動産",
    "licence": "長野県知事(3)第1234号",
    "email": "broker@example.jp",
    "phone": "0263-00-0000",
}
ITEMS = [ConsentItem.PUBLIC_ADDRESS.value, ConsentItem.BUILDING.value]


@pytest.fixture
def world(making: Any) -> SimpleNamespace:
    """Everything committed; `actor` of each person is read anew."""
    with making():
        session().add(Programme(municipality_code=OTHER, status=ProgrammeStatus.ACTIVE, department="住宅課"))
        session().flush()
        people = SimpleNamespace(
            centre=a_clerk(CENTRE, email="centre@example.jp"),
            other=a_clerk(OTHER, email="other@example.jp"),
            far=a_clerk(FAR),
            owner=a_resident_user(email="owner@example.jp", display_name="家主 一郎"),
            seeker=a_resident_user(email="seeker@example.jp", display_name="家探 花子"),
        )
        a_resident(people.seeker)
        bank = actions.found(CENTRE, name="中信空き家バンク", prefix="chu", label="01", by=actor_of(people.centre))
        actions.describe(bank, {"about": "三つの谷の家です。", "rules": "約束を守ります。"}, by=actor_of(people.centre))
        member = actions.invite(bank, OTHER, label="02", by=actor_of(people.centre))
        actions.join(member, by=actor_of(people.other))
        broker = actions.set_broker(bank, BROKER, by=actor_of(people.centre))
        actions.open_bank(bank, by=actor_of(people.centre))
        actors = SimpleNamespace(**{name: actor_of(person) for name, person in vars(people).items()})
    return SimpleNamespace(bank=bank, broker=broker, people=people, actors=actors)


def written(home: BankHome, *, by: Any, **changes: Any) -> BankHome:
    """Every answer that is needed, and every required paper."""
    values = {
        "deal": Deal.SALE, "price": 2_000_000, "private_address": "松の谷1234番地", "public_address": "大字松の谷",
        "facts": {"structure": "木造2階建て", "built_year": 1975}, "owner_name": "家主 一郎", "owner_address": "東京都",
        "owner_phone": "03-0000-0000", "owner_email": "owner@example.jp", "keeper": "本人",
        "conditions": list(checks.CONDITIONS), "consent_items": ITEMS,
    }  # fmt: skip
    owners.revise(home, {**values, **changes}, by=by)
    for paper in checks.PAPERS:
        if paper.is_required:
            owners.add_paper(home, paper.key, Upload("a" * 40 + ".pdf", "紙.pdf", "application/pdf", 10), by=by)
    return home


def sent(bank: AkiyaBank, owner: Any, code: str = CENTRE, **changes: Any) -> BankHome:
    """An application that arrived."""
    home = owners.start(bank, by=owner)
    written(home, by=owner, municipality_code=code, **changes)
    owners.submit(home, by=owner)
    return home


def surveyed(world: SimpleNamespace, code: str = CENTRE, *, clerk: Any = None, **changes: Any) -> BankHome:
    """One about which the town can decide."""
    by = clerk or world.actors.centre
    home = sent(session().get_one(AkiyaBank, world.bank.id), world.actors.owner, code, **changes)
    deciding.check_papers(home, by=by)
    deciding.ask_survey(home, world.broker, by=by)
    deciding.report_survey(home, text="雨漏りなし", on=today(), by=by)
    return home


def registered(world: SimpleNamespace, code: str = CENTRE, *, clerk: Any = None, **changes: Any) -> BankHome:
    """One that was surveyed and taken into the bank."""
    home = surveyed(world, code, clerk=clerk, **changes)
    deciding.register(home, by=clerk or world.actors.centre)
    return home


def published(world: SimpleNamespace, code: str = CENTRE, *, clerk: Any = None, **changes: Any) -> BankHome:
    """One that everybody sees."""
    home = registered(world, code, clerk=clerk, **changes)
    listing = publishing.listing_of(home)
    listing_actions.revise(listing, {"summary": "谷の家", "body": "静かな谷の家です。"}, by=BY)
    deciding.publish(home, by=clerk or world.actors.centre)
    return home


Making = Callable[[], Any]
