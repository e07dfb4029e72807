"""Addresses that stand inside certificates: who issued, of what type, which list says whether it still holds."""

from webapp.certificates.kinds.spec import KindSpec
from webapp.core.services import settings


def issuer(municipality_code: str) -> str:
    """The municipality as issuer (`iss`)."""
    return f"{settings().base_url}/m/{municipality_code}"


def status_list(municipality_code: str, number: int) -> str:
    """Where a status list is published."""
    return f"{issuer(municipality_code)}/status-lists/{number}"


def credential_type(kind: KindSpec) -> str:
    """The type of a kind (`vct`); its description lies there."""
    return f"{settings().base_url}/vct/{kind.code}/{kind.version}"


def check_page(public_code: str) -> str:
    """Where anybody checks one certificate by its code."""
    return f"{settings().base_url}/v/{public_code}"


def check_digits(digits: str) -> str:
    """What a QR code holds: the part after # never reaches a server."""
    return f"{settings().base_url}/v#{digits}"
