"""Links in letters that stop such letters without signing in: sealed, so that nothing can be read in them."""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from ulid import ULID

from webapp.core.actor import Actor
from webapp.core.services import services, settings
from webapp.notices.topics import Topic

#: under this name the running app keeps what links can stop, by its letter: functions of a row's id and a detail
STOPPABLE = "notices.stoppable"
TOPIC, DIGEST = "t", "digest"
#: says kindly that a link stops nothing
NOWHERE = "/letters/stop/-"
_ID_BYTES = 16


@dataclass(frozen=True)
class Stop:
    """What one link stops: in words, whether it is stopped, whose letters they are, and the two ways to change that."""

    what: str
    is_stopped: bool
    stop: Callable[[Actor], None]
    resume: Callable[[Actor], None]
    again: str = ""  # how letters come again, where that is not as before
    user_id: str | None = None


Find = Callable[[str, str], Stop | None]


def topic_link(user_id: str, topic: Topic | str) -> str:
    """The path that ends a person's letters about a topic, or their morning letter."""
    return link_to_stop(TOPIC, user_id, str(topic))


def link_to_stop(letter: str, row_id: str, detail: str = "") -> str:
    """The path that ends letters about one row; `letter` is a key of what is lent as `STOPPABLE`."""
    plain = letter.encode() + bytes(ULID.from_str(row_id)) + detail.encode()
    sealed = _box().encrypt(plain, None)
    return f"/letters/stop/{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"


def stop_of(token: str) -> Stop | None:
    """What a link's token stops; None for one that was not made here, or whose letters cannot come any more."""
    try:
        plain = _box().decrypt(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)), None)
    except (InvalidTag, ValueError, binascii.Error):
        return None
    letter, row, detail = plain[:1].decode(), plain[1 : 1 + _ID_BYTES], plain[1 + _ID_BYTES :].decode()
    known: Mapping[str, Find] = services().extras.get(STOPPABLE, {})
    return known[letter](str(ULID.from_bytes(row)), detail) if letter in known else None


def _box() -> AESSIV:
    """The same words give the same token: a letter that is written again has the same link."""
    secret = settings().secret_key.get_secret_value().encode()
    return AESSIV(HKDF(hashes.SHA256(), 64, salt=None, info=b"futamachi stop links").derive(secret))
