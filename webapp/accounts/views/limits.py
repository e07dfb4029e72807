"""How often things may be tried, by account and by network address, whichever process serves the attempt."""

from datetime import timedelta

from webapp.core.ratelimit import forgive, hit
from webapp.core.security import remote_address

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)


def count_sign_in(email: str) -> None:
    """One try at a password. Raises TooMany."""
    hit("sign-in-from", remote_address(), limit=100, per=QUARTER)
    hit("sign-in-as", email, limit=10, per=QUARTER)


def forgive_sign_in(email: str) -> None:
    """The try was right, so it does not count."""
    forgive("sign-in-from", remote_address(), per=QUARTER)
    forgive("sign-in-as", email, per=QUARTER)


def count_second_step(user_id: str) -> None:
    """One try at a code. Raises TooMany."""
    hit("second-step", user_id, limit=6, per=QUARTER)


def forgive_second_step(user_id: str) -> None:
    """The code was right."""
    forgive("second-step", user_id, per=QUARTER)


def count_own_password(user_id: str) -> None:
    """One try at the password by somebody who is signed in already. Raises TooMany."""
    hit("own-password", user_id, limit=10, per=QUARTER)


def count_letter(email: str) -> None:
    """One letter asked for to an address. Raises TooMany."""
    hit("letters-from", remote_address(), limit=60, per=HOUR)
    hit("letters-to", email, limit=6, per=HOUR)


def count_passkey_question() -> None:
    """One question to a passkey. Raises TooMany."""
    hit("passkey-from", remote_address(), limit=100, per=QUARTER)


def count_takeover_code() -> None:
    """One try at a code from paper. Raises TooMany."""
    hit("takeover-from", remote_address(), limit=10, per=HOUR)
