"""A hub person above their limit: the town hands open threads to others, to nobody beyond theirs."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, actor_of, an_admin
from tests.factories.hubs import SHIOJIRI, a_hub_person
from tests.factories.municipalities import a_programme
from tests.support.client import PageClient
from webapp.core.actor import Role
from webapp.inquiries import places
from webapp.inquiries.threads import answering, asking
from webapp.inquiries.threads.models import Thread


@pytest.fixture
def world(database: Any) -> dict[str, Any]:
    """A hub person with three open threads and a limit of two, another with room for one, a clerk."""
    with database.transaction():
        a_programme(SHIOJIRI)
        clerk = a_clerk(SHIOJIRI)
        busy, other = a_staff_user(Role.HUB, SHIOJIRI), a_staff_user(Role.HUB, SHIOJIRI)
        person = a_hub_person(user_id=busy.id, shown_name="奈良井のみさき", most_work=2)
        a_hub_person(user_id=other.id, shown_name="楢川のけん", most_work=1)
        place, guests = places.of_town(SHIOJIRI), [a_resident_user() for _ in range(3)]
        assert place is not None
        threads = [
            asking.open_thread(place, asking.Words("何時ですか"), subject=f"問い{n}", by=actor_of(guest))
            for n, guest in enumerate(guests)
        ]
        for thread in threads:
            answering.assign(thread, busy, by=actor_of(clerk))
    return {"clerk": clerk, "person": person, "other": other, "threads": threads}


def test_what_is_too_much_goes_to_somebody_with_room(
    database: Any, world: dict[str, Any], signed_in: Callable[..., PageClient]
) -> None:
    clerk = signed_in(world["clerk"])
    path = f"/staff/workload/{world['person'].id}"
    assert f'href="{path}"' in clerk.get("/staff/hubs").html
    page = clerk.get(path)
    assert "受けもつ数は3、上限は2です" in page.text
    ids = [thread.id for thread in world["threads"]]
    refused = clerk.submit(page, "選んだものを割り振る", {"threads": ids[:2], "to": world["other"].id}, expect=422)
    assert "楢川のけんさんの上限をこえます。あと1件まで割り振れます。" in refused.text
    done = clerk.submit(page, "選んだものを割り振る", {"threads": ids[:1], "to": world["other"].id}).follow()
    assert "1件を楢川のけんさんに割り振りました" in done.text
    assert "上限をこえています" not in done.text
    with database.transaction(read_only=True) as s:
        assert s.get_one(Thread, ids[0]).assigned_to == world["other"].id


def test_another_town_finds_nothing_to_share(
    database: Any, world: dict[str, Any], signed_in: Callable[..., PageClient]
) -> None:
    with database.transaction():
        stranger = an_admin("011002")
    signed_in(stranger).get(f"/staff/workload/{world['person'].id}", expect=404)
