"""The demo's 担い手活動: what a town designates, who came, who is two of three, who is premium and asks for another year."""

import io
from datetime import UTC, datetime, time, timedelta

from webapp.accounts import queries as people
from webapp.activities import actions
from webapp.activities.models import Activity
from webapp.activities.occasions import actions as occasions
from webapp.activities.occasions import checking_in
from webapp.activities.occasions.codes import Ticket
from webapp.activities.occasions.models import ActivityOccasion
from webapp.activities.records import actions as records
from webapp.activities.records import evidence
from webapp.activities.records.models import Way
from webapp.core.clock import TOKYO, now, today
from webapp.core.database import session
from webapp.demo.world import MAIN_TOWN, World
from webapp.identity import actions as identity
from webapp.identity.models import DocumentKind
from webapp.registrations import following
from webapp.registrations.models import Registration, Tier
from webapp.registrations.premium.models import PREMIUM_REQUEST, PremiumRequest

FLOWERS, FESTIVAL, WATCH, SNOW = "奈良井宿の花壇の手入れ", "秋祭りの準備", "見守り配達の手伝い", "雪かきの手伝い"
#: title → theme, what it is, what counts, minutes, corporation attests, hub persons attest
ACTIVITIES = {
    FLOWERS: ("ecology", "宿場の通りの花壇を、地元の人と一緒に手入れします。道具は会場にあります。", "半日以上、作業に参加したとき。", 180, True, True),
    FESTIVAL: ("festivals", "山車の組み立て、提灯の飾りつけ、後片づけを手伝います。", "準備か後片づけに、1日参加したとき。", 300, False, True),
    WATCH: ("welfare", "ひとり暮らしの方に、お弁当を届けながら声をかけます。", "1回の配達（およそ2時間）に参加したとき。", 120, True, False),
    SNOW: ("disaster", "通学路とごみ置き場の雪をかきます。", "1回の作業に参加したとき。", 120, False, False),
}  # fmt: skip


def seed(world: World) -> None:
    """Make them once, by the real actions; an open check-in waits for a phone."""
    if "registrations" not in world.things:
        return
    made = {title: _activity(title, world) for title in ACTIVITIES}
    clerk = people.actor_of(world.users["clerk"])
    actions.end(made[SNOW], reason="春になったため。次の冬にもう一度指定します。", by=clerk)
    past = [
        _held(made[title], days, world) for title, days in ((FLOWERS, 60), (FESTIVAL, 33), (WATCH, 12), (FLOWERS, 5))
    ]
    for occasion, who in zip(
        past, (("premium", "resident2"), ("premium",), ("premium", "resident2"), ("premium",)), strict=True
    ):
        for key in who:
            _came(occasion, key, world)
        occasions.close_check_in(occasion, session().get_one(Activity, occasion.activity_id), by=clerk)
    _open_today(made[FLOWERS], world)
    _occasion(made[FESTIVAL], 9, world)
    _waiting(made[WATCH], world)
    _premium(world)


def _activity(title: str, world: World) -> Activity:
    theme, description, what_counts, minutes, corporation, hubs = ACTIVITIES[title]
    row = Activity(
        municipality_code=MAIN_TOWN,
        title=title,
        theme=theme,
        description=description,
        what_counts=what_counts,
        minutes=minutes,
        hubs_attest=hubs,
        starts_on=today() - timedelta(days=400),
        is_demo=True,
    )
    attesters = [world.things["corporations"]["kiso"].id] if corporation else []
    return actions.designate(row, attesters, by=people.actor_of(world.users["clerk"]))


def _occasion(activity: Activity, days: int, world: World) -> ActivityOccasion:
    begins = datetime.combine(today() + timedelta(days=days), time(9, 30), TOKYO).astimezone(UTC)
    return occasions.plan(
        activity,
        place="奈良井宿 中町の休憩所",
        starts_at=begins,
        ends_at=begins + timedelta(minutes=activity.minutes),
        minutes=activity.minutes,
        by=people.actor_of(world.users["clerk"]),
    )


def _held(activity: Activity, days_ago: int, world: World) -> ActivityOccasion:
    clerk = people.actor_of(world.users["clerk"])
    row = _occasion(activity, -days_ago, world)
    occasions.open_check_in(row, activity, by=clerk)
    return row


def _came(occasion: ActivityOccasion, key: str, world: World) -> None:
    ticket = Ticket(occasion.id, Way.SCREEN, occasion.starts_at)
    record = checking_in.check_in(ticket, by=people.actor_of(world.users[key]))
    record.claimed_at = record.decided_at = occasion.starts_at


def _open_today(activity: Activity, world: World) -> None:
    """Open for as long as somebody may look at the demo today; one person used the poster and waits."""
    row = occasions.plan(
        activity,
        place="奈良井宿 中町の休憩所",
        starts_at=now() - timedelta(hours=1),
        ends_at=now() + timedelta(hours=24),
        minutes=activity.minutes,
        by=people.actor_of(world.users["hub"]),
    )
    occasions.open_check_in(row, activity, by=people.actor_of(world.users["hub"]))
    checking_in.check_in(Ticket(row.id, Way.POSTER, now()), by=people.actor_of(world.users["resident4"]))


def _waiting(activity: Activity, world: World) -> None:
    """An own claim with a drawn picture, for somebody to decide."""
    actor = people.actor_of(world.users["resident"])
    record = records.claim(
        activity,
        done_on=today() - timedelta(days=3),
        minutes=120,
        note="大門地区の5軒に、社協の方と一緒にお弁当を届けました。スマートフォンの電池が切れて、チェックインできませんでした。",
        by=actor,
    )
    evidence.add(record, evidence.prepare(_picture()), by=actor)


def _picture() -> bytes:
    from PIL import Image, ImageDraw

    drawn = Image.new("RGB", (480, 320), "#dfe9e6")
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((120, 130, 360, 260), fill="#8a4b2d")
    pen.rectangle((140, 150, 340, 240), fill="#f4efe2")
    pen.ellipse((200, 165, 280, 225), fill="#c7502f")
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


def _premium(world: World) -> None:
    """Premium since almost a year ago; the request for the next year waits for the clerk."""
    clerk = people.actor_of(world.users["clerk"])
    registration: Registration = world.things["registrations"]["premium"]
    identity.check_at_counter(
        registration.user_id,
        MAIN_TOWN,
        document_kind=DocumentKind.DRIVING_LICENCE,
        seen_on=today() - timedelta(days=80),
        address_matches=True,
        by=clerk,
    )
    until = today() + timedelta(days=40)
    row = _request(registration, today() - timedelta(days=334))
    PREMIUM_REQUEST.apply(row, "grant", by=clerk)
    row.decided_at, row.decided_by = row.requested_at + timedelta(days=6), clerk.user_id
    row.granted_from, row.granted_until, row.shortage_told_on = (
        row.decided_at.date(),
        until,
        today() - timedelta(days=50),
    )
    registration.tier, registration.premium_until = Tier.PREMIUM, until
    following.tell(registration, by=clerk)
    renewal = _request(registration, today() - timedelta(days=2))
    renewal.is_renewal, renewal.due_on = True, today() + timedelta(days=12)


def _request(registration: Registration, day: object) -> PremiumRequest:
    row = PremiumRequest(
        registration_id=registration.id,
        user_id=registration.user_id,
        municipality_code=registration.municipality_code,
        requested_at=datetime.fromisoformat(f"{day}T03:00:00+00:00"),
        is_demo=True,
    )
    session().add(row)
    session().flush()
    return row
