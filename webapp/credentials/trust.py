"""Whether a key may vouch for what was signed: purpose, municipality, dates, compromise."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from webapp.credentials.errors import RefusalCode, Refused
from webapp.credentials.signer import KeyResolver, PublicKey

JAPAN: Final = timezone(timedelta(hours=9))
CLOCK_TOLERANCE: Final = timedelta(minutes=5)


def day_start(day: date) -> datetime:
    """The first instant of a day in Japan."""
    return datetime(day.year, day.month, day.day, tzinfo=JAPAN)


def day_of(moment: datetime) -> date:
    """The day in Japan."""
    return moment.astimezone(JAPAN).date()


def find_key(keys: KeyResolver, kid: str, purpose: str) -> PublicKey:
    """The key of that name and purpose, or a refusal."""
    key = keys(kid)
    if key is None:
        raise Refused(RefusalCode.UNKNOWN_ISSUER)
    if key.purpose != purpose:
        raise Refused(RefusalCode.WRONG_PURPOSE)
    return key


def check_in_force(key: PublicKey, issued: datetime) -> None:
    """Refuse what was signed outside the key's time.

    Issue times are rounded down to the day, so that they link nobody; a key's first day and the day of its
    compromise therefore count from their start: what was signed on the day of the compromise is refused as a whole.
    """
    if key.compromised_at is not None and issued >= day_start(day_of(key.compromised_at)):
        raise Refused(RefusalCode.KEY_COMPROMISED)
    if key.not_before is not None and issued < day_start(day_of(key.not_before)):
        raise Refused(RefusalCode.KEY_NOT_IN_FORCE)
    if key.not_after is not None and issued > key.not_after:
        raise Refused(RefusalCode.KEY_NOT_IN_FORCE)


def instant(seconds: int) -> datetime:
    """A NumericDate (RFC 7519 §2) as an instant; refuses what no calendar holds."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        raise Refused(RefusalCode.BAD_CLAIM, "time") from None
