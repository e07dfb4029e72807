"""The moments at which a process is killed, each as one round: before, the kill, and what has to hold afterwards."""

from collections.abc import Callable

from tests.support.killing import PATIENCE, Donor, Town, wait_for
from webapp.pledges.models import PledgeStatus

CREATE = "checkout.sessions.create"
LOOK = "checkout.sessions.retrieve"
REFUND = "refunds.create"
AMOUNT = 10_000
Point = Callable[[Town], None]


def web_before_the_provider_hears(town: Town) -> None:
    """The attempt is committed, the request is under way and lost: the next try opens the first and only page."""
    donor = _die_while_asking_for_a_page(town, "before")
    _pay_by_pressing_again(town, donor)


def web_after_the_provider_answered(town: Town) -> None:
    """The page is open at the provider, and nobody here knows its address: the next try finds the same page."""
    donor = _die_while_asking_for_a_page(town, "after")
    _pay_by_pressing_again(town, donor)


def web_after_the_provider_answered_and_the_donor_never_came_back(town: Town) -> None:
    """The same, and the donor had the page open in another tab: the janitor, or the notice, finds what was paid."""
    donor = _die_while_asking_for_a_page(town, "after")
    town.pay(town.provider.store.where("checkout.session")[0]["id"])
    town.later()
    _is_paid(town, donor)


def web_in_the_notice(town: Town) -> None:
    """The truth is read and not yet written down: the notice comes again."""
    donor, page = _at_the_page(town)
    with town.provider.faults.gate(LOOK, "after") as gate:
        town.pay(page)
        assert gate.wait()
        town.kill("web")
    town.run("web", "worker")
    _is_paid(town, donor)


def web_after_the_commit(town: Town) -> None:
    """The payment is in the books, the letter in the outbox, no worker awake: the letter goes out once."""
    donor, page = _at_the_page(town)
    town.kill("worker")
    town.pay(page)
    wait_for(lambda: town.status(donor) is PledgeStatus.PAID, "the payment in our books")
    town.kill("web")
    town.later()
    _is_paid(town, donor)


def worker_while_it_sends_the_letter(town: Town) -> None:
    """The mail server took the letter and the worker died before it heard so: nobody sends it a second time."""
    donor, page = _at_the_page(town)
    town.come_to_rest()
    town.post.taken.clear()
    town.post.is_silent = True
    town.pay(page)
    assert town.post.taken.wait(PATIENCE)
    town.kill("worker")
    town.post.is_silent = False
    town.later()
    _is_paid(town, donor)


def worker_while_it_asks_about_a_payment(town: Town) -> None:
    """No notice ever came; the worker asked, and died before it wrote the answer down: another one asks again."""
    donor, page = _at_the_page(town)
    town.provider.faults.drop = frozenset(ANY_NOTICE)
    town.pay(page)
    town.provider.faults.drop = frozenset()
    with town.provider.faults.gate(LOOK, "after") as gate:
        town.later()
        assert gate.wait()
        town.kill("worker")
    town.later()
    wait_for(lambda: town.status(donor) is PledgeStatus.PAID, "the payment in our books")
    _is_paid(town, donor)


def worker_before_the_provider_gives_back(town: Town) -> None:
    """Two clerks agreed, the request was lost with the worker: it is asked for again, once."""
    _die_while_giving_back(town, "before")


def worker_after_the_provider_gave_back(town: Town) -> None:
    """The money went back and the worker died before it knew: the same refund is found, not made again."""
    _die_while_giving_back(town, "after")


ANY_NOTICE = (
    "checkout.session.completed",
    "charge.succeeded",
    "charge.updated",
    "payment_intent.created",
    "payment_intent.succeeded",
)
POINTS: dict[str, Point] = {
    point.__name__: point
    for point in (
        web_before_the_provider_hears,
        web_after_the_provider_answered,
        web_after_the_provider_answered_and_the_donor_never_came_back,
        web_in_the_notice,
        web_after_the_commit,
        worker_while_it_sends_the_letter,
        worker_while_it_asks_about_a_payment,
        worker_before_the_provider_gives_back,
        worker_after_the_provider_gave_back,
    )
}


def _die_while_asking_for_a_page(town: Town, when: str) -> Donor:
    town.run("web", "worker")
    donor = town.pledge(AMOUNT)
    with town.provider.faults.gate(CREATE, when) as gate:  # type: ignore[arg-type]
        pressing = town.press_pay_until_it_dies(donor)
        assert gate.wait()
        assert len(town.attempts(donor)) == 1, "committed before the provider is asked"
        town.kill("web")
        pressing.join()
    town.run("web", "worker")
    return donor


def _pay_by_pressing_again(town: Town, donor: Donor) -> None:
    page = town.press_pay(donor)
    assert town.press_pay(donor) == page, "one page, however often the donor presses"
    assert len(_pages_of(town, donor)) == 1
    town.pay(page)
    _is_paid(town, donor)


def _at_the_page(town: Town) -> tuple[Donor, str]:
    town.run("web", "worker")
    donor = town.pledge(AMOUNT)
    return donor, town.press_pay(donor)


def _die_while_giving_back(town: Town, when: str) -> None:
    donor, page = _at_the_page(town)
    town.pay(page)
    _is_paid(town, donor)
    with town.provider.faults.gate(REFUND, when) as gate:  # type: ignore[arg-type]
        town.give_back(donor, 3000)
        assert gate.wait()
        town.kill("worker")
    town.later()
    wait_for(lambda: town.status(donor) is PledgeStatus.PARTLY_REFUNDED, "the refund in our books")
    town.given[donor.pledge_id] = AMOUNT - 3000
    town.come_to_rest()
    assert town.faults() == []


def _is_paid(town: Town, donor: Donor) -> None:
    wait_for(lambda: town.status(donor) is PledgeStatus.PAID, "the payment in our books")
    town.given[donor.pledge_id] = AMOUNT
    town.come_to_rest()
    assert town.faults() == []
    assert town.press_pay(donor) == "", "nobody is asked to pay twice"
    assert len(_pages_of(town, donor)) == 1


def _pages_of(town: Town, donor: Donor) -> list[str]:
    sessions = town.provider.store.where("checkout.session")
    return [one["id"] for one in sessions if one["metadata"]["pledge"] == donor.pledge_id]
