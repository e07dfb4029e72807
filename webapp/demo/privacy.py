"""The demo's privacy centre: who looked at a resident's pages, and requests at each step of their clock."""

from datetime import timedelta

from webapp.accounts import queries as people
from webapp.core.actor import Role
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.demo.world import MAIN_TOWN, World
from webapp.privacy.requests import actions
from webapp.privacy.requests.models import Proof, RequestKind, Way
from webapp.residents.reads.models import DataRead, What


def seed(world: World) -> None:
    """Make it once."""
    admin, clerk = people.actor_of(world.users["admin"]), world.users["clerk"]
    for who, days, what in (
        ("resident", 2, What.APPLICATION), ("resident", 1, What.CERTIFICATE), ("resident2", 12, What.APPLICATION),
        ("resident2", 9, What.CERTIFICATE), ("resident2", 3, What.PLEDGE),
    ):  # fmt: skip
        at = now() - timedelta(days=days)
        session().add(
            DataRead(
                user_id=world.users[who].id, municipality_code=MAIN_TOWN, organisation=MAIN_TOWN, reader_id=clerk.id,
                role=Role.CLERK, what=what, on_day=at.date(), at=at,
            )
        )  # fmt: skip
    actions.send(
        MAIN_TOWN, RequestKind.DISCLOSE, name=world.users["resident2"].display_name,
        words="登録の審査のときの記録を見せてください。", by=people.actor_of(world.users["resident2"]),
    )  # fmt: skip
    late = actions.enter(
        MAIN_TOWN, RequestKind.CORRECT, way=Way.COUNTER, name="見本 一郎", email="",
        words="名前の読みがなを直してください。", received_on=today() - timedelta(days=33), by=admin,
    )  # fmt: skip
    late.is_demo = True
    actions.check(late, Proof.LICENCE, by=admin)
    answered = actions.enter(
        MAIN_TOWN, RequestKind.ERASE, way=Way.LETTER, name="見本 二郎", email="",
        words="前に出した問い合わせを消してください。", received_on=today() - timedelta(days=10), by=admin,
    )  # fmt: skip
    answered.is_demo = True
    actions.check(answered, Proof.MY_NUMBER_CARD, by=admin)
    actions.answer(answered, words="問い合わせの内容と連絡先を消します。消したあと、書面で知らせます。", by=admin)
