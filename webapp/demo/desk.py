"""The demo's desk of a town: an entry on behalf of somebody without an address, a proposal, a deputy, reasons, a bulk run."""

from datetime import date, timedelta
from typing import Any

from webapp.accounts import queries as people
from webapp.accounts.actions import create_user, grant
from webapp.core.actor import Actor, Role
from webapp.core.clock import today
from webapp.core.database import session
from webapp.demo.application_answers import fill_in
from webapp.demo.people import BY, address_of
from webapp.demo.world import MAIN_TOWN, World
from webapp.desk.reasons import actions as reasons
from webapp.desk.reasons.models import Answer
from webapp.registrations import applying
from webapp.registrations.answers import Screen
from webapp.registrations.desk import assigning, bulk, deputies, entering, second_look
from webapp.registrations.desk.models import Manner
from webapp.registrations.models import Channel, Registration, StayFrequency
from webapp.residents.models import StayDays
from webapp.residents.queries import profile_of_user

_BASE = {"kind": "family", "area": "奈良井地区の生家", "since": "2026-04-01", "nights": 4, "months": []}
_ANSWERS: dict[Screen, dict[str, Any]] = {
    Screen.BASES: {"bases": [_BASE]},
    Screen.STAY: {
        "stay_frequency": StayFrequency.MONTHLY,
        "purpose": "生家の手入れと、墓の世話に通っています。",
        "days_per_month": 4,
        "stay_days": StayDays.ANY,
    },
    Screen.HOUSEHOLD: {"adults": 1},
    Screen.TIES: {"ties": ["born", "empty_house"], "ties_note": "生まれ育った家があります。"},
}


def seed(world: World) -> None:
    """Make it once; the applications of `webapp.demo.registrations` are there already."""
    made: dict[str, Registration] = world.things["registrations"]
    clerk, admin = (people.actor_of(world.users[key]) for key in ("clerk", "admin"))
    colleague = create_user(email=address_of("colleague"), display_name="赤羽 千尋", verified=True, is_demo=True)
    grant(colleague, Role.CLERK, MAIN_TOWN, by=BY)
    world.users["colleague"] = colleague
    entered = _entered(clerk)
    assigning.assign(made["submitted"], world.users["clerk"], by=admin)
    assigning.assign(made["minor"], colleague, by=admin)
    deputy = deputies.appoint(
        colleague, world.users["clerk"], MAIN_TOWN, since=today(), until=today() + timedelta(days=14), by=admin
    )
    second_look.propose(entered, "approve", reason="窓口でお話をうかがい、内容を確かめました。", by=admin)
    template = reasons.write(
        MAIN_TOWN, Answer.CORRECTION, key="where", title="地区がわからない",
        words="滞在する場所を「奈良井地区」のように、地区の名前まで書いてください。", by=admin,
    )  # fmt: skip
    run = bulk.decide(clerk, {row.id: "submitted-1" for row in (made["confidential"], made["approved"])})
    for row in (deputy, template, run):
        row.is_demo = True


def _entered(clerk: Actor) -> Registration:
    """Somebody without an address at the counter, and somebody on the telephone whose entry is not finished."""
    row = _begun(clerk, Channel.COUNTER, "丸山", "トメ", "マルヤマ", "トメ", date(1951, 2, 11))
    resident = profile_of_user(row.user_id)
    assert resident is not None
    applying.answer(row, resident, Screen.HOME, {"home_code": "131041"}, by=clerk)
    fill_in(row, resident, _ANSWERS, by=clerk)
    session().flush()
    entering.hand_in(row, resident, entering.Agreement(Manner.SPOKEN, today()), by=clerk)
    _begun(clerk, Channel.PHONE, "降旗", "勝", "フリハタ", "マサル", date(1958, 9, 3))
    return row


def _begun(clerk: Actor, channel: Channel, *name: Any) -> Registration:
    keys = ("family_name", "given_name", "family_kana", "given_kana", "birth_date")
    row = entering.begin(MAIN_TOWN, channel, dict(zip(keys, name, strict=True)), by=clerk)
    person = people.user(row.user_id)
    row.is_demo = person.is_demo = True
    return row
