"""Demo applications for the one-stop exception: fictional, one in each state that a desk meets."""

from datetime import date

from sqlmodel import col, select

from webapp.accounts.models import User
from webapp.accounts.queries import actor_of
from webapp.core.actor import system_actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.demo.world import MAIN_TOWN, World
from webapp.onestop import actions, deciding, telling
from webapp.onestop.actions import Details, Move
from webapp.onestop.donations import Donation, donations_of
from webapp.onestop.models import OneStopApplication

BY = system_actor("demo")
#: places where the first resident says to have given as well
ELSEWHERE = (("322059", 20_000, True), ("394050", 15_000, False))


def seed(world: World) -> None:
    """The residents' own, and a few at the desk of the main town."""
    resident = world.users["resident"]
    mine = donations_of(resident.id, today().year)
    for town, amount, uses_onestop in ELSEWHERE:
        telling.tell_elsewhere(today().year, town, amount, uses_onestop=uses_onestop, by=actor_of(resident))
    for place, given in enumerate(mine[:2]):
        row = _apply(given, resident, "アオキ ミサキ", date(1990, 5, 1))
        if place == 0:
            deciding.receive(row, today(), by=BY)
            deciding.accept(row, by=BY)
    _moved(resident)
    _at_the_desk()


def _apply(given: Donation, donor: User, kana: str, born: date | None) -> OneStopApplication:
    return actions.apply(given, Details(kana, born, "03-0000-0000"), by=actor_of(donor))


def _moved(donor: User) -> None:
    applied = [each.application for each in donations_of(donor.id, today().year) if each.application]
    if applied:
        move = Move(applied[0].name, "東京都世田谷区見本町4-5-6", today())
        actions.tell_move(applied, move, by=actor_of(donor))


def _at_the_desk() -> None:
    """Donors who only give: one sheet on its way, one to be checked, one refused."""
    chosen = select(User).where(col(User.email).like("donor%@demo.example")).order_by(col(User.id)).limit(9)
    waiting = [
        (donor, given)
        for donor in session().exec(chosen)
        for given in donations_of(donor.id, today().year)
        if given.pledge.municipality_code == MAIN_TOWN
    ]
    for place, (donor, given) in enumerate(waiting[:5]):
        row = _apply(given, donor, "", None)
        if place % 3 != 0:
            deciding.receive(row, today(), by=BY)
        if place % 3 == 2:
            deciding.refuse(
                row, "本人確認書類の写しが入っていませんでした。写しを入れて、もう一度お送りください。", by=BY
            )
