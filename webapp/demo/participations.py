"""The demo's applications: an event that is full with somebody waiting, needs that read and choose, words from afterwards."""

from datetime import datetime

from webapp.accounts import queries as people
from webapp.activities import actions as activities
from webapp.activities.models import Activity
from webapp.activities.occasions import actions as occasions
from webapp.core.actor import Actor
from webapp.demo.world import World
from webapp.listings.models import Listing
from webapp.participations import actions, applying
from webapp.participations.applying import Answers
from webapp.participations.feedback import actions as feedback
from webapp.participations.feedback.models import Side
from webapp.participations.models import Participation
from webapp.participations.terms import when

WALL, FESTIVAL, PHONES, SHOP = (
    "空き家の壁を塗る一日",
    "秋祭りの山車を引く人",
    "お年寄りのスマホの困りごとを聞く人",
    "ワイナリーの直売サイトを整える仕事",
)


def seed(world: World) -> None:
    """Make them once, by the real actions."""
    if "registrations" not in world.things:
        return
    _event(world)
    _needs(world)
    _job(world)


def _actor(world: World, key: str) -> Actor:
    return people.actor_of(world.users[key])


def _listing(world: World, title: str) -> Listing:
    found: Listing = world.things["listings"][title]
    return found


def _apply(world: World, key: str, title: str, message: str, **answers: object) -> Participation:
    known = {"shown_name": world.users[key].display_name, "message": message, **answers}
    return applying.apply(_listing(world, title), Answers(**known), by=_actor(world, key))  # type: ignore[arg-type]


def _event(world: World) -> None:
    """It counts as an activity; twelve places: eleven taken, two people wait."""
    event, clerk = _listing(world, WALL), _actor(world, "clerk")
    plaster = Activity(
        municipality_code=event.municipality_code,
        title="空き家の壁塗りの手伝い",
        theme="renovation",
        what_counts="一日を通して、しっくい塗りに参加したとき。",
        minutes=360,
        listing_id=event.id,
        is_demo=True,
    )
    activities.designate(plaster, [world.things["corporations"]["kiso"].id], by=clerk)
    starts, ends = when(event)
    if isinstance(starts, datetime) and isinstance(ends, datetime):
        maker = _actor(world, "corporation")
        occasions.plan(plaster, place="奈良井の空き家", starts_at=starts, ends_at=ends, minutes=360, by=maker)
    _apply(world, "resident", WALL, "", shares_contact=True)
    _apply(
        world, "resident2", WALL, "左官を一度やってみたかったです。", adults=2, children=2, children_ages="7歳と10歳"
    )
    for key, adults in (("crowd1", 2), ("crowd2", 3), ("crowd3", 1)):
        _apply(world, key, WALL, "", adults=adults)
    _apply(world, "resident3", WALL, "友人と行きます。", adults=2)


def _needs(world: World) -> None:
    """One waits for an answer; one came, and both sides said how it was."""
    clerk = _actor(world, "clerk")
    _apply(world, "resident", PHONES, "実家の母に教えるうちに、こつが分かってきました。第1土曜なら続けて来られます。")
    row = _apply(world, "resident2", FESTIVAL, "去年の祭りを見て、引いてみたくなりました。", shares_contact=True)
    actions.accept(row, by=clerk)
    actions.note(row, "note_done", by=clerk)
    feedback.write(
        row,
        Side.PERSON,
        again=True,
        text="坂の上で全員の声がそろった瞬間が忘れられません。法被も足袋も貸してもらえました。",
        confidential="夜の公民館の階段が暗く、足を踏み外しそうになりました。明かりがあると安心です。",
        by=_actor(world, "resident2"),
    )
    feedback.write(
        row, Side.PLACE, again=True, text="最後まで引いてくれて助かりました。来年もぜひ。", confidential="", by=clerk
    )


def _job(world: World) -> None:
    """One is read, one was not taken this time."""
    corporation = _actor(world, "corporation")
    _apply(
        world, "resident", SHOP, "仕事で通販サイトの画面を作っています。月に一度、蔵へ伺えます。", shares_contact=True
    )
    row = _apply(world, "crowd4", SHOP, "写真を撮るのが好きです。")
    actions.decline(
        row, reason="今回は、通販サイトの改善を続けて任せられる方をお願いすることにしました。", by=corporation
    )
