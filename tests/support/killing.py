"""A town whose web server and worker are killed at chosen moments, while the payment provider lives on beside them."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any, Self

import requests
from aiosmtpd.controller import Controller
from flask import Flask
from sqlmodel import col, func, select
from turbohtml import parse

from tests.factories.accounts import a_clerk, actor_of
from tests.factories.municipalities import a_programme
from tests.factories.pledges import a_pledge
from tests.factories.projects import a_project
from tests.support.demo import ROOT, free_port, status_of
from tests.support.settings import WEBHOOK_SECRET, make_settings
from webapp import create_app
from webapp.core.jobs import Job, JobStatus
from webapp.payments.checks import find_faults
from webapp.payments.local_stripe.dispatcher import Webhook
from webapp.payments.local_stripe.server import LocalStripe, Options
from webapp.payments.models import LedgerEntry, PaymentAttempt
from webapp.payments.refunds import actions as refunds
from webapp.pledges.guests import new_key
from webapp.pledges.models import Pledge, PledgeStatus
from webapp.projects.models import Project
from webapp.receipts.models import Receipt

#: longer than a dead worker's job is left alone, and than the janitor leaves an unclear attempt alone
LATER = 20 * 60
PATIENCE = 30.0
RETRIES = (0.05,) * 2000
THANKS = "ご寄附を受け取りました"


def wait_for(happened: Callable[[], Any], what: str) -> Any:
    """The first true answer; AssertionError when there is none for too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := happened():
            return found
        time.sleep(0.01)
    raise AssertionError(f"waited in vain: {what}")


class Nursery:
    """The process that forks the ones to be killed."""

    def __init__(self, **settings: Any) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._say({"settings": settings})
        assert self._hear() == "ready"

    def fork(self, **asked: Any) -> int:
        """A new child."""
        self._say(asked)
        return int(self._hear())

    def end(self) -> None:
        """No more children."""
        self._process.kill()
        self._process.communicate()

    def _say(self, words: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


class Post:
    """A mail server that counts letters of thanks by their addressee, and can fall silent when it has taken one."""

    def __init__(self) -> None:
        self.thanked: Counter[str] = Counter()
        self.is_silent = False
        self.taken = threading.Event()
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self._controller.start()

    @property
    def url(self) -> str:
        """Where the worker takes its letters."""
        return f"smtp://127.0.0.1:{self._controller.port}"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 named by aiosmtpd
        letter = message_from_bytes(envelope.content, policy=default)
        if str(letter["Subject"]).startswith(THANKS):
            self.thanked[str(letter["To"])] += 1
        self.taken.set()
        while self.is_silent:
            await asyncio.sleep(0.01)
        return "250 taken"

    def end(self) -> None:
        """No more letters."""
        self.is_silent = False
        self._controller.stop()


@dataclass(frozen=True)
class Donor:
    """A pledge and the link its donor, who has no account, opens it with."""

    pledge_id: str
    link: str


class Town:
    """Database, provider, and the processes that come and go."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.port = free_port()
        self.webhook = Webhook(f"http://127.0.0.1:{self.port}/webhooks/stripe", WEBHOOK_SECRET, RETRIES)
        self.provider = LocalStripe(Options(webhook=self.webhook))
        self.provider.start()
        self.post = Post()
        own = f"http://localhost:{self.port}"
        told = {"base_url": own, "stripe_api_base": self.provider.url, "smtp_url": self.post.url}
        self.app: Flask = create_app(make_settings(database_url, folder, **told))
        self.database = self.app.extensions["futamachi"].database
        self.nursery = Nursery(database_url=database_url, home=str(folder), **told)
        self.alive: dict[str, int] = {}
        self.ahead = 0
        self.given: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for who in list(self.alive):
            self.kill(who)
        self.nursery.end()
        self.provider.stop()
        self.post.end()
        self.database.dispose()

    @contextmanager
    def looking(self) -> Iterator[Any]:
        """A session for reading or for what people do in between."""
        with self.app.app_context(), self.database.transaction() as s:
            yield s

    def run(self, *who: str) -> None:
        """Start what is not running: `web`, `worker`."""
        for name in who:
            if name not in self.alive:
                self.alive[name] = self.nursery.fork(do=name, port=self.port, ahead=self.ahead)
        if "web" in who:
            wait_for(lambda: status_of(self.port, "/healthz") == 200, "the web server")

    def kill(self, who: str) -> None:
        """kill -9, and wait until it is gone."""
        number = self.alive.pop(who)
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
        wait_for(lambda: not is_there(number), f"the end of {who}")

    def later(self) -> None:
        """Everything is started anew, some time later for everybody."""
        for who in list(self.alive):
            self.kill(who)
        self.ahead += LATER
        self.provider.clock.advance(LATER)
        self.run("web", "worker")

    def pledge(self, amount: int = 10_000) -> Donor:
        """Somebody without an account has pledged and is about to pay."""
        with self.looking() as s:
            a_programme("202151")
            project = s.exec(select(Project)).first() or a_project(goal_yen=10_000_000)
            pledge = a_pledge(project=project, amount=amount)
            pledge.user_id, pledge.email = None, f"donor-{pledge.id.lower()}@example.jp"
            return Donor(pledge.id, f"http://localhost:{self.port}/donations/{new_key(pledge)}")

    def press_pay(self, donor: Donor) -> str:
        """Press 「支払いに進む」; where that leads. Raises requests.ConnectionError when the server dies meanwhile."""
        with requests.Session() as browser:
            browser.trust_env = False
            page = browser.get(donor.link, timeout=PATIENCE)
            form = parse(page.text).select_one('form[action$="/pay"]')
            if form is None:
                return ""
            typed = {str(one.attrs["name"]): str(one.attrs.get("value", "")) for one in form.select("input[name]")}
            address = f"http://localhost:{self.port}{form.attrs['action']}"
            answer = browser.post(address, typed, allow_redirects=False, timeout=PATIENCE)
            return answer.headers.get("Location", "")

    def press_pay_until_it_dies(self, donor: Donor) -> threading.Thread:
        """The same in a thread of its own, for a server that will not live to answer."""

        def press() -> None:
            try:
                self.press_pay(donor)
            except requests.ConnectionError:
                return
            raise AssertionError("the server answered")

        thread = threading.Thread(target=press)
        thread.start()
        return thread

    def pay(self, page: str) -> None:
        """The donor pays on the provider's page."""
        self.provider.checkout.pay_card(page.rsplit("/", 1)[-1], email="donor@example.jp")

    def status(self, donor: Donor) -> PledgeStatus:
        """How the pledge stands in our books."""
        with self.looking() as s:
            return PledgeStatus(s.exec(select(Pledge.status).where(Pledge.id == donor.pledge_id)).one())

    def attempts(self, donor: Donor) -> list[PaymentAttempt]:
        """Every attempt to collect a pledge."""
        with self.looking() as s:
            return list(s.exec(select(PaymentAttempt).where(PaymentAttempt.pledge_id == donor.pledge_id)))

    def give_back(self, donor: Donor, amount: int) -> None:
        """Two clerks agree to refund; the worker will ask the provider."""
        (attempt,) = self.attempts(donor)
        with self.looking():
            one, two = (actor_of(a_clerk("202151")) for _ in range(2))
            row = refunds.propose(attempt.id, amount=amount, reason="重ねて寄附してしまったため", by=one)
            refunds.approve(row, by=two)

    def come_to_rest(self) -> None:
        """Wait until no message is under way and nothing is left for the worker to do."""

        def is_quiet() -> bool:
            return not self.provider.mail.deliveries("waiting", "sending") and self._jobs_left() == 0

        wait_for(is_quiet, "rest")

    def _jobs_left(self) -> int:
        # a check of an open page hours from now is not waited for
        kinds = ("payment_event", "payment_refund", "send_letter")
        with self.looking() as s:
            waits = col(Job.status).in_((JobStatus.QUEUED, JobStatus.RUNNING)) & col(Job.kind).in_(kinds)
            runs = col(Job.status) == JobStatus.RUNNING
            return int(s.exec(select(func.count()).select_from(Job).where(waits | runs)).one())

    def faults(self) -> list[str]:
        """Where money at the provider, ledger, receipts and letters of thanks differ from what each donor `given` gave."""
        with self.looking() as s:
            found = find_faults(with_clock=False)
            owed = select(func.sum(LedgerEntry.amount)).where(col(LedgerEntry.account).like("muni:%"))
            receipts = list(s.exec(select(Receipt)))
            standing = {row.id for row in receipts} - {row.replaces_id for row in receipts}
            donors = {s.exec(select(Pledge.email).where(Pledge.id == name)).one() for name in self.given}
            told = {
                "provider": (self._at_provider(), self.given),
                "ledger": (-int(s.exec(owed).one() or 0), sum(self.given.values())),
                "receipts": ({row.pledge_id: row.amount for row in receipts if row.id in standing}, self.given),
                "numbers": (sorted(row.number for row in receipts), list(range(1, len(receipts) + 1))),
                "letters": (dict(self.post.thanked), dict.fromkeys(donors, 1)),
                "schema": (self.provider.violations, []),
            }
        return found + [f"{what}: {is_so}, not {wanted}" for what, (is_so, wanted) in told.items() if is_so != wanted]

    def _at_provider(self) -> dict[str, int]:
        store = self.provider.store
        held: dict[str, int] = {}
        for charge in store.where("charge", status="succeeded"):
            left = charge["amount"] - charge["amount_refunded"]
            if left:
                held[charge["metadata"]["pledge"]] = held.get(charge["metadata"]["pledge"], 0) + left
        return held


def is_there(number: int) -> bool:
    """Whether a process is alive."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
