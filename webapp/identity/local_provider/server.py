"""Runs the local provider: one process, one port on this machine."""

import threading
from types import TracebackType
from typing import Self

from joserfc.jwk import ECKey, RSAKey
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from webapp.identity.local_provider.codes import Codes, Faults
from webapp.identity.local_provider.routes import Provider, make_app

HOST = "127.0.0.1"


class _Quiet(WSGIRequestHandler):
    def log(self, *_words: object) -> None:
        """Codes stand in the addresses: nothing is written down."""


class LocalIdentity:
    """The running provider, also as `with LocalIdentity() as provider:`; `faults` are there for tests to play with."""

    def __init__(self, port: int = 0, *, alg: str = "ES256") -> None:
        first = ECKey.generate_key("P-256") if alg == "ES256" else RSAKey.generate_key(2048)
        first.ensure_kid()
        self.faults = Faults()
        self.provider = Provider(self.faults, Codes(), (first,))
        self._port = port
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The issuer, which is where it listens."""
        return self.provider.address

    def start(self) -> None:
        """Bind the port and begin; OSError when it is taken."""
        self._server = make_server(HOST, self._port, make_app(self.provider), threaded=True, request_handler=_Quiet)
        self.provider.address = f"http://{HOST}:{self._server.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it and give the port back."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()
