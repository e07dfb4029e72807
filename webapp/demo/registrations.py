"""The demo's applications, in every state that a clerk or a resident meets; moved by the real actions."""

from webapp.accounts import queries as people
from webapp.core.actor import Actor
from webapp.demo.application_answers import ANSWERS, fill_in
from webapp.demo.world import MAIN_TOWN, World
from webapp.registrations import applying, deciding
from webapp.registrations.guardians import actions as guardians
from webapp.registrations.models import Base, Registration, StayFrequency
from webapp.registrations.queries import registrations_of
from webapp.residents.models import Resident

SADO, HIDA = "152242", "212172"


def seed(world: World) -> None:
    """Make them once; `world.things["registrations"]` finds each by the name of its state."""
    clerk = people.actor_of(world.users["clerk"])
    if registrations_of(people.actor_of(world.users["resident"])):
        return
    made = {
        "submitted": _application(
            world, "resident", [_base("trial", "奈良井地区のお試し住宅", "2026-09-01", 8)], StayFrequency.WEEKLY,
            "古い家の手入れと、畑の手伝いに通っています。",
        ),
        "approved": _application(
            world, "resident2", [_base("hotel", "塩尻駅の近くの宿"), _base("undecided", "")], StayFrequency.FORTNIGHTLY,
            "お祭りの準備と、スマホ相談の手伝いです。",
        ),
        "correction": _application(world, "resident3", [_base("undecided", "")], StayFrequency.SEASONAL, "山の手入れです。"),
        "confidential": _application(world, "resident4", [_base("shared", "大門地区")], StayFrequency.MONTHLY, ""),
        "refused": _application(world, "resident5", [_base("family", "宗賀地区")], StayFrequency.SEASONAL, "写真の撮影です。"),
        "minor": _application(world, "minor", [_base("family", "奈良井地区の祖父母の家")], StayFrequency.SEASONAL, "太鼓の稽古です。"),
        "premium": _application(world, "premium", [_base("rented", "奈良井地区")], StayFrequency.FORTNIGHTLY, "花壇とお祭りの手伝いです。"),
    }  # fmt: skip
    _decide(made, clerk)
    made["draft"] = _draft(world, "resident", HIDA)
    made["asking"] = _asks_the_guardian(world)
    made["withdrawn"] = _withdrawn(world)
    for row in made.values():
        row.is_demo = True
    world.things["registrations"] = made


def _base(kind: str, area: str, since: str = "", nights: int | None = None) -> Base:
    return Base(kind=kind, area=area, since=since, nights=nights, months=[])


def _decide(made: dict[str, Registration], clerk: Actor) -> None:
    deciding.approve(made["approved"], by=clerk)
    deciding.approve(made["premium"], by=clerk)
    deciding.ask_correction(
        made["correction"],
        reason="滞在する場所の見込みと、どの季節に来られるかを教えてください。",
        comments={"bases": "候補の地区があれば書いてください。", "stay": "来られる月の目安を書いてください。"},
        by=clerk,
    )
    deciding.refuse(
        made["refused"],
        reason="定期的な滞在であることを確かめられませんでした。\n通う頻度が決まったら、もう一度申請してください。",
        by=clerk,
    )


def _draft(world: World, key: str, code: str) -> Registration:
    resident: Resident = world.things["profiles"][key]
    return applying.start(resident, code, by=people.actor_of(world.users[key]))


def _application(
    world: World, key: str, bases: list[Base], frequency: StayFrequency, purpose: str, code: str = MAIN_TOWN
) -> Registration:
    actor = people.actor_of(world.users[key])
    row = _draft(world, key, code)
    applying.set_bases(row, bases, by=actor)
    applying.set_stay(row, frequency, purpose, by=actor)
    fill_in(row, world.things["profiles"][key], ANSWERS.get(key, {}), by=actor)
    if key == "minor":
        guardians.promise_paper(row, by=actor)
    applying.submit(row, world.things["profiles"][key], by=actor)
    return row


def _asks_the_guardian(world: World) -> Registration:
    """A draft that waits for a guardian's answer to a letter."""
    actor = people.actor_of(world.users["minor"])
    row = _draft(world, "minor", SADO)
    fill_in(row, world.things["profiles"]["minor"], {}, by=actor)
    guardians.ask(row, "guardian@demo.example", by=actor)
    return row


def _withdrawn(world: World) -> Registration:
    row = _application(
        world, "resident2", [_base("hotel", "両津地区の民宿")], StayFrequency.SEASONAL, "鬼太鼓の稽古です。", SADO
    )
    applying.withdraw(row, by=people.actor_of(world.users["resident2"]), reason="まずは塩尻市に通うことにしました。")
    return row
