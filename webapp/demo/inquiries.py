"""The demo's threads in every state, public questions and reports; by the real actions, the clock set back by hand."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import NamedTuple

from sqlmodel import col, select

from webapp.accounts import queries as people
from webapp.core import storage
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.jobs import Job
from webapp.core.workdays import end_of_working_day_after
from webapp.demo.world import MAIN_TOWN, World
from webapp.inquiries import places
from webapp.inquiries.questions import actions as questions
from webapp.inquiries.reports import actions as reports
from webapp.inquiries.reports.models import ReportKind, ReportReason
from webapp.inquiries.threads import answering, asking, clock, queries, templates
from webapp.inquiries.threads.attachments import Kept
from webapp.inquiries.threads.models import Side, Thread
from webapp.listings.models import Listing, ListingKind
from webapp.municipalities.models import DatedSetting

DAY = timedelta(days=1)
SIGNED = {"clerk": "企画課 中村", "corporation": "木曽路ふたくらし舎 小林"}


class Told(NamedTuple):
    """One thread: who asks, days ago, subject, question, who answers (empty: nobody), the answer, hours until it."""

    who: str
    days_ago: int
    subject: str
    text: str
    by: str = ""
    answer: str = ""
    hours: int = 0


OF_TOWN = (
    Told("resident", 1, "車を持たずに通えますか", "駅から会場まで、歩いて行けますか。バスの時刻も知りたいです。"),
    Told("resident2", 20, "道具は借りられますか", "手ぶらで行って大丈夫でしょうか。", "clerk",
         "はい。手袋も長靴もお貸しします。足の大きさを、3日前までに教えてください。", 5),
)  # fmt: skip
OF_CORPORATION = (
    Told("resident", 6, "冬の暖房のこと", "灯油のストーブは使えますか。ひと冬の費用の目安も知りたいです。"),
    Told("resident2", 3, "見学の日について", "来月の土曜に見学できますか。", "corporation",
         "第2土曜の午前にご案内できます。駅まで迎えに行きます。", 20),
    Told("crowd1", 30, "畑は付いていますか", "小さな畑があると聞きました。", "corporation", "家の裏に10坪ほどあります。", 3),
    Told("crowd2", 41, "家賃に含まれるもの", "水道代は含まれますか。", "corporation", "水道代は含まれません。月3千円ほどです。", 26),
    Told("crowd8", 52, "犬と暮らせますか", "中型犬が1匹います。", "corporation", "土間までなら大丈夫です。", 7),
    Told("crowd10", 60, "雪かきのこと", "屋根の雪下ろしは必要ですか。", "corporation", "平年は1回です。業者を紹介します。", 9),
)  # fmt: skip


def seed(world: World) -> None:
    """Make them once."""
    if session().exec(select(Thread.id).limit(1)).first():
        return
    listings = sorted(world.things["listings"].values(), key=lambda row: row.id)
    shown = [row for row in listings if row.municipality_code == MAIN_TOWN and row.is_public]
    towns = next(row for row in shown if row.corporation_id is None)
    homes = next(row for row in shown if row.corporation_id and row.kind is ListingKind.HOME)
    made = [_thread(world, towns, told) for told in OF_TOWN] + [_thread(world, homes, told) for told in OF_CORPORATION]
    clock.escalate(made[len(OF_TOWN)], 1, by=system_actor("demo"))
    asking.close(made[-1], by=_actor(world, "crowd10"))
    answering.assign(made[0], world.users["hub"], by=_actor(world, "clerk"))
    plan = asking.Words("駅からの道を、紙に書いてみました。合っていますか。", [_picture()])
    asking.write_on(made[0], plan, by=_actor(world, "resident"))
    _questions(world, homes)
    _reports(world, homes)
    words = {"value": "夜間・休日は 000-0000-0001（見本）。家の設備が壊れたとき、けがをしたとき。"}
    session().add(DatedSetting(key="emergency_contact", municipality_code=MAIN_TOWN, value=words, valid_from=today()))
    word = "お問い合わせありがとうございます。担当が確かめて、あらためてお返事します。"
    templates.add(MAIN_TOWN, "まず受け取ったことを伝える", word, by=_actor(world, "clerk")).is_demo = True
    templates.add(
        homes.corporation_id or "",
        "見学の案内",
        "見学は土曜の午前にご案内しています。",
        by=_actor(world, "corporation"),
    )
    session().flush()


def _thread(world: World, listing: Listing, told: Told) -> Thread:
    place = places.of_listing(listing)
    if place is None:
        raise LookupError(f"nobody answers for {listing.title}")
    asked_at = now() - told.days_ago * DAY
    words = asking.Words(told.text)
    thread = asking.open_thread(place, words, subject=told.subject, by=_actor(world, told.who), listing=listing)
    thread.is_demo = True
    if told.by:
        answering.answer(thread, asking.Words(told.answer), signed=SIGNED[told.by], by=_actor(world, told.by))
    _set_back(thread, asked_at, told.hours)
    return thread


def _set_back(thread: Thread, asked_at: datetime, hours: int) -> None:
    """As if it had been asked that long ago."""
    later = asked_at - thread.opened_at
    for one in queries.said_in(thread):
        one.message.at = asked_at + (timedelta(hours=hours) if one.message.side is Side.PLACE else timedelta())
    thread.opened_at = thread.changed_at = asked_at
    if thread.first_reply_at:
        thread.first_reply_at = thread.changed_at = asked_at + timedelta(hours=hours)
    if thread.waiting_since and thread.due_at:
        thread.waiting_since = asked_at
        thread.due_at = end_of_working_day_after(asked_at, clock.days_in(thread.municipality_code).reply)
    session().flush()
    due = select(Job).where(col(Job.key).in_([f"{kind}:{thread.id}:1" for kind in (clock.REMIND, clock.ESCALATE)]))
    for job in session().exec(due):
        job.run_at += later


def _picture() -> Kept:
    """A plain sheet, so that there is a file to open."""
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (480, 320), "#f5f7f6").save(out, "WEBP")
    return Kept(storage.save(out.getvalue(), "webp"), "駅からの道（見本）.webp", len(out.getvalue()))


def _questions(world: World, home: Listing) -> None:
    answered = questions.ask(home, "携帯電話はつながりますか。", by=_actor(world, "resident2"))
    answer = "ドコモとauはつながります。ソフトバンクは家の中で弱いです。"
    questions.answer(answered, answer, by=_actor(world, "corporation"))
    waiting = questions.ask(home, "近くに歯医者はありますか。", by=_actor(world, "resident"))
    answered.is_demo = waiting.is_demo = True


def _reports(world: World, home: Listing) -> None:
    about = reports.About(MAIN_TOWN, home)
    wrong = reports.tell(
        ReportKind.LISTING, ReportReason.WRONG, "駅から徒歩10分とありますが、25分かかりました。", about=about,
        by=_actor(world, "resident2"),
    )  # fmt: skip
    town = reports.About(MAIN_TOWN)
    quiet = reports.tell(
        ReportKind.CONFIDENTIAL, ReportReason.SAFETY, "体験の日に、断ったのに家まで車で送ると言われ続けました。",
        about=town, by=_actor(world, "resident"),
    )  # fmt: skip
    raised = reports.tell(
        ReportKind.COMPLAINT, ReportReason.CONDUCT, "約束した見学の日に、だれも来ませんでした。", about=town,
        by=_actor(world, "resident"),
    )  # fmt: skip
    words = "法人に確かめました。連絡の行きちがいでした。申し訳ありません。"
    reports.decide(raised, words, is_upheld=True, by=_actor(world, "clerk"))
    reports.raise_to_operator(raised, by=_actor(world, "resident"))
    wrong.is_demo = quiet.is_demo = raised.is_demo = True


def _actor(world: World, key: str) -> Actor:
    return people.actor_of(world.users[key])
