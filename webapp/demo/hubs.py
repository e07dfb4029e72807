"""The demo's hubs: parts of a town, two places, two people, one part without anybody. All fictional."""

from datetime import UTC, datetime, time, timedelta

from webapp.accounts import queries as people
from webapp.core.clock import TOKYO, months_later, today
from webapp.demo.world import MAIN_TOWN, World
from webapp.hubs import actions, queries
from webapp.hubs.communities import actions as communities
from webapp.hubs.communities.models import Stage
from webapp.hubs.gatherings import actions as gatherings
from webapp.hubs.gatherings.models import GatheringKind
from webapp.hubs.models import PersonKind

WARDS = ("宿場地区", "ぶどう郷地区", "高原地区")


def seed(world: World) -> None:
    """Make them once, by the real actions."""
    if "clerk" not in world.users or "hub" not in world.users:
        return
    actions.name_wards(MAIN_TOWN, WARDS, by=people.actor_of(world.users["clerk"]))
    inn, grapes, _heights = (ward.id for ward in queries.wards(MAIN_TOWN))
    meeting_place = _places(world, inn, grapes)
    _persons(world, meeting_place, inn, grapes)
    _communities(world, meeting_place)


def _places(world: World, inn: str, grapes: str) -> str:
    """Two places; the first one's id."""
    clerk = people.actor_of(world.users["clerk"])
    meeting_place = actions.open_hub(
        MAIN_TOWN,
        {
            "name": "宿場の寄り合い所「ひとやすみ」",
            "ward_id": inn,
            "about": "古い商家を直した、だれでも立ち寄れる場所です。\nはじめて来た人は、まずここでお茶をどうぞ。滞在の相談や、手伝いの予定がここに集まります。",
            "address": "架空町1丁目（見本）",
            "access": "架空駅から歩いて6分。駐車場4台",
            "open_days": "火〜土",
            "open_hours": "9:00〜17:00",
            "closed_days": "祝日、12/29〜1/3",
            "here": "共用の台所\n机と電源（12席）\n本と子どもの遊び場",
            "within_30": "スーパー（車で8分）\n診療所（車で10分）\n小学校（歩いて15分）",
            "within_60": "総合病院（車で35分）\n温泉（車で40分）",
        },
        by=clerk,
        is_demo=True,
    )
    actions.open_hub(
        MAIN_TOWN,
        {
            "name": "ぶどう郷の作業小屋",
            "ward_id": grapes,
            "about": "畑の手伝いに来た人が、着替えたり、昼ごはんを食べたりできる小屋です。",
            "address": "架空町8丁目（見本）",
            "open_days": "土・日",
            "open_hours": "7:00〜16:00",
            "here": "更衣室とシャワー\n農具の貸し出し",
        },
        by=clerk,
        is_demo=True,
    )
    return meeting_place.id


def _persons(world: World, meeting_place: str, inn: str, grapes: str) -> None:
    """One in the second year of a term, one who lives there."""
    clerk = people.actor_of(world.users["clerk"])
    hub = world.users["hub"]
    actions.appoint(
        MAIN_TOWN,
        {
            "shown_name": hub.display_name,
            "user_id": hub.id,
            "hub_id": meeting_place,
            "ward_id": inn,
            "kind": PersonKind.COOPERATOR,
            "topics": ["festivals", "renovation", "lodging"],
            "about": "東京から来て2年目です。祭りと空き家のことなら、だいたいだれに聞けばよいか分かります。",
            "office_days": "火・木・土",
            "office_hours": "13:00〜17:00",
            "starts_on": months_later(today(), -20),
            "ends_on": months_later(today(), 15),
            "next_plan": "宿の開業を準備中。",
        },
        by=clerk,
        is_demo=True,
    )
    actions.appoint(
        MAIN_TOWN,
        {
            "shown_name": "丸山 とし子",
            "ward_id": grapes,
            "kind": PersonKind.RESIDENT,
            "topics": ["fruit", "cooking"],
            "about": "ぶどう畑の手伝いの段取りをしています。朝は早いです。",
            "office_days": "土",
            "office_hours": "8:00〜11:00",
            "starts_on": today() - timedelta(days=200),
        },
        by=clerk,
        is_demo=True,
    )


def _communities(world: World, hub_id: str) -> None:
    clerk, resident = people.actor_of(world.users["clerk"]), people.actor_of(world.users["resident2"])
    flowers = communities.propose(
        MAIN_TOWN,
        {
            "name": "宿場の花とあかりの会",
            "theme": "ecology",
            "hub_id": hub_id,
            "about": "通りの花壇と、秋の行灯づくりを続けています。月に1回、土曜の午前に集まります。",
            "wish": "行灯の絵を描いてくれる人",
        },
        shown_name="花の会 世話人",
        by=resident,
        is_demo=True,
    )
    communities.approve(flowers, by=clerk)
    communities.set_stage(flowers, Stage.FORMING, by=clerk, reason="毎月続いているため。")
    communities.join(flowers, shown_name="はな", is_listed=True, by=people.actor_of(world.users["resident"]))
    _evening(world, hub_id, flowers.id)
    communities.propose(
        MAIN_TOWN,
        {
            "name": "週末こども寺子屋",
            "theme": "teaching",
            "about": "地区の子どもと、通ってくる大人が、一緒に宿題や工作をします。",
            "wish": "月に1回、2時間来られる人",
        },
        shown_name="寺子屋をしたい人",
        by=resident,
        is_demo=True,
    )


def _evening(world: World, hub_id: str, community_id: str) -> None:
    """A night of pitches in ten days, with two who pitch and an idea on the board."""
    day = today() + timedelta(days=10)
    starts, ends = (datetime.combine(day, time(hour), TOKYO).astimezone(UTC) for hour in (18, 20))
    found = gatherings.plan(
        MAIN_TOWN,
        {
            "title": "宿場の1分ピッチの夜",
            "kind": GatheringKind.PITCH,
            "community_id": community_id,
            "hub_id": hub_id,
            "about": "やってみたいことを1分で話す夜です。聞くだけの人も歓迎します。",
            "question": "空いた商家で、何ができる？",
            "place": "宿場の寄り合い所「ひとやすみ」",
            "starts_at": starts,
            "ends_at": ends,
        },
        by=people.actor_of(world.users["hub"]),
        is_demo=True,
    )
    first, second = people.actor_of(world.users["resident"]), people.actor_of(world.users["resident2"])
    gatherings.sign_up(found, shown_name="はな", pitch="通りに絵本の棚を置きたい", by=first)
    gatherings.sign_up(found, shown_name="花の会 世話人", pitch="行灯づくりの夜学", by=second)
    gatherings.write_idea(
        found, "週末だけの貸し本屋と、お茶の席。", next_step="鍵を持っている人に聞く", shown_name="はな", by=first
    )
