"""The demo's scouts: what a town and a corporation asked its fictional residents, in every state; by the real actions."""

from typing import NamedTuple

from webapp.accounts import queries as people
from webapp.core.actor import Actor, system_actor
from webapp.demo.world import MAIN_TOWN, World
from webapp.listings.models import Listing, ListingKind
from webapp.matches.people.anonymity import pseudonym
from webapp.matches.people.wording import Fact
from webapp.matches.scouting import actions, asking, queries
from webapp.matches.scouting.models import SCOUT, DeclineReason, Scout

FESTIVAL, PHONES = "秋祭りの山車を引く人", "お年寄りのスマホの困りごとを聞く人"


class Told(NamedTuple):
    """One question: to whom, about which listing (empty: a corporation's), why, and what for."""

    to: str
    title: str
    fact: Fact
    message: str


TOLD = {
    "waiting": Told(
        "resident", PHONES, Fact("experience", ("design",)),
        "講座のちらしを、字の大きな読みやすいものに直したいと思っています。デザインの経験を生かしてもらえないでしょうか。",
    ),
    "accepted": Told(
        "resident2", FESTIVAL, Fact("themes", ("festivals",)),
        "山車の引き手が年々減り、今年は三人足りません。お祭りの準備を手伝ってこられたと知り、ぜひ一緒にと思いました。",
    ),
    "declined": Told(
        "crowd2", FESTIVAL, Fact("themes", ("festivals",)),
        "十月の宵祭りで、笛と太鼓に合わせて綱を引く役です。初めての方にも、若い衆が隣で教えます。",
    ),
    "expired": Told(
        "crowd8", PHONES, Fact("themes", ("programming",)),
        "公民館で月に二度、写真の送り方や地図の見方を聞かれます。技術に明るい人が一人いるだけで、みんなが助かります。",
    ),
    "considered": Told(
        "crowd12", FESTIVAL, Fact("themes", ("festivals",)),
        "宿場の通りを山車が曲がるところが見せ場です。週末だけ来られる方の力も、ぜひお借りしたいです。",
    ),
    "corporations": Told(
        "crowd1", "", Fact("themes", ("renovation",)),
        "土壁の塗り直しを、職人さんと一緒に少しずつ進めています。家の手入れに関心があると知り、声をかけました。",
    ),
    "blocked": Told(
        "crowd10", "", Fact("themes", ("renovation",)),
        "床板を張り替える週末の集まりを始めました。道具はこちらで用意しますので、手ぶらで来てください。",
    ),
}  # fmt: skip


def seed(world: World) -> None:
    """Make them once; `world.things["scouts"]` finds each by its state."""
    listings = world.things["listings"]
    if queries.of_listing(listings[FESTIVAL].id, MAIN_TOWN):
        return
    made = {key: _scout(world, told) for key, told in TOLD.items()}
    for scout in made.values():
        scout.is_demo = True
    actions.accept(made["accepted"], by=_actor(world, "resident2"), answer="平日の夜なら、オンラインで話せます。")
    actions.decline(made["declined"], by=_actor(world, "crowd2"), reason=DeclineReason.TIME)
    actions.consider(made["considered"], by=_actor(world, "crowd12"))
    actions.block(made["blocked"], by=_actor(world, "crowd10"))
    SCOUT.apply(made["expired"], "expire", by=system_actor("demo"))
    world.things["scouts"] = made


def _scout(world: World, told: Told) -> Scout:
    listing = world.things["listings"][told.title] if told.title else _corporations_listing(world)
    corporation_id = None if told.title else listing.corporation_id
    person = world.users[told.to]
    asked = asking.Asked(corporation_id or MAIN_TOWN, corporation_id, person.id, pseudonym(listing.id, person.id))
    step = "3日以内にメールを送り、オンラインで30分ほどお話しします。"
    signed = "企画課 中村" if told.title else "木曽路ふたくらし舎 小林"
    words = asking.Words([told.fact.stored()], told.message, step, signed)
    return asking.send(listing, asked, words, by=_actor(world, "clerk" if told.title else "corporation"))


def _corporations_listing(world: World) -> Listing:
    shown: list[Listing] = [
        row
        for row in world.things["listings"].values()
        if row.corporation_id and row.municipality_code == MAIN_TOWN and row.is_public
    ]
    return sorted(shown, key=lambda row: (row.kind is not ListingKind.HOME, row.id))[0]


def _actor(world: World, key: str) -> Actor:
    return people.actor_of(world.users[key])
