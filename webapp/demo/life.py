"""The demo's registrations near their end, a list of earlier registrants, and what a yearly run left behind."""

from datetime import timedelta

from sqlmodel import select

from webapp.accounts import queries as people
from webapp.core.actor import system_actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.demo.world import MAIN_TOWN, World
from webapp.registrations import applying, deciding, following
from webapp.registrations.life.models import Renewal, RenewalRun, RenewalStatus, RunStatus
from webapp.registrations.lists import taking
from webapp.registrations.models import Base, Channel, Registration, RegistrationStatus, StayFrequency
from webapp.residents.queries import profile_of_user

HIDA = "212172"
BY = system_actor("demo")
_S = RenewalStatus
#: who, the town, days to the end, the renewal, what has changed
_ENDING = (
    ("crowd1", MAIN_TOWN, 20, _S.CONFIRMED, ""),
    ("crowd8", MAIN_TOWN, 20, _S.CONFIRMED, "4月から、月に2回の滞在になりました。"),
    ("crowd15", MAIN_TOWN, 45, _S.ASKED, ""),
    ("crowd22", MAIN_TOWN, 5, _S.ASKED, ""),
    ("crowd29", MAIN_TOWN, 130, None, ""),
    ("crowd36", MAIN_TOWN, 250, None, ""),
    ("premium", HIDA, 20, _S.ASKED, ""),
)
_LIST = """氏名,フリガナ,メールアドレス,住所,生年月日,会員番号,秘匿
見本 一郎,ミホン イチロウ,ichiro@list.example,東京都新宿区西新宿,1975年4月1日,F-0001,
見本 二葉,ミホン フタバ,futaba@list.example,愛知県名古屋市中区三の丸,,F-0002,
見本 三月,ミホン ミツキ,mitsuki@list.example,大阪府大阪市北区中之島,1990/3/3,F-0003,秘匿
見本 四季,ミホン シキ,shiki@list.example,長野県塩尻市大門七番町,1966-06-06,F-0004,
見本 五郎,ミホン ゴロウ,goro-list.example,東京都新宿区大久保,1980-05-05,F-0005,
"""


def seed(world: World) -> None:
    """Make them once."""
    if session().exec(select(Renewal.id).limit(1)).first():
        return
    with following.together():
        for key, town, days, status, note in _ENDING:
            _ending(world, key, town, days, status, note)
    clerk = world.users["clerk"]
    session().add(
        RenewalRun(
            municipality_code=MAIN_TOWN,
            status=RunStatus.DONE,
            started_by=clerk.id,
            finished_at=now(),
            is_demo=True,
        )
    )
    source = taking.check(
        MAIN_TOWN,
        _LIST.encode(),
        title="【架空】ふるさとファンクラブ名簿",
        origin="架空の例です。入会の申込書をもとに、企画課が2019年から持っている名簿です。",
        by=people.actor_of(clerk),
    )
    source.is_demo = True
    session().flush()


def _ending(world: World, key: str, town: str, days: int, status: RenewalStatus | None, note: str) -> None:
    user = world.users[key]
    profile = profile_of_user(user.id)
    if profile is None:
        return
    row = Registration(
        user_id=user.id, municipality_code=town, status=RegistrationStatus.APPROVED, channel=Channel.ONLINE,
        bases=[Base(kind="family", area="【架空】親族の家", since="", nights=None, months=[])],
        stay_frequency=StayFrequency.MONTHLY, purpose="架空の例です。", submitted_at=now(), decided_at=now(),
        is_demo=True,
    )  # fmt: skip
    session().add(row)
    session().flush()
    applying.hand_over(row, profile)
    deciding.begin_validity(row)
    row.valid_from, row.valid_until = today() - timedelta(days=365 - days), today() + timedelta(days=days)
    if status is not None:
        is_confirmed = status is _S.CONFIRMED
        session().add(
            Renewal(
                registration_id=row.id, municipality_code=town, ends_on=row.valid_until, status=status, note=note,
                is_changed=bool(note), noticed_days=60, confirmed_at=now() if is_confirmed else None, is_demo=True,
            )
        )  # fmt: skip
    following.tell(row, by=BY)
