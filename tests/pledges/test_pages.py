"""A donor's own list and the town's: named once, by the heading."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.accounts import a_clerk, a_resident_user
from tests.factories.pledges import a_pledge
from tests.support.client import PageClient
from tests.support.pagelint import words_of

SignedIn = Callable[..., PageClient]


@pytest.mark.parametrize("who", ["donor", "clerk"])
def test_the_heading_is_not_repeated_above_the_table(database: Any, signed_in: SignedIn, who: str) -> None:
    with database.transaction():
        donor = a_resident_user()
        a_pledge(donor)
        people = {"donor": donor, "clerk": a_clerk("202151")}
    page = signed_in(people[who]).get("/my/pledges" if who == "donor" else "/staff/pledges")
    caption = page.tree.select_one("main caption")
    assert caption is not None
    assert words_of(caption) != page.h1 or caption.has_class("visually-hidden")
