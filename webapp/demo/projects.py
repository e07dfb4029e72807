"""Demo projects and donations: fictional, in real towns, with books that add up."""

from datetime import date, datetime, timedelta
from typing import Any

from webapp.accounts import actions as accounts
from webapp.accounts.models import User
from webapp.accounts.queries import actor_of
from webapp.core.actor import Role, system_actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.demo.payments import paid
from webapp.demo.world import World
from webapp.payments import actions as payments
from webapp.pledges import actions as pledges
from webapp.projects.choices import Above
from webapp.projects.models import PROJECT, Project

BY = system_actor("demo")
TOKYO_SETAGAYA = "131121"

#: what is told of each; `days`: from and until when, from today on; `donations`: in thousands of yen
PROJECTS: tuple[dict[str, Any], ...] = (
    {
        "municipality_code": "202151",
        "title": "奈良井の空き蔵を、道具をつくる人の工房に",
        "summary": "使われなくなった蔵を、漆と木工の共同工房として開き直します。",
        "story": "宿場の裏通りに、三十年閉じたままの蔵があります。中には漆を乾かすための室が、そのまま残っていました。\n\n"
        "町の職人は七人になりました。若い人が来ても、場所と道具がないために一人で始めることができません。\n\n"
        "この蔵に共同の室と木工機械を置き、月に一度は誰でも入れる日をつくります。二地域で暮らす人の最初の仕事場にもなります。",
        "team": "奈良井の職人の会（見本）と、地元の大工、移住して五年目の木工作家の三者で進めます。",
        "problem": "職人は七人になりました。始めたい人がいても、場所と道具がありません。",
        "plan": "春に室を直し、夏に機械を入れ、秋に最初の公開日を開きます。",
        "theme": "renovation",
        "place": "奈良井宿の裏通りの蔵",
        "minimum_yen": 1_200_000,
        "stretches": [{"label": "泊まれる二階をつくる", "yen": 4_000_000}],
        "matching_percent": 20,
        "matching_cap_yen": 500_000,
        "above_choice": Above.STRETCH,
        "alternative": "塩尻市 空き家活用基金（見本）",
        "goal_yen": 3_000_000,
        "budget": [
            {"label": "漆の室の修理", "yen": 1_200_000},
            {"label": "木工機械（中古）", "yen": 1_000_000},
            {"label": "床と電気の工事", "yen": 650_000},
            {"label": "案内と報告の費用", "yen": 150_000},
        ],
        "below_goal": "漆の室の修理から順に行い、機械は会員が持ち寄ります。",
        "above_goal": "遠くから来る人が泊まれるように、二階の床を直します。",
        "days": (-40, 33),
        "donations": "30 5 10 20 3 50 10 10 5 15 30 10 20 5 100 10 3 20 10 50 5 10",
    },
    {
        "municipality_code": "372081",
        "title": "島へ渡る船の待合所に、本と昼ごはんを",
        "summary": "船を待つ一時間を、島の人と旅の人が話せる時間に変えます。",
        "story": "待合所には自動販売機が一台だけあります。冬の午後、次の船まで二時間待つことも珍しくありません。\n\n"
        "島の図書室から本を運び、週に三日は島の畑の野菜で昼ごはんを出します。",
        "team": "港の待合所をひらく会（見本）",
        "goal_yen": 1_200_000,
        "budget": [
            {"label": "本棚と椅子", "yen": 400_000},
            {"label": "簡易な厨房", "yen": 700_000},
            {"label": "保健所の手続きほか", "yen": 100_000},
        ],
        "below_goal": "本棚と椅子だけを置き、昼ごはんは月に一度にします。",
        "above_goal": "冬の暖房と、雨の日の屋根を加えます。",
        "days": (-12, 58),
        "donations": "10 15 5 2 10 30 5 20 3 10",
    },
    {
        "municipality_code": "152242",
        "title": "朱鷺の田んぼの草取り合宿を、もう一度",
        "summary": "農薬を減らした田んぼの草取りを、泊まりがけの学びの場にします。",
        "story": "草取りの手が足りず、農薬を減らした田んぼが毎年少しずつ減っています。\n\n"
        "合宿の宿と食事、道具をそろえ、学生と二地域居住者がいっしょに田に入れるようにします。",
        "team": "朱鷺の田を守る会（見本）",
        "goal_yen": 300_000,
        "budget": [{"label": "宿と食事", "yen": 200_000}, {"label": "道具と保険", "yen": 100_000}],
        "below_goal": "日帰りで行い、集まった分だけ道具をそろえます。",
        "above_goal": "秋の稲刈り合宿にも使います。",
        "days": (-75, 6),
        "donations": "10 20 10 5 30 10 15 20 10 3 50 10 5 10 20 30 10 15 10 20",
    },
)


#: fictional people who only give; nobody signs in as one of them
DONORS = (
    "相沢 みどり", "市川 徹", "上野 彩香", "江口 正樹", "大森 和子", "加納 俊介", "北村 さくら", "工藤 大地",
    "小島 直美", "桜井 健太", "篠原 由美子", "杉本 航", "高橋 千夏", "竹内 隆史", "土屋 明日香", "永井 誠",
    "野口 七海", "橋本 悠人", "平田 純子", "堀 拓海", "松岡 恵理", "森 康平",
)  # fmt: skip


def seed(world: World) -> None:
    """Publish the projects and let people give to them, nobody twice to the same."""
    donors = [world.users[name] for name in ("resident", "resident2") if name in world.users] + _donors()
    for place, told in enumerate(PROJECTS):
        opens, closes = told["days"]
        values = {key: value for key, value in told.items() if key not in ("days", "donations")}
        project = published(values, today() + timedelta(days=opens), today() + timedelta(days=closes))
        for number, thousands in enumerate(told["donations"].split()):
            give(project, donors[(number + place) % len(donors)], int(thousands) * 1000)
    world.things["donors"] = donors


def published(values: dict[str, Any], opens_on: date, closes_on: date) -> Project:
    """A project of the town's own that takes pledges."""
    ends_on = closes_on + timedelta(days=200)
    schedule = {"ends_on": ends_on, "report_due_on": ends_on + timedelta(days=30)}
    common = {"minimum_yen": values["goal_yen"] // 2, "budget_item": "2款 総務費 1項 総務管理費 6目 企画費（見本）"}
    project = Project(**(schedule | common | values), opens_on=opens_on, closes_on=closes_on, is_demo=True)
    session().add(project)
    session().flush()
    PROJECT.apply(project, "start_review", by=BY)
    PROJECT.apply(project, "publish", by=BY)
    project.published_at = now() - max(timedelta(0), today() - opens_on)
    return project


def _donors() -> list[User]:
    people = []
    for number, name in enumerate(DONORS, start=1):
        email = f"donor{number}@demo.example"
        person = accounts.create_user(email=email, display_name=name, verified=True, is_demo=True)
        accounts.grant(person, Role.RESIDENT, by=BY)
        people.append(person)
    return people


def give(project: Project, donor: User, amount: int, *, at: datetime | None = None) -> None:
    """A donation through the real steps, now or dated back, with a made-up answer of the provider; no money moves."""
    at = at or now()
    pledge = pledges.offer(
        project,
        amount=amount,
        donor={
            "donor_name": donor.display_name,
            "donor_address": "東京都世田谷区見本町1-2-3",
            "home_code": TOKYO_SETAGAYA,
            "shows_name": False,
            "message": "",
        },
        by=actor_of(donor),
    )
    attempt = payments.prepare(pledge, project, by=BY)
    pledge.created_at = pledge.agreed_at = attempt.created_at = at
    attempt.expires_at = at + payments.PAGE_OPEN
    payments.fold(attempt, paid(attempt, paid_at=at), livemode=False)
