"""The two places where uploaded files can lie: a folder of this machine, or a bucket that speaks S3."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

import structlog

from webapp.config import Settings
from webapp.core.errors import MissingSetup
from webapp.core.i18n import gettext as _

log = structlog.get_logger(__name__)
_PATIENCE = {"timeout": "20s", "connect_timeout": "5s"}
_TRIES = 2
_LONGEST_TRYING = timedelta(seconds=20)


class Place(Protocol):
    """Keeps bytes under keys that `core.storage` has checked."""

    def put(self, key: str, data: bytes) -> None:
        """Keep some bytes, whole or not at all."""

    def get(self, key: str) -> bytes | None:
        """What lies under a key; None when nothing does."""

    def drop(self, key: str) -> None:
        """Forget what lies under a key, if anything does."""


class Folder:
    """Files in a folder, spread over 256 others by the first two letters of their keys."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, data: bytes) -> None:
        """Written beside its place and moved there."""
        path = self._path_of(key)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        unfinished.write_bytes(data)
        unfinished.replace(path)

    def get(self, key: str) -> bytes | None:
        """None for what is not there."""
        path = self._path_of(key)
        return path.read_bytes() if path.is_file() else None

    def drop(self, key: str) -> None:
        """Fine when it is gone already."""
        self._path_of(key).unlink(missing_ok=True)

    def _path_of(self, key: str) -> Path:
        return self.root / key[:2] / key


class Bucket:
    """Objects in a bucket of any service that speaks S3; the keys are the same as in the folder."""

    def __init__(self, settings: Settings) -> None:
        from obstore.store import S3Store

        where: dict[str, Any] = {"endpoint": settings.s3_endpoint} if settings.s3_endpoint else {}
        patience: Any = {**_PATIENCE, "allow_http": settings.s3_endpoint.startswith("http://")}
        self._store = S3Store(
            settings.s3_bucket,
            prefix=settings.s3_prefix or None,
            region=settings.s3_region,
            access_key_id=settings.s3_access_key_id,
            secret_access_key=settings.s3_secret_access_key.get_secret_value(),
            virtual_hosted_style_request=not settings.s3_endpoint,
            client_options=patience,
            retry_config={"max_retries": _TRIES, "retry_timeout": _LONGEST_TRYING},
            **where,
        )

    def put(self, key: str, data: bytes) -> None:
        """One request; the same key always has the same bytes, so writing it again changes nothing."""
        with _answering():
            self._store.put(self._name_of(key), data)

    def get(self, key: str) -> bytes | None:
        """None for what is not there."""
        with _answering():
            try:
                return self._store.get(self._name_of(key)).bytes().to_bytes()
            except FileNotFoundError:
                return None

    def drop(self, key: str) -> None:
        """Fine when it is gone already."""
        with _answering():
            try:
                self._store.delete(self._name_of(key))
            except FileNotFoundError:
                return

    def _name_of(self, key: str) -> str:
        return f"{key[:2]}/{key}"


@contextmanager
def _answering() -> Iterator[None]:
    """A bucket that is away or refuses is a fault of the set-up, told without its address or keys."""
    from obstore.exceptions import BaseError

    try:
        yield
    except (BaseError, OSError) as error:
        log.error("bucket does not answer", error=type(error).__name__)
        raise MissingSetup(
            _("ファイルの保管場所につながりません。しばらくしてから、もう一度お試しください。")
        ) from error
