"""Who fits a listing, from the place's side: ranked, lawful, nameless, and only who agreed to it."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tests.factories.accounts import a_clerk, a_membership, a_resident_user, a_staff_user, actor_of
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_municipality
from tests.factories.residents import SHIOJIRI, TOKYO_SHINJUKU
from tests.factories.scouting import a_findable, consents
from tests.support.client import Page, PageClient
from webapp.core.actor import Role
from webapp.core.clock import now
from webapp.core.database import current_scope
from webapp.core.themes import SKILL_LABELS, THEME_LABELS
from webapp.listings.models import ListingKind, ListingStatus
from webapp.matches import store
from webapp.matches.models import MatchFeedback, Verdict
from webapp.matches.people import ranked
from webapp.matches.people.anonymity import Crowd, Sketch, pseudonym
from webapp.matches.people.pool import pool, still_findable
from webapp.matches.people.queries import candidates_for
from webapp.residents import actions as residents
from webapp.residents.models import CONSENT_VERSION, Consent, ConsentPurpose
from webapp.residents.queries import allows, profile_of_user

SignedIn = Callable[..., PageClient]
FAR = "382035"
WANTED = ({"rice", "festivals"}, {"vegetables"})
TOWNS, CORPORATIONS, MATCHING = ConsentPurpose.TOWNS, ConsentPurpose.CORPORATIONS, ConsentPurpose.MATCHING


@pytest.fixture(autouse=True)
def _look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOOK_AGAIN_SECONDS", 0.0)


def codes(page: Page) -> list[str]:
    return re.findall(r"候補 ([0-9A-Z]{4}-[0-9A-Z]{4})", page.text)


def a_need(**changes: Any) -> Any:
    values = {"title": "祭りの担ぎ手を探しています", "themes": ["festivals"], "body": "秋祭りの神輿です。"}
    return a_listing(SHIOJIRI, ListingKind.NEED, **{**values, **changes})


def test_who_fits_best_comes_first_with_reasons_of_the_place(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        good = a_findable(themes=["festivals"])
        other = a_findable(themes=["office_work"], skills=[])
        need, clerk = a_need(), a_clerk(SHIOJIRI)
    page = signed_in(clerk).get(f"/desk/candidates/{need.id}")
    with database.transaction():
        assert page.h1 == "この掲載に合う人"
    with signed_in(clerk).app.app_context():
        expected = [pseudonym(need.id, good.id), pseudonym(need.id, other.id)]
    assert codes(page) == expected
    assert "「お祭り・伝統行事」をしてみたい人です。" in page.text


def test_nothing_leads_to_the_person(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_findable(
            wishes="旧姓は鈴木で、渋谷の大学病院に勤めています。", skills_note="第一中学校で教えています。"
        )
        need, clerk = a_need(), a_clerk(SHIOJIRI)
    html = signed_in(clerk).get(f"/desk/candidates/{need.id}").html
    told = ("佐藤", "花子", "サトウ", "1988", "新宿", "鈴木", "大学病院", "第一中学校", user.id, user.email, "東京都")
    assert [word for word in told if word in html] == []


def test_the_home_is_told_as_far_as_five_people_share_it(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        for prefecture in ("130001", "140007"):
            a_municipality(prefecture)
        for _number in range(5):
            a_findable()
        a_findable(home_code="142018")
        need, clerk = a_need(), a_clerk(SHIOJIRI)
    page = signed_in(clerk).get(f"/desk/candidates/{need.id}")
    assert not re.search("東京都|神奈川県", page.text)
    assert page.text.count("関東のどこか") == 6


def of(prefecture: str, number: int, days: int = 4) -> Any:
    """Somebody as far as a crowd looks at them."""
    code = f"{prefecture}{days:02}{number:03}"
    return SimpleNamespace(id=code, prefecture=prefecture, days=days, stay_days="any", home_code=code)


@pytest.mark.parametrize(
    "people",
    [
        [*(of("13", n) for n in range(5)), of("14", 0)],
        [*(of("13", n) for n in range(7)), *(of("14", n) for n in range(4)), of("01", 0, days=20)],
        [*(of("13", n) for n in range(5)), *(of("27", n) for n in range(5)), of("28", 0, days=20), of("47", 0)],
        [*(of(f"{n % 47 + 1:02}", n, days=n % 20 + 1) for n in range(60))],
        [*(of("13", n) for n in range(4))],
    ],
)
def test_no_words_are_told_of_fewer_than_five_not_even_what_is_left_over(people: list[Any]) -> None:
    crowd = Crowd(people)
    told = Counter(crowd.sketch(person) for person in people)
    assert min(told.values()) >= 5 or told == {Sketch(): len(people)}
    assert sum(told.values()) == len(people)


def test_who_is_left_over_takes_the_nearest_others_along_and_nobody_else() -> None:
    tokyo, osaka = [of("13", n) for n in range(5)], [of("27", n) for n in range(6)]
    crowd = Crowd([*tokyo, *osaka, of("14", 0)])
    assert {crowd.sketch(person).home for person in tokyo} == {"kanto"}
    assert {crowd.sketch(person).home for person in osaka} == {"27"}


def test_a_person_is_told_the_same_at_every_listing_and_only_what_they_share_with_it(session: Any) -> None:
    for _number in range(5):
        a_findable(kinds=["need", "job"], themes=["vegetables", "festivals", "rice"], skills=["writing", "accounting"])
    clerk = actor_of(a_clerk(SHIOJIRI))
    needs = [a_need(themes=["rice", "festivals"], skills=["writing"]), a_need(themes=["vegetables"])]
    job = a_listing(SHIOJIRI, ListingKind.JOB, title="帳簿の仕事", themes=["pottery"], skills=["accounting"])
    shown = [candidates_for(clerk, listing).candidates for listing in (*needs, job)]
    said = [{(tuple(one.themes), tuple(one.skills)) for one in candidates} for candidates in shown]
    names = [[str(label) for code, label in THEME_LABELS.items() if code in wanted] for wanted in WANTED]
    assert said == [
        {(tuple(names[0]), (str(SKILL_LABELS["writing"]),))},
        {(tuple(names[1]), ())},
        {((), (str(SKILL_LABELS["accounting"]),))},
    ]
    assert len({(one.home, one.rhythm) for candidates in shown for one in candidates}) == 1


def test_one_resident_in_a_prefecture_is_never_singled_out(session: Any) -> None:
    for home in ("131041", "131041", "131041", "131041", "011002"):
        a_findable(home_code=home)
    people = list(pool().people.values())
    crowd = Crowd(people)
    told = {person.home_code: crowd.sketch(person) for person in people}
    assert told["011002"].home == ""
    assert told["131041"].home == ""
    assert told["131041"].rhythm == told["011002"].rhythm != ""


def test_a_name_for_one_listing_says_nothing_at_another(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_findable()
        one, two, clerk = a_need(), a_need(title="棚田の草刈り"), a_clerk(SHIOJIRI)
    browser = signed_in(clerk)
    first = codes(browser.get(f"/desk/candidates/{one.id}"))
    assert codes(browser.get(f"/desk/candidates/{one.id}")) == first
    assert len(first) == 1
    assert codes(browser.get(f"/desk/candidates/{two.id}")) != first


@pytest.mark.parametrize(
    ("purposes", "profile"),
    [
        ((TOWNS, CORPORATIONS), {}),
        ((MATCHING, CORPORATIONS), {}),
        ((MATCHING, TOWNS), {"is_confidential": True}),
        ((MATCHING, TOWNS), {"answered": ["name"]}),
        ((MATCHING, TOWNS), {"wished_areas": [FAR]}),
        ((MATCHING, TOWNS), {"home_code": SHIOJIRI}),
    ],
    ids=["no matching", "not to towns", "asks for secrecy", "unfinished", "wishes elsewhere", "lives here"],
)
def test_who_did_not_agree_is_not_there(database: Any, signed_in: SignedIn, purposes: Any, profile: Any) -> None:
    with database.transaction():
        a_findable(*purposes, **profile)
        need, clerk = a_need(), a_clerk(SHIOJIRI)
    page = signed_in(clerk).get(f"/desk/candidates/{need.id}")
    assert codes(page) == []
    assert "合う人が見つかりません" in page.text


@pytest.mark.both_databases
def test_a_consent_taken_back_counts_at_once(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_findable()
        need, clerk = a_need(), a_clerk(SHIOJIRI)
    browser = signed_in(clerk)
    assert len(codes(browser.get(f"/desk/candidates/{need.id}"))) == 1
    with database.transaction():
        consents(user, TOWNS, is_given=False)
    assert codes(browser.get(f"/desk/candidates/{need.id}")) == []


def test_the_whole_prefecture_as_wish_covers_its_towns(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_findable(wished_areas=["200000"])
        need, clerk = a_need(), a_clerk(SHIOJIRI)
    assert len(codes(signed_in(clerk).get(f"/desk/candidates/{need.id}"))) == 1


def test_for_a_job_the_family_neither_counts_nor_shows(database: Any, signed_in: SignedIn) -> None:
    usual = {"kinds": ["job", "home"], "themes": ["history"]}
    with database.transaction():
        a_findable(adults=1, children_ages=[], family_comes=False, **usual)
        for _number in range(5):
            a_findable(adults=2, children_ages=[1, 3, 5], family_comes=True, **usual)
        job, clerk = a_listing(SHIOJIRI, ListingKind.JOB, title="案内所の仕事", themes=["history"]), a_clerk(SHIOJIRI)
        home = a_listing(SHIOJIRI, title="山の見える家", family_ok=True)
    browser = signed_in(clerk)
    page = browser.get(f"/desk/candidates/{job.id}")
    assert len(codes(page)) == 6
    assert not re.search("家族と一緒|来る人数|3人以上|子ども", page.text)
    assert len(set(re.findall(r"合いやすさ (\d+)点", page.text))) == 1
    assert not re.search("家族と一緒|来る人数|3人以上", browser.get(f"/desk/candidates/{home.id}").text)


def test_a_family_that_stands_out_is_not_told_by_a_reason_either(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_findable(adults=2, children_ages=[4], family_comes=True, kinds=["home"])
        home, clerk = a_listing(SHIOJIRI, title="山の見える家", family_ok=True), a_clerk(SHIOJIRI)
    page = signed_in(clerk).get(f"/desk/candidates/{home.id}")
    assert len(codes(page)) == 1
    assert not re.search("家族と一緒|来る人数", page.text)


@pytest.mark.parametrize(("visible", "unseen", "told"), [(5, 0, 5), (4, 0, 0), (4, 3, 0)])
def test_interest_is_told_of_the_nameless_only_where_five_of_them_have_it(
    database: Any, signed_in: SignedIn, visible: int, unseen: int, told: int
) -> None:
    with database.transaction() as s:
        a_municipality(SHIOJIRI)
        need, clerk = a_need(), a_clerk(SHIOJIRI)
        people = [a_findable() for _number in range(visible)] + [a_findable(MATCHING) for _number in range(unseen)]
        for user in people:
            s.add(MatchFeedback(user_id=user.id, listing_id=need.id, verdict=Verdict.INTERESTED))
        a_findable()
    page = signed_in(clerk).get(f"/desk/candidates/{need.id}")
    assert len(codes(page)) == visible + 1
    assert page.text.count("この掲載に「興味あり」と答えています。") == told


def test_how_many_are_interested_is_not_told_of_fewer_than_five(database: Any, signed_in: SignedIn) -> None:
    with database.transaction() as s:
        user, need, clerk = a_findable(), a_need(), a_clerk(SHIOJIRI)
        s.add(MatchFeedback(user_id=user.id, listing_id=need.id, verdict=Verdict.INTERESTED))
    assert "5人未満" in signed_in(clerk).get("/desk/candidates").text


@pytest.mark.both_databases
def test_secrecy_counts_at_once_by_whatever_clock_it_was_written(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user, other = a_findable(), a_findable()
        need, clerk = a_need(), a_clerk(SHIOJIRI)
        profile_of_user(other.id).updated_at = now() + timedelta(minutes=1)
    browser = signed_in(clerk)
    assert len(codes(browser.get(f"/desk/candidates/{need.id}"))) == 2
    with database.transaction():
        profile = profile_of_user(user.id)
        profile.is_confidential, profile.updated_at = True, now() - timedelta(hours=1)
    assert len(codes(browser.get(f"/desk/candidates/{need.id}"))) == 1
    with database.transaction(read_only=True):
        assert list(pool().people) == [other.id]


@pytest.mark.both_databases
def test_who_is_about_to_be_shown_is_asked_for_again(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, withdrawn, erased, fine = (a_findable() for _number in range(4))
    need, clerk = a_need(), actor_of(a_clerk(SHIOJIRI))
    remembered = pool()
    monkeypatch.setattr("webapp.matches.people.ranked.pool", lambda: remembered)
    assert len(candidates_for(clerk, need).candidates) == 4
    profile_of_user(secret.id).is_confidential = True
    profile_of_user(erased.id).erased_at = now()
    consents(withdrawn, TOWNS, is_given=False)
    session.flush()
    assert [one.code for one in candidates_for(clerk, need).candidates] == [pseudonym(need.id, fine.id)]
    everybody = [user.id for user in (secret, withdrawn, erased, fine)]
    assert still_findable(everybody, TOWNS) == {fine.id}
    assert still_findable(everybody, CORPORATIONS) == {withdrawn.id, fine.id}


@pytest.mark.parametrize("purpose", [TOWNS, CORPORATIONS])
def test_a_yes_to_the_older_sentence_does_not_count(session: Any, purpose: ConsentPurpose) -> None:
    user = a_findable(MATCHING)
    for version, counts in (("2026-04-01", False), (CONSENT_VERSION[purpose], True)):
        session.add(Consent(user_id=user.id, purpose=purpose, text_version=version, is_given=True))
        session.flush()
        assert (purpose in pool().people[user.id].consents) is counts
        assert still_findable([user.id], purpose) == ({user.id} if counts else set())
        assert allows(user.id, purpose) is counts


def test_the_consents_name_what_is_shown_and_to_whom(database: Any, signed_in: SignedIn) -> None:
    with database.transaction() as s:
        user = a_findable(MATCHING)
        s.add(Consent(user_id=user.id, purpose=TOWNS, text_version="2026-04-01", is_given=True))
    browser = signed_in(user)
    page = browser.get("/my/profile/consents")
    for words in ("市町村の職員と、そのまちのハブ人材", "市町村が指定した支援法人の職員"):
        assert words in page.text
    for words in ("したいこと", "できること", "都道府県か地方", "日数と曜日", "予算におさまるか", "来る人数"):
        assert words in page.text
    ticked = {box.attrs["name"] for box in page.tree.select("main input[type=checkbox][checked]")}
    assert ticked == {"matching"}
    assert "もう一度お選びください" in page.text
    renewed = browser.submit(page, "/my/profile/consents", {"towns": "y"}).follow()
    assert str(TOWNS.label) in renewed.text
    assert "もう一度お選びください" not in browser.get("/my/profile/consents").text


def test_erased_and_changed_words_leave_the_memory(session: Any) -> None:
    gone, changed = (a_findable(wishes=f"{word}で教えています。") for word in ("第一中学校", "第二中学校"))
    need, clerk = a_need(), actor_of(a_clerk(SHIOJIRI))
    job = a_listing(SHIOJIRI, ListingKind.JOB, title="案内所の仕事", themes=["festivals"])
    for listing in (need, job):
        candidates_for(clerk, listing)
    residents.erase(profile_of_user(gone.id), by=actor_of(gone))
    profile = profile_of_user(changed.id)
    profile.wishes, profile.updated_at = "静かに暮らしたいです。", now()
    session.flush()
    candidates_for(clerk, need)
    memory = ranked._memories[current_scope().database]
    for reader in (memory.workers, memory.households):
        assert not any("中学校" in resident.text for resident, _vector in reader._known.values())
    assert [list(found.people) for found in memory.visible.values()] == [[changed.id]]


def test_a_corporation_sees_people_for_its_own_listings_only(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_findable(MATCHING, CORPORATIONS)
        a_findable(MATCHING, TOWNS)
        corporation, stranger = a_corporation(), a_corporation(name="ほかの法人")
        for body in (corporation, stranger):
            a_designation(body, SHIOJIRI)
        own = a_need(corporation_id=corporation.id)
        towns = a_need(title="まちの困りごと")
        person = a_staff_user(Role.CORPORATION, corporation.id)
        other = a_staff_user(Role.CORPORATION, stranger.id)
        clerk = a_clerk(SHIOJIRI)
    browser = signed_in(person)
    corporations_view = codes(browser.get(f"/desk/candidates/{own.id}"))
    assert len(corporations_view) == 1
    browser.get(f"/desk/candidates/{towns.id}", expect=404)
    signed_in(other).get(f"/desk/candidates/{own.id}", expect=404)
    towns_view = codes(signed_in(clerk).get(f"/desk/candidates/{own.id}"))
    assert len(towns_view) == 1
    assert towns_view != corporations_view


def test_a_corporation_without_designation_sees_nobody(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        corporation = a_corporation()
        a_municipality(SHIOJIRI)
        own = a_need(corporation_id=corporation.id)
        person = a_staff_user(Role.CORPORATION, corporation.id)
    signed_in(person).get(f"/desk/candidates/{own.id}", expect=404)


def test_strangers_and_residents_stay_outside(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_municipality(FAR)
        a_municipality(SHIOJIRI)
        need, draft = a_need(), a_need(status=ListingStatus.DRAFT)
        far, near, resident = a_clerk(FAR), a_clerk(SHIOJIRI), a_resident_user()
        hub = a_staff_user(Role.HUB, SHIOJIRI)
    signed_in(far).get(f"/desk/candidates/{need.id}", expect=404)
    signed_in(hub).get(f"/desk/candidates/{need.id}", expect=404)
    signed_in(near).get(f"/desk/candidates/{draft.id}", expect=404)
    signed_in(resident).get(f"/desk/candidates/{need.id}", expect=403)
    assert "祭りの担ぎ手" not in signed_in(far).get("/desk/candidates").text
    assert "祭りの担ぎ手" in signed_in(near).get("/desk/candidates").text


def test_a_hub_finds_people_for_what_it_wrote(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_findable()
        a_municipality(SHIOJIRI)
        hub = a_staff_user(Role.HUB, SHIOJIRI)
        own = a_need(created_by=hub.id)
    assert len(codes(signed_in(hub).get(f"/desk/candidates/{own.id}"))) == 1


def test_staff_do_not_find_themselves(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_findable()
        a_membership(user, Role.CLERK, SHIOJIRI)
        need = a_need()
        profile = profile_of_user(user.id)
        assert profile is not None
        assert profile.home_code == TOKYO_SHINJUKU
    assert codes(signed_in(user).get(f"/desk/candidates/{need.id}")) == []
