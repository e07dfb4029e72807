"""Certificates on one core: the formats issued and verified, in Python and in the script for browsers, whole issues, finished sheets."""

import itertools
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from tests.bench.harness import Report
from tests.bench.workbench import service
from tests.factories.accounts import a_clerk, actor_of
from tests.factories.registrations import a_standing_registration
from tests.support.issuers import IIYAMA, NOW, World
from tests.support.mutants import real
from tests.support.mutants.lists import a_list
from tests.support.outsiders import browser, issued
from tests.support.outsiders.node import VERIFIER
from webapp.certificates import actions
from webapp.certificates.kinds.registry import kind_of
from webapp.certificates.models import Certificate
from webapp.certificates.paper import drawing, sheets
from webapp.core.database import Database
from webapp.credentials import live, qr, sdjwt, statuslist
from webapp.registrations.models import Registration

ROUNDS, EACH = 9, 300
LIST_SIZE = 2**17
PEOPLE, SHEETS = 400, 120
TOWN = "202151"
ADDRESS = "https://futamachi.example.jp/v#"  # the 31 characters that the goal allows
#: what checks a code on the page; the camera comes on top, and the worker that keeps all of it for times without a network
SCRIPTS = ("cbor", "signature", "code", "lists", "page")


def measure(report: Report) -> None:
    """Note paces a second of CPU time, the best of many short rounds, and sizes."""
    world = World()
    formats(report, world)
    sizes(report, world)
    in_a_browser(report, world)
    with service() as (app, database), app.app_context():
        whole_issues(report, database)
        finished_sheets(report, database)


def formats(report: Report, world: World) -> None:
    """Note how fast tokens are issued and verified."""
    token, digits = world.sdjwt(), world.qr()
    shown = sdjwt.present(token, {"family_name", "number"})
    bound = world.qr(name=None, holder_key=live.holder_key(world.holder.public_jwk))
    now_shown = live.compose(bound, world.holder, now=NOW)
    report.add("issue SD-JWT VC, five hidden claims", pace(world.sdjwt), "/s", at_least=1500)
    report.add("issue QR token", pace(world.qr), "/s", at_least=4000)
    for name, call in {
        "SD-JWT VC, all disclosed": lambda: sdjwt.verify(token, world.keys, now=NOW),
        "SD-JWT VC, two disclosed": lambda: sdjwt.verify(shown, world.keys, now=NOW),
        "QR token": lambda: qr.read(digits, world.keys, now=NOW),
        "live code": lambda: live.verify(now_shown, world.keys, now=NOW),
    }.items():
        report.add(f"verify {name}", pace(call), "/s", at_least=1000)


def sizes(report: Report, world: World) -> None:
    """Note how long the tokens are, and the status list of a whole municipality."""
    bits = statuslist.StatusBits(LIST_SIZE)
    bits.set_all(random.Random(1).sample(range(LIST_SIZE), LIST_SIZE // 50), 1)
    signer = world.signers[f"{IIYAMA}-status"]
    published = a_list(bits, signer)
    callers = issued.names(random.Random(2), most_bytes=20)
    named = [world.qr(name=next(callers), status_list=99, status_index=LIST_SIZE - 1) for _ in range(1000)]
    longest = world.qr(name="山" * 26, number="R10-1234567", status_list=4095)
    report.add("SD-JWT VC, five hidden claims", len(world.sdjwt()), "B")
    report.add("QR version, 1,000 names of at most 20 bytes", max(map(version, named)), "", at_most=9)
    report.add("QR version, without a name", version(world.qr(name=None, number=None)), "", at_most=9)
    report.add("QR version, the longest name and number", version(longest), "", at_most=11)
    report.add(f"status list of {LIST_SIZE:,}, 2 % revoked", len(published), "B", at_most=8192)
    report.add("  signed", pace(lambda: a_list(bits, signer), each=5), "/s", at_least=10)
    report.add(
        "  read", pace(lambda: statuslist.read_token(published, world.keys, now=NOW), each=20), "/s", at_least=100
    )
    script = sum((VERIFIER / f"{name}.js").stat().st_size for name in SCRIPTS)
    report.add("script for browsers, without the camera", script, "B", at_most=20_000)
    report.add("  worker for times without a network", (VERIFIER / "worker.js").stat().st_size, "B")


def version(digits: str) -> int:
    """The version of the QR code with these digits."""
    import segno
    from segno import consts

    content: Any = [(ADDRESS, consts.MODE_BYTE), (digits, consts.MODE_NUMERIC)]
    return int(segno.make(content, error="m", boost_error=False, micro=False).version)


def in_a_browser(report: Report, world: World) -> None:
    """Note the pace of the script for browsers, in Node."""
    node = shutil.which("node")
    for kind in ("qr", "live"):
        name = f"verify {kind} code, script for browsers"
        if node is None:
            report.add(name, 0, "/s", note="not run: node is not installed")
            continue
        with tempfile.TemporaryDirectory() as folder:
            digits = [real(kind, world) for _ in range(EACH)]
            said = browser.read(digits, world, node=Path(node), folder=Path(folder), rounds=ROUNDS)
        assert len(said.accepted) == EACH
        report.add(name, max(said.a_second), "/s", at_least=1000, note="Node, all its threads")


def whole_issues(report: Report, database: Database) -> None:
    """Note certificates a second with number, status entries, three tokens, log and rows: one each, and many at once."""
    with database.transaction():
        actor = actor_of(a_clerk(TOWN))
        for _ in range(PEOPLE):
            a_standing_registration(code=TOWN)
    kind = kind_of("dual_resident")
    with database.transaction() as session:
        ids = list(session.exec(select(Registration.id).order_by(col(Registration.id))))

    def issue(some: Sequence[str]) -> None:
        with database.transaction() as session:
            rows = [session.get_one(Registration, each) for each in some]
            actions.issue_all(kind, kind.drafts_of(rows), by=actor)

    issue(ids[:1])
    singly, together = ids[1 : PEOPLE // 2], ids[PEOPLE // 2 :]
    began = time.process_time()
    for each in singly:
        issue([each])
    middle = time.process_time()
    issue(together)
    ended = time.process_time()
    report.add("whole issue, each in a transaction", len(singly) / (middle - began), "/s", note="number, three tokens")
    report.add(f"whole issue, {len(together)} in one", len(together) / (ended - middle), "/s")


def finished_sheets(report: Report, database: Database) -> None:
    """Note finished sheets a second: drawn, with the token inside, signed."""
    with database.transaction(read_only=True) as session:
        rows = list(session.exec(select(Certificate).limit(SHEETS)))
        for row in rows[:3]:
            sheets.finished(row)
        times = sorted(seconds(lambda row=row: sheets.finished(row)) for row in rows)  # type: ignore[misc]
        drawn = [seconds(lambda row=row: drawing.draw(row)) for row in rows]  # type: ignore[misc]
    report.add("finished signed PDF", len(times) / sum(times), "/s", at_least=10, note="CPU of all threads")
    report.add("  drawn only", len(drawn) / sum(drawn), "/s")
    report.add("  p95", times[int(0.95 * len(times))] * 1000, "ms", at_most=150)


def seconds(call: Callable[[], object]) -> float:
    """CPU time of one call."""
    began = time.process_time()
    call()
    return time.process_time() - began


def pace(call: Callable[[], object], *, rounds: int = ROUNDS, each: int = EACH) -> float:
    """Calls a second of CPU time, in the best of several rounds."""
    best = 0.0
    for _ in range(rounds):
        began = time.process_time()
        for _ in itertools.repeat(None, each):
            call()
        best = max(best, each / (time.process_time() - began))
    return best
