"""Demo designations of who takes donations for the demo's towns: a company that does not exist."""

from datetime import date

from webapp.accounts.queries import actor_of
from webapp.core.actor import system_actor
from webapp.demo.world import MAIN_TOWN, TOWNS, World
from webapp.payments.trustees import actions
from webapp.payments.trustees.models import PaymentTrustee

BY = system_actor("demo")
SINCE = date(2026, 4, 1)


def seed(world: World) -> None:
    """One for each town, as it would have been announced."""
    for number, code in enumerate(TOWNS, start=12):
        row = PaymentTrustee(
            municipality_code=code,
            name="見本決済株式会社（架空）",
            address="東京都千代田区見本町1-1-1",
            revenues="寄附金（ふるさと納税に係るもの）",
            announced_on=SINCE,
            announcement=f"告示第{number}号（見本）",
            starts_on=SINCE,
            notice_text="これは見本の告示です。実際の会社や指定とは関係がありません。",
            is_demo=True,
        )
        actions.add(row, by=actor_of(world.users["admin"]) if code == MAIN_TOWN else BY)
