"""The town's desk of pledges: only its own, narrowed and added up, and nobody named who asks for secrecy."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.factories.accounts import a_clerk, a_resident_user
from tests.factories.municipalities import a_programme
from tests.factories.pledges import a_pledge
from tests.factories.projects import a_project
from tests.support.client import PageClient
from webapp.core.actor import system_actor
from webapp.pledges import actions
from webapp.pledges.models import PaymentMethod
from webapp.residents.models import Resident

SignedIn = Callable[..., PageClient]
BY = system_actor("tests")


def test_a_clerk_narrows_the_list_and_sees_what_it_adds_up_to(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        paid, other = a_pledge(amount=12_000), a_pledge(project=a_project(title="海辺の図書室"), amount=3_000)
        waiting = a_pledge(amount=7_000)
        # a second before and after the new year in Japan
        actions.mark_paid(paid, datetime.fromisoformat("2025-12-31T14:59:59Z"), method=PaymentMethod.CARD, by=BY)
        actions.mark_paid(other, datetime.fromisoformat("2025-12-31T15:00:00Z"), method=PaymentMethod.KONBINI, by=BY)
        clerk = a_clerk("202151")
    desk = signed_in(clerk)
    everything = desk.get("/staff/pledges")
    assert "3件" in everything.text
    assert "合計は15,000円" in everything.text
    for asked, yen in (("year=2025", 12_000), ("year=2026", 3_000), ("method=konbini", 3_000), ("status=pending", 0)):
        page = desk.get(f"/staff/pledges?{asked}")
        assert f"1件。いま受け取っている額の合計は{yen:,}円" in page.text
    assert "海辺の図書室" in desk.get(f"/staff/pledges?project={other.project_id}").text
    assert "条件に合う寄附はありません" in desk.get("/staff/pledges?status=refunded").text
    assert desk.get("/staff/pledges?year=abc&status=x&method=y&project=z&page=q").status == 200
    one = desk.get(f"/staff/pledges/{waiting.id}")
    for words in ("佐藤 花子", "7,000円", "同意した申出の内容", "自分の意思で"):
        assert words in one.text


def test_another_towns_clerk_finds_nothing(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        pledge = a_pledge()
        a_programme("372081")
        stranger = a_clerk("372081")
    desk = signed_in(stranger)
    assert "寄附はまだありません" in desk.get("/staff/pledges").text
    desk.get(f"/staff/pledges/{pledge.id}", expect=404)


def test_who_asks_for_secrecy_is_named_neither_in_the_list_nor_on_the_page(database: Any, signed_in: SignedIn) -> None:
    with database.transaction() as s:
        person = a_resident_user()
        s.add(Resident(user_id=person.id, is_confidential=True))
        pledge = a_pledge(person, message="花子より")
        actions.mark_paid(pledge, datetime.fromisoformat("2026-04-01T00:00:00Z"), by=BY)
        clerk = a_clerk("202151")
    desk = signed_in(clerk)
    for path in ("/staff/pledges", f"/staff/pledges/{pledge.id}"):
        page = desk.get(path)
        assert "秘匿" in page.text
        for words in ("佐藤", "花子", "西新宿", "新宿区"):
            assert words not in page.html
