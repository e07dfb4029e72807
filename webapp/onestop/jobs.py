"""Later work: letters on 20 December, 4 and 8 January, and the end of what did not arrive by 10 January."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlmodel import col, or_, select

from webapp.core.actor import system_actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue, handler
from webapp.onestop import deciding, letters, own_data, queries, years
from webapp.onestop.days import DAY
from webapp.onestop.donations import donations_of
from webapp.onestop.models import OneStopApplication, OneStopStatus
from webapp.pledges import guests
from webapp.pledges.models import HOLDING, Pledge
from webapp.registrations.life.chunks import each, work_through

REMIND = "onestop.remind"


@handler(DAY, title=_l("ワンストップ特例の期限を確かめる"), outside=True)
def day(_payload: dict[str, Any]) -> None:
    """End what came too late, remind who still has time; a second time on a day it finds nothing to do."""
    by = system_actor(DAY)
    work_through(_too_late, each(lambda row: deciding.lapse(row, by=by)))
    work_through(_long_over, each(own_data.forget_details))
    for year in (today().year - 1, today().year):
        reminding = years.last_reminder(year)
        if reminding is not None:
            stage = reminding.isoformat()
            work_through(_paid_in(year), each(partial(_plan, year=year, stage=stage)))


def _too_late(cursor: str, limit: int) -> Sequence[OneStopApplication]:
    chosen = select(OneStopApplication).where(
        OneStopApplication.status == OneStopStatus.APPLIED,
        OneStopApplication.year < years.year_in_hand(),
        OneStopApplication.id > cursor,
    )
    return list(session().exec(chosen.order_by(col(OneStopApplication.id)).limit(limit).with_for_update()))


def _long_over(cursor: str, limit: int) -> Sequence[OneStopApplication]:
    """What the sheet alone needed is not kept beyond a year after the deadline."""
    has_details = or_(
        col(OneStopApplication.birth_date).is_not(None), OneStopApplication.kana != "", OneStopApplication.phone != ""
    )
    chosen = select(OneStopApplication).where(
        OneStopApplication.year < years.year_in_hand() - 1, has_details, OneStopApplication.id > cursor
    )
    return list(session().exec(chosen.order_by(col(OneStopApplication.id)).limit(limit).with_for_update()))


def _paid_in(year: int) -> Any:
    first, after = years.bounds(year)

    def find(cursor: str, limit: int) -> Sequence[Pledge]:
        chosen = select(Pledge).where(
            col(Pledge.status).in_(HOLDING),
            col(Pledge.paid_at) >= first,
            col(Pledge.paid_at) < after,
            Pledge.id > cursor,
        )
        return list(session().exec(chosen.order_by(col(Pledge.id)).limit(limit)))

    return find


def _plan(pledge: Pledge, *, year: int, stage: str) -> None:
    """One letter for each person and day of reminding; without an account, one for each donation."""
    whose = pledge.user_id or pledge.id
    enqueue(REMIND, {"pledge": pledge.id, "year": year, "stage": stage}, key=f"{REMIND}:{stage}:{whose}")


@handler(REMIND, title=_l("ワンストップ特例の期限を知らせる"))
def remind(payload: dict[str, Any]) -> None:
    """Write to who has something left to do, as it is now."""
    pledge, year = session().get(Pledge, payload["pledge"]), int(payload["year"])
    if pledge is None or years.is_over(year):
        return
    waiting, missing = _left_to_do(pledge, year)
    if waiting or missing:
        link = f"/my/onestop?year={year}" if pledge.user_id else f"{guests.page_of(pledge)}/onestop"
        letters.tell(pledge, letters.reminder, link=link, year=year, waiting=waiting, missing=missing)


def _left_to_do(pledge: Pledge, year: int) -> tuple[int, int]:
    """How many sheets have not arrived, and how many donations have no application."""
    if pledge.user_id is None:
        row = queries.application_of(pledge)
        return int(row is not None and row.status is OneStopStatus.APPLIED), int(row is None)
    choice = queries.choice_of(pledge.user_id, year)
    if choice is not None and choice.files_return:
        return 0, 0
    given = donations_of(pledge.user_id, year)
    waiting = [each for each in given if each.application and each.application.status is OneStopStatus.APPLIED]
    return len(waiting), sum(each.application is None for each in given)
