"""Demo projects in the middle and at the end of their lives: examined, carried out with a late report, settled."""

import io
from datetime import timedelta
from typing import Any

from sqlmodel import select

from webapp.accounts.queries import actor_of
from webapp.core import pictures, storage
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.corporations.files import Upload, keep_bytes
from webapp.demo.projects import BY, give, published
from webapp.demo.world import MAIN_TOWN, World
from webapp.hubs.communities.models import Community
from webapp.hubs.models import HubPerson
from webapp.municipalities import queries as municipalities
from webapp.projects import photos
from webapp.projects.gifts import actions as gifts
from webapp.projects.gifts.models import GiftKind, Standard
from webapp.projects.models import PROJECT, Project, ProjectPhoto
from webapp.projects.proposals import actions as proposals
from webapp.projects.proposals.models import Check
from webapp.projects.reports import actions as reports
from webapp.projects.reports import scheduling
from webapp.projects.reports.queries import expenses_of, milestones_of
from webapp.projects.reviews import actions as reviews
from webapp.projects.reviews.models import FindingKind
from webapp.projects.settlement import actions as settlement

COMMUNITY = "宿場の花とあかりの会"
LANTERNS: dict[str, Any] = {
    "summary": "とだえた秋の行灯の夜を、宿場の通りに取り戻します。",
    "problem": "行灯を張り替える人がいなくなり、通りの明かりは三年前に消えました。",
    "story": "子どものころ、秋の夜は通り全部が明るかった、と祖母は言います。\n\n骨組みは蔵に残っています。紙と絵と、灯す人がいれば、また歩ける夜になります。",
    "plan": "冬に骨を直し、春と夏に絵を描く会を開き、秋に二晩灯します。",
    "team": "花とあかりの会（見本）の十二人と、木工の職人が二人。",
    "theme": "festivals",
    "place": "奈良井宿の通り",
    "goal_yen": 600_000,
    "minimum_yen": 250_000,
    "budget": [{"label": "骨の修理と紙", "yen": 380_000}, {"label": "絵を描く会", "yen": 120_000}, {"label": "灯す夜の安全", "yen": 100_000}],
    "cost_plan": [{"label": "手数料と書類", "yen": 40_000}],
    "below_goal": "集まった分だけ、本陣の前から順に灯します。",
    "above_goal": "脇道の行灯も直します。",
    "alternative": "塩尻市 伝統行事の継承（見本）",
    "budget_item": "2款 総務費 1項 総務管理費 6目 企画費（見本）",
}  # fmt: skip
_STATED = {
    Check.BASE: "宿場の寄り合い所「ひとやすみ」を拠点にしています。",
    Check.PEOPLE: "住んでいる人が5人、働いている人が2人です。",
    Check.BYLAWS: "会則第8条。世話人会で話し合い、出席者の過半数で決めます。",
    Check.ACTIVE: "毎月1回、花壇の手入れを続けています。",
    Check.ACCOUNTS: "会計担当を置き、年に1回、会員に収支を報告しています。",
}
VERANDA: dict[str, Any] = {
    "municipality_code": MAIN_TOWN,
    "title": "駅前の空き店舗を、だれでも座れる縁側に",
    "summary": "閉じたままの店先を開いて、買い物帰りに座れる縁側をつくります。",
    "story": "駅前で座れる場所は、改札の中にしかありません。\n\n空いた店の前に縁側を張り出し、土曜だけお茶を出します。",
    "team": "駅前の縁側の会（見本）",
    "goal_yen": 400_000,
    "budget": [{"label": "縁側の材料", "yen": 250_000}, {"label": "大工の手間", "yen": 150_000}],
    "below_goal": "縁側の長さを短くして、材料の分だけつくります。",
    "above_goal": "冬のひざ掛けと、雨よけを加えます。",
    "alternative": "塩尻市 空き店舗活用（見本）",
}
READING: dict[str, Any] = {
    "municipality_code": MAIN_TOWN,
    "title": "川べりに、移動する本棚を一台",
    "summary": "自転車で引ける本棚をつくり、土曜の川べりに並べます。",
    "story": "図書館まで歩けない人のところへ、本のほうから行きます。",
    "team": "川べり文庫の会（見本）",
    "goal_yen": 200_000,
    "budget": [{"label": "本棚と自転車", "yen": 150_000}, {"label": "本の補修", "yen": 50_000}],
    "below_goal": "本棚だけをつくり、自転車は借ります。",
    "above_goal": "二台目の本棚をつくります。",
    "alternative": "塩尻市立図書館の本（見本）",
}


def seed(world: World) -> None:
    """One in review, one under way, one settled."""
    clerk = actor_of(world.users["clerk"])
    _examined(world, clerk)
    _under_way(world, clerk)
    _settled(world, clerk)


def _examined(world: World, clerk: Actor) -> None:
    community = session().exec(select(Community).where(Community.name == COMMUNITY)).one()
    community.created_at = now() - timedelta(days=200)
    hub = session().exec(select(HubPerson).where(HubPerson.user_id == world.users["hub"].id)).one()
    by = actor_of(world.users["resident2"])
    project = proposals.begin(
        MAIN_TOWN, "宿場の通りに、行灯の夜を取り戻す", community_id=community.id, by=by, is_demo=True
    )
    project.opens_on, project.closes_on = today() + timedelta(days=40), today() + timedelta(days=95)
    ends_on = today() + timedelta(days=320)
    dates = {"ends_on": ends_on, "report_due_on": ends_on + timedelta(days=30), "hub_person_id": hub.id}
    proposals.write(project, LANTERNS | dates, by=by)
    scheduling.plan(
        project, [(today() + timedelta(days=200), "骨の修理が終わる"), (today() + timedelta(days=310), "二晩灯す")]
    )
    counts = {Check.PEOPLE: 7}
    given = {kind: proposals.Answer(words, counts.get(kind)) for kind, words in _STATED.items()}
    proposals.answer(project, given, by=by)
    proposals.note(
        project,
        "骨組みの状態を大工さんと見ました。八割は使えます。道路の使用許可は警察に相談ずみです。",
        by=actor_of(world.users["hub"]),
    )
    _with_paper_gift_and_picture(project, by)
    _hand_in(project)
    reviews.take_up(project, by=clerk)
    reviews.find(
        project,
        FindingKind.PUBLIC_INTEREST,
        is_met=True,
        reason="通りの住民と来訪者のだれもが楽しめる行事で、地区の計画にも合う。",
        by=clerk,
    )
    reviews.find(
        project,
        FindingKind.FEASIBILITY,
        is_met=True,
        reason="骨組みが残り、職人の協力も確かめた。最低目標でも本陣前から始められる。",
        by=clerk,
    )


def _with_paper_gift_and_picture(project: Project, by: Actor) -> None:
    bylaws = proposals.Answer(_STATED[Check.BYLAWS], paper=_paper("会則（見本）.pdf"))
    proposals.answer(project, {Check.BYLAWS: bylaws}, by=by)
    evening = {
        "kind": GiftKind.EXPERIENCE, "title": "行灯に名前を書いて灯す席", "about": "二晩のどちらかにお越しください。",
        "from_yen": 20_000, "cost_yen": 3_000, "value_yen": 4_000, "standard": Standard.SERVICE,
        "evidence": "宿場の通りで、会の人が案内する体験。", "stock": 20,
    }  # fmt: skip
    gifts.offer(project, evening, by=by)
    drawn = pictures.draw(_lanterns(), (photos.WIDTHS[0],))[0]
    photo = ProjectPhoto(
        project_id=project.id, alt="夜の通りにともる行灯の絵（見本）", width=drawn.width, height=drawn.height
    )
    photo.file_key = storage.save(drawn.data, "webp")
    session().add(photo)


def _lanterns() -> bytes:
    """A night with lights, drawn here."""
    from PIL import Image, ImageDraw

    night = Image.new("RGB", (960, 600), "#1b2440")
    brush = ImageDraw.Draw(night)
    brush.polygon([(0, 600), (420, 250), (540, 250), (960, 600)], fill="#39415c")
    for step in range(6):
        for x in (80 + 60 * step, 880 - 60 * step):
            size = 46 - 6 * step
            y = 430 - 32 * step
            brush.rounded_rectangle((x - size // 2, y - size, x + size // 2, y + size // 2), 6, fill="#f2b04c")
    kept = io.BytesIO()
    night.save(kept, "PNG")
    return kept.getvalue()


def _hand_in(project: Project) -> None:
    """As `proposals.propose`, on any day of the fiscal year."""
    PROJECT.apply(project, "propose", by=BY)
    days = int(municipalities.setting("project_review_days", project.municipality_code))
    project.submitted_at, project.due_on = now(), today() + timedelta(days=days)


def _under_way(world: World, clerk: Actor) -> None:
    project = _funded(VERANDA, "30 20 50 10 30 20 40 10 30 50", world)
    scheduling.plan(
        project, [(today() - timedelta(days=70), "材料がそろう"), (today() - timedelta(days=5), "縁側を張る")]
    )
    project.report_due_on = today() + timedelta(days=60)
    settlement.decide(project, [{"label": "お礼の手紙", "yen": 4_000}], number="企第12号（見本）", by=clerk)
    _spend(project, ("縁側の材料", "杉板と束石", 168_000), by=clerk)
    first = milestones_of(project)[0]
    told = {
        "title": "材料がそろいました",
        "body": "地元の製材所から杉板が届きました。雨の日に、会の五人で運びました。",
        "milestone_id": first.id,
    }
    reports.publish(project, reports.write(project, told, by=clerk), by=clerk)
    _drafted(project, clerk)


def _drafted(project: Project, by: Actor) -> None:
    told = {"title": "縁側が張れました（下書き）", "body": "十一月の土曜、大工さんと会の八人で張りました。"}
    reports.write(project, told, by=by)


def _settled(world: World, clerk: Actor) -> None:
    project = _funded(READING, "20 10 30 20 50 10 30 20", world)
    project.report_due_on = today() - timedelta(days=10)
    settlement.decide(project, [{"label": "お礼の手紙", "yen": 3_000}], number="企第7号（見本）", by=clerk)
    _spend(
        project,
        ("本棚と自転車", "荷台つき自転車", 92_000),
        ("本棚と自転車", "棚の板と金具", 41_500),
        ("本の補修", "補修の材料", 38_200),
        by=clerk,
    )
    told = {
        "title": "川べりに本棚が来ました",
        "body": "土曜の川べりに、のべ四十人が来ました。",
        "results": "借りられた本 86冊",
        "is_final": True,
    }
    reports.publish(project, reports.write(project, told, by=clerk), by=clerk)
    for expense in expenses_of(project):
        reports.check(project, expense, by=clerk)
    settlement.settle(project, own_yen=0, use_of_rest=project.alternative, by=clerk)


def _funded(values: dict[str, Any], thousands: str, world: World) -> Project:
    """Given to while it was open, then closed as if the period had ended a while ago."""
    project = published(values, today() - timedelta(days=10), today() + timedelta(days=10))
    amounts = thousands.split()
    began, pause = now() - timedelta(days=200), timedelta(days=80) / (len(amounts) + 1)
    for number, (donor, amount) in enumerate(zip(world.things["donors"], amounts, strict=False), start=1):
        give(project, donor, int(amount) * 1000, at=began + number * pause)
    project.opens_on, project.closes_on = today() - timedelta(days=200), today() - timedelta(days=120)
    project.ends_on, project.published_at = today() - timedelta(days=1), began
    PROJECT.apply(project, "close", by=BY)
    project.closed_at = now() - timedelta(days=119)
    return project


def _spend(project: Project, *payments: tuple[str, str, int], by: Actor) -> None:
    for label, title, yen in payments:
        values = {"budget_label": label, "title": title, "paid_on": today() - timedelta(days=30), "yen": yen}
        reports.spend(project, values, _paper("領収書（見本）.pdf"), by=by)


def _paper(name: str) -> Upload:
    return keep_bytes(b"%PDF-1.4\n% sample paper of the demo\n%%EOF\n", name)
