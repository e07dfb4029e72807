"""Ways to pay by day and amount, gifts, and what followers of a pledge's money are told."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.municipalities import a_programme
from tests.factories.pledges import TOKYO_SHINJUKU, a_pledge
from tests.factories.projects import a_project
from tests.pledges.walking import an_open_project
from webapp.core.actor import system_actor
from webapp.core.clock import now, today
from webapp.core.database import session as current
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.pledges import actions, following, rules
from webapp.pledges.methods import closed_methods, open_methods
from webapp.pledges.models import PaymentMethod, Pledge, PledgeStatus
from webapp.pledges.queries import funding_of
from webapp.projects.funding import Funding
from webapp.projects.gifts.models import Gift, Standard
from webapp.projects.models import Project

pytestmark = pytest.mark.usefixtures("session")
BY = system_actor("tests")
S = PledgeStatus


@pytest.mark.parametrize(("amount", "is_open"), [(119, False), (120, True), (300_000, True), (300_001, False)])
def test_convenience_stores_take_what_they_take(amount: int, is_open: bool) -> None:
    project = an_open_project()
    assert (PaymentMethod.KONBINI in open_methods(project, amount)) is is_open
    assert (PaymentMethod.KONBINI in closed_methods(project, amount)) is not is_open


@pytest.mark.parametrize(
    ("moment", "closes_on", "is_open"),
    [
        ("2026-12-28T13:59:59Z", date(2027, 1, 20), True),  # 28 December in Japan, as long as the page stays open
        ("2026-12-28T14:00:00Z", date(2027, 1, 20), False),
        ("2026-12-31T15:00:00Z", date(2027, 1, 20), True),
        ("2026-11-01T03:00:00Z", date(2026, 11, 4), True),
        ("2026-11-01T03:00:00Z", date(2026, 11, 3), False),  # the slip would outlive the project
        ("2026-11-01T14:00:00Z", date(2026, 11, 4), False),  # the page closes on the 2nd in Japan
    ],
)
def test_a_slip_must_be_payable_in_time_by_the_days_of_japan(moment: str, closes_on: date, is_open: bool) -> None:
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        project = an_open_project(opens_on=date(2026, 10, 1), closes_on=closes_on)
        assert (PaymentMethod.KONBINI in open_methods(project, 10_000)) is is_open
        assert PaymentMethod.CARD in open_methods(project, 10_000)
        if not is_open:
            with pytest.raises(RuleBroken):
                rules.must_be_payable(project, 10_000, PaymentMethod.KONBINI)


def test_a_pledge_needs_an_account_or_an_address() -> None:
    donor = {"donor_name": "佐藤 花子", "donor_address": "東京都", "home_code": TOKYO_SHINJUKU}
    project = an_open_project()
    with pytest.raises(NotAllowed):
        actions.offer(project, amount=5_000, donor=donor, by=type(BY)())
    assert actions.offer(project, amount=5_000, donor={**donor, "email": "a@example.jp"}, by=type(BY)()).email


def a_gift(project: Project, **changes: Any) -> Gift:
    values = {
        "project_id": project.id,
        "title": "蔵の見学会",
        "from_yen": 10_000,
        "cost_yen": 1_000,
        "standard": Standard.SERVICE,
        "evidence": "まちの中で行います。",
    }
    gift = Gift(**(values | changes))
    current().add(gift)
    current().flush()
    return gift


def give(project: Project, amount: int = 10_000, home_code: str = TOKYO_SHINJUKU) -> Pledge:
    donor = {"donor_name": "佐藤 花子", "donor_address": "見本1-1", "home_code": home_code}
    return actions.offer(project, amount=amount, donor=donor, wants_gift=True, by=actor_of(a_resident_user()))


def test_a_gift_goes_with_enough_to_people_of_other_towns_and_only_as_often_as_there_is() -> None:
    project = an_open_project()
    gift = a_gift(project, stock=1)
    assert give(project, amount=9_999).gift_id is None
    assert give(project, home_code=project.municipality_code).gift_id is None
    first = give(project)
    assert (first.gift_id, first.gift_name) == (gift.id, "蔵の見学会")
    assert give(project).gift_id is None
    actions.mark_lapsed(first, by=BY)
    second = give(project)
    assert second.gift_id == gift.id
    actions.mark_paid(first, now(), by=BY)  # late money: the gift is somebody else's by now
    assert (first.status, first.gift_id) == (S.PAID, None)


@pytest.fixture
def told(app: Any) -> list[str]:
    """The names of what followers were told, in order."""
    heard: list[str] = []
    for key in (following.PAID, following.UNPAID, following.CHANGED):

        def follow(pledge: Pledge, *, at: datetime, by: Any, key: str = key) -> None:
            assert pledge.id
            assert at <= now()
            assert by is BY
            heard.append(key.split("_")[1])

        app.extensions["futamachi"].extras[key] = (follow,)
    return heard


def test_followers_hear_of_every_change_of_money_once(told: list[str]) -> None:
    a_programme()
    project = a_project()
    pledge = a_pledge(project=project)
    actions.mark_paid(pledge, now(), by=BY)
    actions.mark_refunded(pledge, 4_000, by=BY)
    actions.mark_refunded(pledge, 4_000, by=BY)
    assert (pledge.status, pledge.kept_yen) == (S.PARTLY_REFUNDED, 6_000)
    assert funding_of([project.id]) == {project.id: Funding(6_000, 1)}
    actions.mark_refunded(pledge, 0, by=BY)  # the refund came back
    assert pledge.status is S.PAID
    actions.mark_disputed(pledge, by=BY)
    actions.mark_refunded(pledge, 1_000, by=BY)
    assert (pledge.status, pledge.kept_yen) == (S.DISPUTED, 9_000)
    actions.mark_reinstated(pledge, by=BY)
    assert pledge.status is S.PARTLY_REFUNDED
    actions.mark_charged_back(pledge, by=BY)
    actions.mark_charged_back(pledge, by=BY)
    assert (pledge.status, pledge.kept_yen) == (S.CHARGED_BACK, 0)
    assert funding_of([project.id]) == {}
    actions.mark_reinstated(pledge, by=BY)
    actions.mark_refunded(pledge, by=BY)
    assert pledge.status is S.REFUNDED
    assert told == [
        "paid", "changed", "changed", "changed", "changed", "changed", "unpaid", "paid", "unpaid",
    ]  # fmt: skip


def test_what_came_in_counts_people_with_and_without_account_once() -> None:
    a_programme()
    project = a_project(opens_on=today() - timedelta(days=1))
    person = a_resident_user()
    for _ in range(2):
        actions.mark_paid(a_pledge(person, project), now(), by=BY)
        guest = a_pledge(project=project)
        guest.user_id, guest.email = None, "guest@example.jp"
        actions.mark_paid(guest, now(), by=BY)
    a_pledge(project=project)
    assert funding_of([project.id]) == {project.id: Funding(40_000, 2)}
