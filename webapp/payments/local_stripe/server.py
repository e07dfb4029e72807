"""Puts the parts together: one process, one port on this machine, threads for requests, deliveries and lapses."""

import ipaddress
import socket
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from webapp.payments.local_stripe.accounts import Account, Accounts
from webapp.payments.local_stripe.api import API_VERSION, Api
from webapp.payments.local_stripe.balance import Pace
from webapp.payments.local_stripe.contract import contract
from webapp.payments.local_stripe.control import Control
from webapp.payments.local_stripe.database import Database
from webapp.payments.local_stripe.dispatcher import BACKOFF_SECONDS, Dispatcher, Postman, Webhook
from webapp.payments.local_stripe.errors import ApiError
from webapp.payments.local_stripe.faults import Faults
from webapp.payments.local_stripe.mailbag import Mailbag
from webapp.payments.local_stripe.outbox import Clock, Surroundings
from webapp.payments.local_stripe.pages import Pages
from webapp.payments.local_stripe.routes import blueprint
from webapp.payments.local_stripe.spec import SpecViolation, stripe_spec

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

HOST = "127.0.0.1"
SWEEP_SECONDS = 2.0
WAITING = 128
LARGEST_REQUEST = 1_000_000


FIRST_NAME = "テスト用アカウント"


@dataclass(frozen=True)
class Opening:
    """An account to have from the start: a municipality's name, its own key, and where its messages go."""

    name: str
    key: str
    webhook: Webhook


@dataclass(frozen=True)
class Options:
    """How the server is started; port 0 takes any free port, no `db` keeps everything in memory.

    `webhook` belongs to the first account; without `key` that account takes every test key no other account has.
    """

    port: int = 0
    webhook: Webhook | None = None
    db: Path | None = None
    public_url: str | None = None
    key: str | None = None
    accounts: tuple[Opening, ...] = ()
    pace: Pace = field(default_factory=Pace)


class LocalStripe:
    """The running server, also as `with LocalStripe(Options(…)) as stripe:`; its parts are there for tests to play."""

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self.faults = Faults()
        self.clock = Clock()
        self.spec = stripe_spec()
        self.pace = replace(self.options.pace)
        self.violations: list[str] = []
        self._database = Database(self.options.db)
        self.mail = Mailbag(self._database)
        self._around = Surroundings(self.spec, self.clock, self.faults, self.mail, API_VERSION)
        self.accounts = Accounts(self._database, self._around, self.pace, self._public_url)
        first = self._open_accounts()
        self.store, self.checkout, self.redirects = first.store, first.checkout, first.redirects
        self.refunds, self.disputes, self.payouts = first.refunds, first.disputes, first.payouts
        self.balance, self.endpoints, self.till = first.balance, first.endpoints, first.till
        self.dispatcher = self._dispatcher()
        self._server: BaseWSGIServer | None = None
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def _open_accounts(self) -> Account:
        first = self.accounts.first(self.options.key, FIRST_NAME)
        if self.options.webhook:
            first.endpoints.keep_one(self.options.webhook.url, self.options.webhook.secret)
        for opening in self.options.accounts:
            account = self.accounts.open(opening.name, key=opening.key)
            account.endpoints.keep_one(opening.webhook.url, opening.webhook.secret)
        return first

    def _dispatcher(self) -> Dispatcher:
        backoff = self.options.webhook.backoff if self.options.webhook else BACKOFF_SECONDS
        return Dispatcher(self.mail, Postman(self.accounts, self.faults, self.clock), backoff)

    @property
    def url(self) -> str:
        """The address of the API."""
        assert self._server is not None, "not started"
        return f"http://{HOST}:{self._server.port}"

    def start(self) -> None:
        """Bind the port and begin; OSError when the port is taken, and nothing stays open then."""
        try:
            bound = socket.create_server((HOST, self.options.port), backlog=WAITING)
        except OSError:
            self._database.close()
            raise
        with bound:
            self._server = make_server(
                HOST, 0, self._app(), threaded=True, request_handler=QuietHandler, fd=bound.fileno()
            )
        self._around.on_event = self.dispatcher.wake
        self.dispatcher.start()
        self._threads = [
            threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True),
            threading.Thread(target=self._sweep, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End in order: no new requests, last deliveries, then the file."""
        self._stopping.set()
        self.faults.let_go()
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self.dispatcher.stop()
        for thread in self._threads:
            thread.join(10)
        self._database.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _public_url(self) -> str:
        return (self.options.public_url or self.url).rstrip("/")

    def _sweep(self) -> None:
        while not self._stopping.wait(SWEEP_SECONDS):
            for account in self.accounts.all():
                account.sweep()

    def _app(self) -> Flask:
        app = Flask(__name__, static_folder=None, template_folder=None)
        app.config.update(MAX_CONTENT_LENGTH=LARGEST_REQUEST, PROPAGATE_EXCEPTIONS=True)
        app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
        api = Api(self.accounts, self.spec, contract(), self.clock, self.faults)

        @app.before_request
        def refuse_strangers() -> Response | None:
            asked = urlsplit(f"//{request.host}").hostname or ""
            ours = urlsplit(self._public_url()).hostname
            return None if asked in {ours, "localhost"} or _is_loopback(asked) else Response("not here", 421)

        @app.errorhandler(SpecViolation)
        def confess(violation: SpecViolation) -> Response:
            self.violations.append(str(violation))
            body = api.refusal(ApiError(f"local server broke Stripe's schema: {violation}", 500, "api_error"))
            return Response(body, 500, {"Stripe-Should-Retry": "false"}, mimetype="application/json")

        app.register_blueprint(blueprint(api))
        app.register_blueprint(Control(self.accounts, self.faults, self.clock, self.dispatcher).blueprint())
        app.register_blueprint(Pages(self.accounts, self._database.secret(), self._public_url).blueprint())
        return app


class QuietHandler(WSGIRequestHandler):
    """Keeps connections open, sends small answers at once and writes no log of requests."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def connection_dropped(self, error: BaseException, environ: "WSGIEnvironment | None" = None) -> None:
        """A reply that is to be lost ends the connection, as a broken line would."""
        self.close_connection = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Requests are not logged: the terminal belongs to the application."""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
