"""What the law demands of an offer of work: words, wages, the items of each form."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_staff_user
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import JOB, a_listing
from webapp.core.actor import Role, system_actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import BadFile
from webapp.listings.kinds.jobs.forms import ITEMS, Engagement
from webapp.listings.kinds.jobs.words import excluding, promising_wages
from webapp.listings.models import Listing, ListingKind, ListingStatus
from webapp.listings.wages import actions as wages
from webapp.listings.wages import reading
from webapp.listings.wages.checking import Verdict, check
from webapp.listings.wages.models import MinimumWage
from webapp.municipalities.models import Municipality

TOWN = "202151"
WORDS = {"summary": "駅前で案内", "body": "人を迎えます。"}


@pytest.fixture
def people(making, signed_in):
    """A corporation's desk and its town."""
    with making():
        corporation = a_corporation()
        a_designation(corporation, TOWN)
        person, clerk = a_staff_user(Role.CORPORATION, corporation.id), a_clerk(TOWN)
    return {"id": corporation.id, "desk": signed_in(person), "town": signed_in(clerk)}


def a_job(corporation_id=None, **changes):
    details = {**JOB, **changes.pop("details", {})}
    values = {"status": ListingStatus.DRAFT, "published_at": None, "expires_on": today() + timedelta(days=60)}
    return a_listing(
        kind=ListingKind.JOB, details=details, corporation_id=corporation_id, **{**values, **WORDS, **changes}
    )


def a_minimum(yen, prefecture="200000", since=date(2025, 10, 1)):
    row = MinimumWage(prefecture_code=prefecture, valid_from=since, yen_per_hour=yen, source="労働局の表")
    session().add(row)
    session().flush()
    return row


@pytest.mark.parametrize("form", list(Engagement))
def test_each_form_of_work_is_held_back_until_its_own_items_are_there(making, people, form):
    with making():
        row = a_job(people["id"])
        row.details = {"engagement": form.value}
        labels = [str(kind_asks()[name].label) for name in (*ITEMS[form], "work", "recruiter", "contact")]
    text = people["desk"].post(f"/desk/listings/{row.id}/submit", expect=409).text
    assert [label for label in labels if label not in text] == []


def kind_asks():
    from webapp.listings.kinds import kind_of

    return kind_of(ListingKind.JOB).asks


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("35歳以下の方", "35歳以下"),
        ("20代が活躍", "20代"),
        ("２０〜３５歳", "20"),
        ("女性歓迎", "女性"),
        ("看護婦を募集", "看護婦"),
        ("日本人限定", "日本人限定"),
        ("外国人不可", "外国人不可"),
    ],
)
def test_words_that_keep_people_out_are_named(app, words, named):
    with app.test_request_context():
        assert any(named in sentence for sentence in excluding([words]))


@pytest.mark.parametrize(
    "words",
    ["18歳以上", "年齢・性別・国籍不問", "男女問わず", "女性も男性も歓迎", "外国人観光客の案内", "女性用トイレあり"],
)
def test_lawful_words_are_left_alone(app, words):
    with app.test_request_context():
        assert excluding([words]) == []


def test_an_employer_cannot_send_a_text_with_such_words(making, people):
    with making():
        row = a_job(people["id"], body="若い方を待っています。")
        free = a_job(people["id"], body="若い方を待っています。", details={"engagement": "contract"})
    page = people["desk"].post(f"/desk/listings/{row.id}/submit", expect=409)
    assert "「若い方」" in page.text
    assert "労働施策総合推進法9条" in page.text
    assert "若い方" not in people["desk"].post(f"/desk/listings/{free.id}/submit", expect=409).text


def test_volunteers_are_never_promised_wages(app, making, people):
    with app.test_request_context():
        assert promising_wages(["時給1,000円のお礼"])
        assert promising_wages(["交通費は実費を出します。お礼に野菜を渡します。"]) == []
    with making():
        row = a_job(people["id"], body="時給1,000円です。", details={"engagement": "volunteer", "wage": 1000})
    page = people["desk"].post(f"/desk/listings/{row.id}/submit", expect=409)
    assert "賃金を払えません" in page.text
    with making():
        assert "賃金・報酬の額" not in dict(kind_facts(session().get_one(Listing, row.id)))


def kind_facts(row):
    from webapp.listings.kinds import kind_of

    return [(str(label), value) for label, value in kind_of(ListingKind.JOB).facts(row)]


@pytest.mark.parametrize(
    ("details", "verdict"),
    [
        ({"pay": "hour", "wage": 1061}, Verdict.FINE),
        ({"pay": "hour", "wage": 1060}, Verdict.BELOW),
        ({"pay": "day", "wage": 8488, "hours_per_day": 8}, Verdict.FINE),
        ({"pay": "day", "wage": 8487, "hours_per_day": 8}, Verdict.BELOW),
        ({"pay": "month", "wage": 200_000, "hours_per_month": 160}, Verdict.FINE),
        ({"pay": "month", "wage": 200_000, "fixed_overtime": 40_000, "hours_per_month": 160}, Verdict.BELOW),
        ({"pay": "month", "wage": 200_000}, Verdict.UNKNOWN),
        ({"pay": "piece", "wage": 200_000}, Verdict.UNKNOWN),
        ({"engagement": "contract", "wage": 1}, Verdict.NOT_ASKED),
    ],
)
def test_an_hours_pay_is_compared_with_the_prefectures_minimum(making, details, verdict):
    with making():
        a_minimum(1061)
        outcome = check(a_job(details=details))
        assert outcome.verdict is verdict
        assert verdict not in (Verdict.FINE, Verdict.BELOW) or "労働局の表" in outcome.sentence


def test_the_minimum_of_the_day_counts(making):
    with making():
        a_minimum(1061)
        a_minimum(1300, since=today() + timedelta(days=30))
        a_minimum(2000, prefecture="380008")
        row = a_job()
        assert check(row).verdict is Verdict.FINE
        assert check(row, today() + timedelta(days=30)).verdict is Verdict.BELOW


def test_too_low_a_wage_is_not_sent(making, people):
    with making():
        a_minimum(1300)
        row = a_job(people["id"])
    page = people["desk"].post(f"/desk/listings/{row.id}/submit", expect=409)
    assert "1時間あたり1,200円" in page.text
    assert "最低賃金1,300円" in page.text


def test_without_a_table_a_clerk_confirms_and_only_for_this_wage(making, people):
    with making():
        row = a_job(people["id"])
    desk, town = people["desk"], people["town"]
    desk.post(f"/desk/listings/{row.id}/submit")
    assert "未確認" in town.get(f"/staff/listings/{row.id}").text
    assert "未確認" in town.post(f"/staff/listings/{row.id}/publish", expect=409).text
    town.post(f"/staff/listings/{row.id}/wage", {"note": ""}, expect=422)
    town.post(f"/staff/listings/{row.id}/wage", {"note": "労働局に電話"})
    town.post(f"/staff/listings/{row.id}/wage", {"note": "もう一度"}, expect=409)
    with making():
        kept = session().get_one(Listing, row.id)
        assert check(kept).verdict is Verdict.CONFIRMED
        kept.details = {**kept.details, "wage": 1100}
        assert check(kept).verdict is Verdict.UNKNOWN
    town.post(f"/staff/listings/{row.id}/publish", expect=409)


def test_a_new_table_hides_what_pays_too_little_from_its_first_day(making):
    with making():
        low = a_job(status=ListingStatus.PUBLISHED, details={"wage": 1100})
        fair = a_job(status=ListingStatus.PUBLISHED, details={"wage": 1300})
        wages.take_over([wages.WageRow("200000", today(), 1200)], "労働局の表")
        assert wages.recheck("200000", by=system_actor("test")) == 1
        assert wages.recheck("200000", by=system_actor("test")) == 0
        assert (low.status, fair.status) == (ListingStatus.PAUSED, ListingStatus.PUBLISHED)


def test_a_table_is_taken_over_whole_and_once(making, tmp_path):
    file = tmp_path / "wages.csv"
    file.write_text('都道府県,発効日,時間額\n長野,令和7年10月3日,"1,061円"\n愛媛県,2025-12-01,1033\n', encoding="cp932")
    with making() as opened:
        prefectures = [opened.get_one(Municipality, code) for code in ("200000", "380008")]
        rows = reading.read(file, prefectures)
        assert rows[0] == wages.WageRow("200000", date(2025, 10, 3), 1061)
        assert [wages.take_over(rows, "表") for _time in range(2)] == [(2, 0), (0, 0)]
        file.write_text("都道府県,発効日,時間額\n長野県,2025-10-03,高い\n火星,x,1\n愛媛県,2025-12-01,1033\n")
        with pytest.raises(BadFile) as refused:
            reading.read(file, prefectures)
        assert "2行目" in refused.value.sentence
        assert "3行目" in refused.value.sentence
        assert len(opened.exec(select(MinimumWage)).all()) == 2
