"""The rotating code of an open check-in, and the ticket that a phone keeps while its owner signs in.

The code is an HMAC-SHA256 of the occasion and the half minute, cut to 40 bits and written in Crockford's base 32, so
that it fits into a QR code and can be typed. It proves that somebody stood before the organiser's screen a moment ago.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from webapp.activities.records.models import Way
from webapp.core.clock import now
from webapp.core.ids import read_public_code
from webapp.core.services import settings

STEP_SECONDS = 30
#: the present half minute and the two before it
STEPS_VALID = 3
#: so far back a code is known to be old and not foreign
STEPS_REMEMBERED = 120
TICKET_LASTS = timedelta(minutes=15)
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8


@dataclass(frozen=True)
class Ticket:
    """That a phone read a good code of an occasion at that moment."""

    occasion_id: str
    way: Way
    read_at: datetime


def code_at(occasion_id: str, moment: datetime) -> str:
    """The code an open check-in shows at that moment."""
    return _code(occasion_id, _step(moment))


def seconds_left(moment: datetime) -> int:
    """Until the next code is shown."""
    return STEP_SECONDS - int(moment.timestamp()) % STEP_SECONDS


def is_fresh(occasion_id: str, typed: str, moment: datetime) -> bool:
    """Whether it is the code of the present half minute or of the two before."""
    return _matches(occasion_id, typed, moment, range(STEPS_VALID))


def is_old(occasion_id: str, typed: str, moment: datetime) -> bool:
    """Whether it was this occasion's code within the last hour."""
    return _matches(occasion_id, typed, moment, range(STEPS_VALID, STEPS_REMEMBERED))


def shown(code: str) -> str:
    """The code in two groups of four, for the eye."""
    return f"{code[:4]}-{code[4:]}"


def seal(ticket: Ticket) -> str:
    """A ticket for a cookie."""
    return _serializer().dumps([ticket.occasion_id, ticket.way.value, ticket.read_at.timestamp()])


def unseal(sealed: str | None) -> Ticket | None:
    """The ticket, unless it is missing, changed or older than `TICKET_LASTS`."""
    if not sealed:
        return None
    try:
        occasion_id, way, read_at = _serializer().loads(sealed, max_age=int(TICKET_LASTS.total_seconds()))
    except (BadSignature, SignatureExpired):
        return None
    return Ticket(occasion_id, Way(way), datetime.fromtimestamp(read_at, now().tzinfo))


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key.get_secret_value(), salt="activity-check-in")


def _step(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP_SECONDS


def _code(occasion_id: str, step: int) -> str:
    key = settings().secret_key.get_secret_value().encode()
    mac = hmac.new(key, f"check-in:{occasion_id}:{step}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(mac[:5], "big")
    return "".join(_SIGNS[number >> 5 * place & 31] for place in range(_LENGTH))


def _matches(occasion_id: str, typed: str, moment: datetime, back: range) -> bool:
    given, step = read_public_code(typed[:40]).encode(), _step(moment)
    return any(hmac.compare_digest(_code(occasion_id, step - steps).encode(), given) for steps in back)
