"""The server as a program of its own: start, stop, restart, refusals in one sentence, and never in production."""

import ast
import importlib
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import webapp.payments.local_stripe
from tests.architecture import source
from tests.payments.shop import KEY, SECRET, Shop, spec
from webapp.payments.gateway import PaymentState
from webapp.payments.local_stripe.__main__ import main, parse
from webapp.payments.local_stripe.contract import Contract
from webapp.payments.local_stripe.database import FIRST_ACCOUNT, Database
from webapp.payments.local_stripe.spec import StripeSpec
from webapp.payments.local_stripe.store import Store
from webapp.payments.stripe_gateway import StripeGateway

PROGRAM = [sys.executable, "-m", "webapp.payments.local_stripe"]
PACKAGE = "webapp.payments.local_stripe"
ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def is_well(port: int) -> bool:
    try:
        with urllib.request.build_opener().open(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def running(port: int, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([*PROGRAM, "--port", str(port), *more], cwd=ROOT, stderr=subprocess.PIPE)
    try:
        end = time.monotonic() + 60
        while not is_well(port):
            assert process.poll() is None, process.communicate()[1]
            assert time.monotonic() < end
            time.sleep(0.05)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, b"")


def test_the_program_serves_keeps_delivers_and_ends_in_order(tmp_path: Path, shop: Shop) -> None:
    port = free_port()
    options = ["--webhook", shop.webhook_url, "--secret", SECRET, "--db", str(tmp_path / "payments.db")]
    gateway = StripeGateway(KEY, [SECRET], api_base=f"http://127.0.0.1:{port}")
    shop.open(gateway)
    with running(port, *options):
        page = gateway.start(spec())
        assert gateway.expire(page.ref).state is PaymentState.EXPIRED
        end = time.monotonic() + 20
        while not shop.books.types and time.monotonic() < end:
            time.sleep(0.02)
    assert shop.books.types == {"checkout.session.expired": 1}
    kept = Database(tmp_path / "payments.db")
    assert Store(kept, FIRST_ACCOUNT).get("checkout.session", page.ref)["status"] == "expired"
    kept.close()


@pytest.mark.parametrize("url", ["http://example.jp/hook", "https://127.0.0.1/hook", "127.0.0.1:8000"])
def test_messages_never_leave_the_machine(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--port", "1", "--webhook", url, "--secret", SECRET])
    assert "this machine only" in capsys.readouterr().err


def test_a_taken_port_ends_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert said == f"The local payment server cannot use port {port}: Address already in use.\n"


def test_a_file_that_cannot_be_written_ends_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "no" / "such" / "folder.db"
    assert main(["--port", "0", "--db", str(place)]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"The local payment server cannot write {place}")
    assert len(said.splitlines()) == 1


def test_messages_need_a_secret(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FUTAMACHI_STRIPE_WEBHOOK_SECRET", raising=False)
    with pytest.raises(SystemExit):
        parse(["--port", "1", "--webhook", "http://127.0.0.1:9/"])
    assert "--webhook needs --secret" in capsys.readouterr().err
    monkeypatch.setenv("FUTAMACHI_STRIPE_WEBHOOK_SECRET", "whsec_from_outside")
    options = parse(["--port", "1", "--webhook", "http://127.0.0.1:9/"])
    assert options.webhook is not None
    assert options.webhook.secret == "whsec_from_outside"


def test_production_cannot_even_import_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUTAMACHI_ENV", "production")
    with pytest.raises(ImportError, match="no place in production"):
        importlib.reload(webapp.payments.local_stripe)


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def strangers(files: list[source.Source], forbidden: tuple[str, ...], home: str) -> list[str]:
    words = [name.rsplit(".", 1)[-1] for name in forbidden]
    outside = [f for f in files if not f.path.startswith((home, "tests/", "webapp/demo"))]
    outside = [f for f in outside if any(word in f.text for word in words)]
    return [f.path for f in outside if any(name.startswith(forbidden) for name in imports(f.tree))]


def test_only_the_demo_knows_the_local_server() -> None:
    home = PACKAGE.replace(".", "/") + "/"
    assert strangers(source.code(), (PACKAGE, "faststripe", "jsonschema"), home) == []


@pytest.mark.parametrize(
    "text", [f"import {PACKAGE}.server", f"from {PACKAGE} import server", "from webapp.payments import local_stripe"]
)
def test_a_stranger_would_be_found(text: str) -> None:
    assert strangers([source.Source("webapp/payments/views.py", text)], (PACKAGE,), "x/") == [
        "webapp/payments/views.py"
    ]


def test_schemas_and_contracts_are_ready_quickly() -> None:
    began = time.process_time()
    StripeSpec()
    Contract()
    assert time.process_time() - began < 1.0


def test_more_accounts_come_from_a_file_and_the_first_key_from_the_surroundings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUTAMACHI_STRIPE_SECRET_KEY", "sk_test_of_the_demo")
    listed = tmp_path / "accounts.json"
    town = {"name": "ふたまち市", "key": "sk_test_town", "webhook": "http://127.0.0.1:9/town", "secret": "whsec_town"}
    listed.write_text(json.dumps([town]))
    options = parse(["--port", "1", "--accounts", str(listed)])
    assert (options.key, options.accounts[0].name) == ("sk_test_of_the_demo", "ふたまち市")
    assert options.accounts[0].webhook.secret == "whsec_town"
    listed.write_text(json.dumps([town | {"webhook": "http://example.jp/"}]))
    with pytest.raises(SystemExit):
        parse(["--port", "1", "--accounts", str(listed)])
    assert "this machine only" in capsys.readouterr().err
