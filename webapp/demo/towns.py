"""The demo's towns: five real places that take part, with a fictional office, message and mayor."""

from datetime import date, timedelta
from typing import NamedTuple

from webapp.core.actor import system_actor
from webapp.core.clock import today
from webapp.demo.world import MAIN_TOWN, World
from webapp.municipalities import actions, decisions, queries
from webapp.municipalities.models import Programme

BY = system_actor("demo")


class DemoTown(NamedTuple):
    """What a town says here; all of it made up."""

    department: str
    address: str
    message: str
    mayor: str


TOWNS = {
    "202151": DemoTown(
        "企画政策部 二地域居住係（見本）",
        "shiojiri@demo.example",
        "ぶどう畑と宿場町のあるまちです。週末だけの畑仕事でも、古い家の手入れでも、まずは一度泊まりに来てください。\n"
        "駅前のコワーキングには、同じように通っている人が集まっています。困りごとは、ハブ人材の百瀬がうかがいます。",
        "見本 太郎",
    ),
    "372081": DemoTown(
        "交流推進課 二拠点くらし担当（見本）",
        "mitoyo@demo.example",
        "海沿いの古い家と、みかんの段々畑が待っています。収穫の11月から1月は、手伝ってくれる人を探しています。",
        "見本 花子",
    ),
    "382035": DemoTown(
        "市民協働課 ふるさと住民係（見本）",
        "uwajima@demo.example",
        "真珠と鯛の海、闘牛のまちです。空き家が多いのが悩みですが、直して使ってくれる人には、地元の大工が力を貸します。",
        "見本 一郎",
    ),
    "152242": DemoTown(
        "地域振興課 島ぐらし係（見本）",
        "sado@demo.example",
        "船で1時間あまり。鬼太鼓の稽古、田植え、トキの見守りなど、季節ごとに人手の要る島です。冬は船の欠航にもお気をつけください。",
        "見本 春子",
    ),
    "212172": DemoTown(
        "まちづくり観光課 関係人口係（見本）",
        "hida@demo.example",
        "雪かき、薬草摘み、祭りの準備。小さな困りごとから関わりが始まります。雪の季節は、四輪駆動の車をおすすめします。",
        "見本 冬彦",
    ),
}


def seed(world: World) -> None:
    """Let the towns take part that do not yet; `world.things["towns"]` finds each programme by its code."""
    world.things["towns"] = {code: _programme(code, town) for code, town in TOWNS.items()}


def _programme(code: str, town: DemoTown) -> Programme:
    known = queries.programme(code)
    if known is not None:
        return known
    programme = actions.invite(code, department=town.department, by=BY, is_demo=True)
    # before there is an address: nobody gets a letter about made-up decisions
    decisions.name_mayor(code, title="市長", name=town.mayor, since=date(2026, 4, 1), by=BY)
    if code == MAIN_TOWN:
        _decide(code)
    actions.describe(
        programme,
        department=town.department,
        contact_email=town.address,
        contact_phone="000-0000-0000",
        message=town.message,
        by=BY,
    )
    actions.join(programme, by=BY)
    return programme


def _decide(code: str) -> None:
    """A value of today and one that is still to come, so that the settings have something to show."""
    decisions.set_setting(
        code, "registration_review_days", 10, valid_from=today(), source="架空の例：市の処理要綱による", by=BY
    )
    decisions.set_setting(
        code,
        "minimum_days_per_month",
        2,
        valid_from=today() + timedelta(days=90),
        source="架空の例：来年度の要綱の改正による",
        by=BY,
    )
