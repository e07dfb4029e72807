"""Gifts: none by default, never for own residents, never beyond their share, never money in disguise."""

from typing import Any

import pytest
from sqlmodel import Session

from tests.factories import proposals as made
from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.projects import a_project
from webapp.accounts.models import User
from webapp.core.errors import RuleBroken
from webapp.projects.gifts import actions, rules
from webapp.projects.gifts.models import Gift, GiftKind, Standard
from webapp.projects.gifts.queries import for_donor, gifts_of
from webapp.projects.rules.content import gifts_are_lawful

TOKYO = "131041"


def values(**changes: Any) -> dict[str, Any]:
    base = {
        "kind": GiftKind.EXPERIENCE, "title": "石積みの一日", "about": "", "from_yen": 10_000, "cost_yen": 3_000,
        "side_cost_yen": 0, "value_yen": 4_000, "standard": Standard.SERVICE, "evidence": "市内で行う", "stock": None,
    }  # fmt: skip
    return base | changes


def test_a_gift_costs_at_most_three_tenths_to_the_yen(session: Session) -> None:
    project, organiser = made.a_draft()
    assert actions.offer(project, values(), by=organiser).cost_yen == 3_000
    with pytest.raises(RuleBroken, match="30%"):
        actions.offer(project, values(cost_yen=3_001), by=organiser)
    session.add(Gift(project_id=project.id, **values(cost_yen=5_000)))  # by a script, past the action
    session.flush()
    assert "30%" in gifts_are_lawful(project)


def test_all_of_raising_costs_at_most_half_of_what_is_expected(session: Session) -> None:
    a_programme(made.TOWN)
    project = a_project(cost_plan=[{"label": "送料", "yen": 250_000}], minimum_yen=500_000)
    assert rules.raising_too_dear(project, 500_000) == ""
    assert "50%" in rules.raising_too_dear(project, 499_999)


def test_own_residents_get_none_and_hear_why(session: Session) -> None:
    project, organiser = made.a_draft()
    a_municipality(TOKYO)
    assert "返礼品はありません" in for_donor(project, 10_000, TOKYO).why_none
    small = actions.offer(project, values(), by=organiser)
    large = actions.offer(project, values(title="二日", from_yen=30_000, stock=0), by=organiser)
    assert for_donor(project, 10_000, TOKYO).gift is small
    assert for_donor(project, 50_000, TOKYO).gift is small  # the larger one is gone
    assert "10,000円以上" in for_donor(project, 9_999, TOKYO).why_none
    assert "お住まいのまち" in for_donor(project, 50_000, made.TOWN).why_none
    actions.withdraw(project, large, by=organiser)
    actions.withdraw(project, small, by=organiser)
    assert gifts_of(project) == []


def test_the_form_refuses_money_in_disguise_and_too_dear_gifts(database: Any, signed_in: Any) -> None:
    with database.transaction() as s:
        project, organiser = made.a_draft()
        person = s.get_one(User, organiser.user_id)
    mine = signed_in(person)
    page = mine.get(f"/my/projects/{project.id}/gifts/new")
    typed = {"from_yen": "１万", "title": "商品券", "cost_yen": "-1", "standard": "7", "evidence": "市内"}
    errors = " ".join(mine.submit(page, "返礼品を保存する", typed, expect=422).errors())
    for words in ("お金の代わり", "この額以上の寄附に", "調達費"):
        assert words in errors
    typed |= {"from_yen": "10,000", "title": "石積みの一日", "cost_yen": "３００１"}
    assert "30%" in mine.submit(page, "返礼品を保存する", typed, expect=422).errors()[0]
    page = mine.submit(page, "返礼品を保存する", typed | {"cost_yen": "３，０００円"}).follow()
    assert "石積みの一日" in page.text
