"""The demo's joint bank: two towns, made-up homes in every state, a user with talks, and what the town handed on of them."""

from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from webapp.accounts import queries as people
from webapp.banks import actions, ending, queries, sharing
from webapp.banks.homes import actions as owners
from webapp.banks.homes import checks, deciding, publishing
from webapp.banks.homes.models import BankHome
from webapp.banks.models import AkiyaBank, BankBroker
from webapp.banks.users import actions as talks
from webapp.banks.users import registering
from webapp.banks.users.models import BankUser
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import TOKYO, fiscal_year, today
from webapp.corporations import queries as corporations
from webapp.corporations.files import keep_bytes
from webapp.demo.designations import EMAIL as APPLICANT
from webapp.demo.designations import PDF
from webapp.demo.world import MAIN_TOWN, World
from webapp.listings import actions as listing_actions
from webapp.listings.consents import actions as consents
from webapp.listings.models import ConsentItem, Deal
from webapp.listings.packages import actions as packages

BY = system_actor("demo")
OTHER_TOWN = "212172"
COAST_TOWN = "382035"
ITEMS = [ConsentItem.PUBLIC_ADDRESS.value, ConsentItem.BUILDING.value, ConsentItem.CONTACT.value]
BROKERS = (
    {
        "name": "見本の谷不動産（架空）", "licence": "長野県知事（3）第99999号", "association": "見本宅建協会（架空）",
        "contact": "見本 担当", "email": "broker@demo.example", "phone": "000-0000-0001",
    },
    {
        "name": "峠こえ住宅（架空）", "licence": "国土交通大臣（2）第99998号", "association": "",
        "contact": "", "email": "broker2@demo.example", "phone": "000-0000-0002",
    },
)  # fmt: skip


class DemoHome(NamedTuple):
    """A house that does not exist."""

    place: str
    deal: Deal
    price: int | None
    rent: int | None
    structure: str
    built: int
    note: str


HOMES = {
    "terrace": DemoHome("大字洗馬（見本）", Deal.SALE, 2_800_000, None, "木造2階建て", 1972, "南向きの縁側と、小さな畑が付いています。雪は年に数回、30cmほど。（架空の例です）"),
    "gone": DemoHome("大字宗賀（見本）", Deal.RENT, None, 28_000, "木造平屋建て", 1985, "街道から一本入った静かな平屋です。（架空の例です）"),
    "waiting": DemoHome("大字片丘（見本）", Deal.BOTH, 4_500_000, 45_000, "木造2階建て", 1991, "駐車は2台。雨漏りを2020年に直しました。（架空の例です）"),
    "snow": DemoHome("古川町（見本）", Deal.RENT, None, 35_000, "木造2階建て", 1968, "雪下ろしは年に3回ほど。集落の除雪当番があります。（架空の例です）"),
    "sold": DemoHome("神岡町（見本）", Deal.SALE, 900_000, None, "木造2階建て", 1959, "手入れの好きな人向けです。（架空の例です）"),
}  # fmt: skip


def seed(world: World) -> None:
    """Make everything once."""
    clerk = people.actor_of(world.users["clerk"])
    bank = _bank(clerk)
    owner = people.actor_of(world.users["owner"])
    terrace = _listed(bank, "terrace", owner, MAIN_TOWN, clerk, to=("all_corporations:",))
    gone = _listed(bank, "gone", owner, MAIN_TOWN, clerk, to=("all_corporations:",))
    snow = _listed(bank, "snow", owner, OTHER_TOWN, BY)
    sold = _listed(bank, "sold", owner, OTHER_TOWN, BY)
    applicant = people.find_by_email(APPLICANT)
    if applicant is not None:
        _sent(bank, "waiting", people.actor_of(applicant), MAIN_TOWN)
    owners.start(bank, by=owner, is_demo=True)
    _waits(bank, world)
    _handed_on(world, clerk, terrace, gone)
    _asked(bank, world, clerk, (terrace, snow, sold))
    actions.found(
        COAST_TOWN, name="海と島の共同空き家バンク（準備中・架空）", prefix="UMI", label="01", by=BY, is_demo=True
    )
    costs = sharing.Split(20, 50, 30)
    actions.share_cost(bank, fiscal_year(today()), 1_200_000, costs, by=clerk)


def _bank(clerk: Actor) -> AkiyaBank:
    bank = actions.found(
        MAIN_TOWN, name="山と谷の共同空き家バンク（架空）", prefix="YAMA", label="01", by=clerk, is_demo=True
    )
    words = {
        "about": "塩尻市と飛騨市が、空き家の一覧と番号を一つにしている、という設定の架空のバンクです。\n家の申請は、家のあるまちが受けます。",
        "rules": "問合せには、利用登録が必要です（期限は2年）。\n契約は、協力業者の仲立ちで、所有者と利用者が直接結びます。",
        "contact": "企画政策部 二地域居住係（見本） shiojiri@demo.example",
    }
    actions.describe(bank, words, by=clerk)
    actions.join(actions.invite(bank, OTHER_TOWN, label="02", by=clerk), by=BY)
    for member, _town in queries.joined(bank):
        actions.count_people(member, 65_000 if member.municipality_code == MAIN_TOWN else 22_000, "架空の数です")
    for values in BROKERS:
        actions.set_broker(bank, values, by=clerk)
    actions.open_bank(bank, by=clerk)
    return bank


def _sent(bank: AkiyaBank, key: str, owner: Actor, code: str) -> BankHome:
    told = HOMES[key]
    home = owners.start(bank, by=owner, municipality_code=code, is_demo=True)
    answers: dict[str, Any] = {
        "deal": told.deal, "price": told.price, "monthly_cost": told.rent,
        "public_address": told.place, "private_address": f"{told.place}の番地（架空の住所）",
        "facts": {"structure": told.structure, "built_year": told.built, "layout": "5DK", "note": told.note},
        "owner_name": "見本 の所有者", "owner_address": "東京都（架空の住所）", "owner_phone": "000-0000-0003",
        "owner_email": "", "keeper": "本人", "conditions": list(checks.CONDITIONS), "consent_items": ITEMS,
    }  # fmt: skip
    owners.revise(home, answers, by=owner)
    for paper in checks.PAPERS:
        if paper.is_required:
            owners.add_paper(home, paper.key, keep_bytes(PDF, f"{paper.label}（見本）.pdf"), by=owner)
    owners.submit(home, by=owner)
    return home


def _listed(bank: AkiyaBank, key: str, owner: Actor, code: str, clerk: Actor, to: tuple[str, ...] = ()) -> BankHome:
    home = _sent(bank, key, owner, code)
    deciding.check_papers(home, by=clerk)
    deciding.ask_survey(home, _broker(bank), by=clerk)
    deciding.report_survey(home, text="雨漏り・傾きなし。台所の床を直すとよい（架空の報告）。", on=today(), by=clerk)
    deciding.register(home, by=clerk)
    listing = publishing.listing_of(home)
    if to:
        evidence = "架空の例：法人に渡す同意書"
        consents.record_paper(listing, by=clerk, name="見本 の所有者", items=ITEMS, evidence=evidence, to=to)
    listing_actions.revise(listing, {"summary": HOMES[key].note}, by=clerk)
    deciding.publish(home, by=clerk)
    return home


def _broker(bank: AkiyaBank) -> BankBroker:
    return queries.brokers_of(bank)[-1]


def _handed_on(world: World, clerk: Actor, kept: BankHome, gone: BankHome) -> None:
    """Two homes went to a corporation; the owner of one has taken the word back since. Another package is being made."""
    body = world.things["corporations"]["kiso"]
    until = today() + timedelta(days=120)
    purpose = "移住の相談に来た人に、合う家を紹介するため（架空の例）"
    package = packages.start(
        MAIN_TOWN, body.id, title="秋の空き家（見本）", purpose=purpose, ends_on=until, by=clerk, is_demo=True
    )
    packages.choose(package, [home.listing_id for home in (kept, gone) if home.listing_id], by=clerk)
    packages.deliver(package, by=clerk)
    ending.withdraw(gone, by=BY, reason="家族が住むことになったため（架空の例）")
    other = next(row for row in corporations.designated_in(MAIN_TOWN, today()) if row.id != body.id)
    packages.start(
        MAIN_TOWN, other.id, title="冬の空き家（見本）", purpose=purpose, ends_on=until, by=clerk, is_demo=True
    )


def _asked(bank: AkiyaBank, world: World, clerk: Actor, homes: tuple[BankHome, BankHome, BankHome]) -> None:
    terrace, snow, sold = homes
    user = _user(bank, people.actor_of(world.users["resident"]), "青木 美咲", clerk)
    viewing = talks.ask(
        terrace,
        user,
        "冬のあいだ、道は凍りますか。11月の週末に見てみたいです。",
        by=people.actor_of(world.users["resident"]),
    )
    talks.set_viewing(
        viewing, datetime.combine(today() + timedelta(days=9), time(10), TOKYO), "駅の東口で待ち合わせます。", by=clerk
    )
    second = people.actor_of(world.users["resident2"])
    other = _user(bank, second, "見本 の利用者", clerk)
    wanted = talks.ask(snow, other, "除雪の当番は、通いでもできますか。", by=second)
    talks.apply(wanted, "冬のあいだだけ借りたいです。", by=second)
    talks.hand_over(wanted, _broker(bank), by=BY)
    done = talks.ask(sold, other, "家財は残っていますか。", by=second)
    talks.apply(done, "手を入れながら通いたいです。", by=second)
    talks.hand_over(done, _broker(bank), by=BY)
    talks.succeed(done, on=today(), yen=850_000, by=BY)


def _user(bank: AkiyaBank, actor: Actor, name: str, clerk: Actor) -> BankUser:
    values = {
        "full_name": name, "address": "東京都（架空の住所）", "phone": "000-0000-0004", "household": "大人2人",
        "purpose": "月に一週間ほど通い、畑と在宅の仕事をしたいです。（架空の例）",
    }  # fmt: skip
    row = registering.apply(bank, values, by=actor, is_demo=True)
    registering.accept(row, by=clerk)
    return row


def _waits(bank: AkiyaBank, world: World) -> None:
    """Somebody whose registration waits for the centre."""
    values = {"full_name": "見本 の申込者", "purpose": "週末の家を探しています。（架空の例）"}
    registering.apply(bank, values, by=people.actor_of(world.users["owner"]), is_demo=True)
