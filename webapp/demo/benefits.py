"""Demo benefits of the main town, a partner's proposals, and a ledger that goes back some months."""

from datetime import UTC, datetime, time, timedelta
from itertools import cycle
from typing import Any

from webapp.accounts.queries import actor_of, user
from webapp.certificates.benefits import actions
from webapp.certificates.benefits.models import Audience, Benefit, BenefitKind, Period
from webapp.certificates.benefits.uses import actions as counter
from webapp.certificates.benefits.uses import passes
from webapp.certificates.benefits.uses.models import Redemption
from webapp.certificates.models import Certificate
from webapp.core.clock import TOKYO, months_later, today
from webapp.core.database import session
from webapp.demo.world import MAIN_TOWN, World

COWORKING: dict[str, Any] = {
    "kind": BenefitKind.COWORKING,
    "partner_name": "宿場のしごと場 奈良井",
    "title": "コワーキング1日無料",
    "gives": "1日利用券（2,000円）が無料になります。",
    "value_yen": 2000,
    "place": "奈良井駅から歩いて5分",
    "conditions": "平日のみ。飲み物は別料金です。",
    "times": 2,
    "total_times": 60,
    "total_per": Period.MONTH,
}
PROPOSAL: dict[str, Any] = {
    "partner_name": "漆器の店 丸山（見本）",
    "title": "拭き漆の体験を1割引き",
    "gives": "体験料3,000円が2,700円になります。",
    "value_yen": 300,
    "conditions": "3日前までの予約が要ります。",
}
OTHERS: tuple[dict[str, Any], ...] = (
    {
        "kind": BenefitKind.FACILITY,
        "partner_name": "木曽の湯",
        "title": "入浴料を住民料金で",
        "gives": "大人600円が、住民と同じ300円になります。",
        "value_yen": 300,
        "conditions": "本人とご家族3人まで。",
        "times": 1,
        "per": Period.DAY,
    },
    {
        "kind": BenefitKind.MOBILITY,
        "partner_name": "のるーと塩尻（見本）",
        "title": "乗り合い回数券",
        "gives": "11回分の回数券を、10回分の2,000円で買えます。",
        "value_yen": 200,
        "times": 6,
        "per": Period.WHOLE,
        "total_times": 120,
    },
    {
        "kind": BenefitKind.FACILITY,
        "partner_name": "市立図書館（見本）",
        "title": "市民と同じ条件で貸出し",
        "gives": "10冊まで3週間借りられます。利用券をつくるときに1回だけ確かめます。",
        "times": 1,
        "per": Period.WHOLE,
    },
    {
        "partner_name": "塩尻市（見本）",
        "title": "お試し移住の家に優先で申し込み",
        "gives": "申込みが重なったとき、先に選べます。",
        "audience": Audience.PREMIUM,
        "times": 1,
        "per": Period.MONTH,
    },
)
#: uses in the months before this one, the oldest first
PAST_USES = (2, 3, 5, 4, 7, 9)


def seed(world: World) -> None:
    """Benefits in each state that a visitor may want to see, and who used what."""
    clerk, partner = actor_of(world.users["clerk"]), actor_of(world.users["partner"])
    start = months_later(today().replace(day=1), -len(PAST_USES))
    rows = [actions.offer_benefit(_benefit(COWORKING, starts_on=start), by=clerk)]
    actions.propose(_benefit(PROPOSAL), by=partner)
    declined = actions.propose(_benefit(PROPOSAL, title="全品半額", gives="すべて半額になります。"), by=partner)
    actions.decide(declined, "decline", by=clerk, reason="続けられる割引にしてください（見本）。")
    rows += [actions.offer_benefit(_benefit(terms, starts_on=start), by=clerk) for terms in OTHERS]
    actions.revise(rows[1], {"conditions": "本人とご家族5人まで。"}, by=clerk)
    certificates: list[Certificate] = world.things["certificates"]
    _past_uses(rows[:3], certificates, world.users["partner"].id)
    counter.use(rows[1], certificates[0], by=partner)
    passes.open_pass(rows[0], certificates[0], by=actor_of(user(certificates[0].user_id)))


def _benefit(terms: dict[str, Any], **more: Any) -> Benefit:
    return Benefit(**{"municipality_code": MAIN_TOWN, "is_demo": True, **terms, **more})


def _past_uses(benefits: list[Benefit], certificates: list[Certificate], recorded_by: str) -> None:
    """Written into the ledger as they would have been: in each month two days of work, one book of tickets, baths."""
    coworking, bath, tickets = benefits
    who = cycle(certificates)
    for number, count in enumerate(PAST_USES):
        month = months_later(today().replace(day=1), number - len(PAST_USES))
        for place in range(count):
            benefit = tickets if place == 2 else coworking if place < 2 else bath
            certificate, used_on = next(who), month + timedelta(days=2 + 3 * place)
            session().add(
                Redemption(
                    benefit_id=benefit.id,
                    certificate_id=certificate.id,
                    user_id=certificate.user_id,
                    municipality_code=MAIN_TOWN,
                    used_on=used_on,
                    recorded_at=datetime.combine(used_on, time(10 + place % 6, 15), TOKYO).astimezone(UTC),
                    value_yen=benefit.value_yen,
                    recorded_by=recorded_by,
                    is_demo=True,
                )
            )
    session().flush()
