"""The demo's designations: made-up corporations of the main town in each state that a clerk or an applicant meets."""

from datetime import date, timedelta

from webapp.accounts import actions as accounts
from webapp.accounts import queries as people
from webapp.accounts.models import User
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.codes import corporate_number
from webapp.corporations import actions as corporations
from webapp.corporations import queries
from webapp.corporations.designations import actions, deciding, ending
from webapp.corporations.designations.changes import actions as changes
from webapp.corporations.designations.documents import actions as papers
from webapp.corporations.designations.documents import checklist
from webapp.corporations.designations.documents.models import Verdict
from webapp.corporations.designations.invitations import actions as invitations
from webapp.corporations.designations.models import Designation
from webapp.corporations.designations.notices import actions as notices
from webapp.corporations.designations.notices.queries import open_of
from webapp.corporations.designations.orders import actions as orders
from webapp.corporations.designations.orders.models import OrderKind
from webapp.corporations.designations.reports import actions as reports
from webapp.corporations.designations.reports import queries as asked_reports
from webapp.corporations.files import Upload, keep_bytes
from webapp.corporations.models import Corporation
from webapp.demo.corporations import BY
from webapp.demo.world import MAIN_TOWN, PASSWORD, World
from webapp.municipalities import decisions

EMAIL = "applicant@demo.example"
OFFICER = {
    "name": "見本 山男",
    "title": "理事長",
    "address": "長野県（架空の住所）",
    "career": "林業のあと、移住相談員を10年。",
}
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
POLICIES = (
    (
        "152242",
        "closed",
        "いまは市の窓口だけで支えているため、支援法人は指定していません（架空の方針です）。",
        "https://example.jp/policy",
    ),
    ("372081", "invitation", "市の計画づくりに加わった団体に、市から声をかけます（架空の方針です）。", ""),
)


def seed(world: World) -> None:
    """Make them once."""
    applicant = people.actor_of(_applicant())
    clerk = people.actor_of(world.users["clerk"])
    _policies()
    papers.own_list(MAIN_TOWN)
    number = corporate_number("999999000009")
    invitations.invite(MAIN_TOWN, number, name="谷の手しごと会（架空）", note="架空の例です", by=clerk)
    _asking(applicant, clerk)
    _in_review(applicant, clerk)
    _to_correct(applicant, clerk)
    actions.start(MAIN_TOWN, by=applicant, is_demo=True)
    _under_order(clerk)
    _revoked(clerk)
    _changing(world, clerk)


def _applicant() -> User:
    known = people.find_by_email(EMAIL)
    return known or accounts.create_user(
        email=EMAIL, display_name="原 千代", password=PASSWORD, verified=True, is_demo=True
    )


def _policies() -> None:
    for code, kind, reason, url in POLICIES:
        values = {"designation_policy": kind, "designation_policy_reason": reason, "designation_policy_url": url}
        for key, value in values.items():
            if value:
                decisions.set_setting(code, key, value, valid_from=today(), source="架空の例です", by=BY)


def _application(base_number: str, name: str, applicant: Actor) -> Designation:
    row = actions.start(MAIN_TOWN, by=applicant, is_demo=True)
    body = {
        "name": name, "kana": "", "legal_form": "npo", "representative": "見本 山男", "seat": "長野県塩尻市（架空の住所）",
        "address": "長野県塩尻市（架空の事務所）", "about": "架空の法人です。",
    }  # fmt: skip
    plans = {"1": "毎週土曜に相談の窓口を開きます。担当は2人です。", "4": "季節ごとに暮らしの便りを出します。"}
    answers = {
        "corporate_number": corporate_number(base_number), "body": body, "officers": [OFFICER], "tasks": ["1", "4"],
        "plans": plans, "area": "市内全域", "accounts": {"income": 2_400_000, "spending": 2_300_000, "means": "会費と委託料です。"},
    }  # fmt: skip
    actions.edit(row, answers, by=applicant)
    return row


def _hand_in(row: Designation, applicant: Actor) -> None:
    for asked in checklist.asked_by(MAIN_TOWN):
        if asked.is_required:
            fresh = today() - timedelta(days=20) if asked.max_age_months else None
            papers.add(row, asked.key, _paper(str(asked.label)), issued_on=fresh, by=applicant)
    actions.state(row, by=applicant)
    actions.submit(row, by=applicant)


def _paper(title: str) -> Upload:
    return keep_bytes(PDF, f"{title}（見本）.pdf")


def _asking(applicant: Actor, clerk: Actor) -> None:
    row = _application("999999000003", "峠の図書室（架空）", applicant)
    actions.consult(row, "本の貸出しと移住相談を一緒にしています。業務の1と4にあたるでしょうか。", by=applicant)
    deciding.answer(row, "どちらもあたります。相談の記録の残し方を、計画に書いてください。", by=clerk)


def _in_review(applicant: Actor, clerk: Actor) -> None:
    row = _application("999999000004", "奈良井川くらしの縁側（架空）", applicant)
    _hand_in(row, applicant)
    deciding.start_review(row, by=clerk)
    for document in checklist.documents_of(row)[:4]:
        papers.check(row, document, Verdict.GOOD, "", by=clerk)


def _to_correct(applicant: Actor, clerk: Actor) -> None:
    row = _application("999999000005", "桔梗の里サポート（架空）", applicant)
    _hand_in(row, applicant)
    wanted = {"work": "相談を受ける曜日と場所を書いてください。"}
    deciding.ask_correction(row, reason="計画を、もう少しくわしく知りたいです。", comments=wanted, by=clerk)


def _recorded(base_number: str, name: str, clerk: Actor) -> Designation:
    further = {
        "seat": "長野県塩尻市（架空の住所）",
        "address": "長野県塩尻市（架空の事務所）",
        "about": "架空の法人です。",
    }
    corporation = corporations.add(
        corporate_number(base_number), name=name, legal_form="npo", further=further, by=clerk, is_demo=True
    )
    terms = deciding.Terms(date(2025, 10, 1), ["1", "3"], "市内全域")
    row = deciding.record(corporation, terms, municipality_code=MAIN_TOWN, by=clerk, is_demo=True)
    notices.publish(open_of(row)[0], on=today(), number="見本告示第1号", by=clerk)
    return row


def _under_order(clerk: Actor) -> None:
    row = _recorded("999999000006", "分水嶺の暮らし相談所（架空）", clerk)
    text = "相談の記録が3か月分ありません。記録のしかたを直し、結果を知らせてください。"
    orders.issue(row, OrderKind.IMPROVEMENT, text=text, due_on=today() + timedelta(days=21), by=clerk)


def _revoked(clerk: Actor) -> None:
    row = _recorded("999999000007", "旧街道もてなし組（架空）", clerk)
    heard = "面談し、活動を続けられないことを確かめた（架空の記録）。"
    ending.revoke(row, reason="改善命令に答えがなかったため。", hearing=heard, by=clerk)


def _changing(world: World, clerk: Actor) -> None:
    """The demo's main corporation reported, answered a demand, and moves its office next month."""
    corporation: Corporation = world.things["corporations"]["kiso"]
    person = people.actor_of(world.users["corporation"])
    row = queries.designation_in(corporation.id, MAIN_TOWN, today())
    assert row is not None, "the demo's corporation is designated in the main town"
    notices.publish(open_of(row)[0], on=today(), number="見本告示第2号", url="https://example.jp/notice", by=clerk)
    reports.ask_due(by=BY)
    report = asked_reports.of(row)[0]
    words = "相談は電話が多く、家の内見は20回付き添いました（架空の報告です）。"
    reports.hand_in(report, reports.Figures(48, 17, 5, words), upload=_paper("年度報告書"), by=person)
    due = today() + timedelta(days=14)
    demand = orders.issue(row, OrderKind.REPORT, text="夏の相談の件数を知らせてください。", due_on=due, by=clerk)
    orders.answer(demand, "6月から8月で31件でした。", upload=_paper("相談の記録"), by=person)
    moving = {"address": "長野県塩尻市の駅前（架空の事務所）"}
    changes.notify(corporation, moving, effective_on=today() + timedelta(days=30), by=person)
