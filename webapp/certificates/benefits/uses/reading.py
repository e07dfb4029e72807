"""What a customer shows at the counter: a pass, a certificate's code, or what its QR code holds."""

import re

from webapp.certificates.benefits.uses.passes import is_pass_code
from webapp.certificates.benefits.uses.rules import not_valid
from webapp.certificates.checking.reading import check_text
from webapp.certificates.models import Certificate
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.ids import read_public_code

_PASS_ADDRESS = re.compile(r"/desk/benefits/p/([0-9A-Za-z-]{8,9})/?\Z")


def pass_code(typed: str) -> str:
    """The code of a pass out of what was typed or scanned; empty when it is something else."""
    found = _PASS_ADDRESS.search(typed.strip())
    code = found.group(1) if found else typed
    return read_public_code(code) if is_pass_code(code) else ""


def certificate_of(typed: str) -> Certificate:
    """The certificate behind a code or QR code, once its check is green. Raises RuleBroken with the reason."""
    result = check_text(typed)
    if not result.is_valid or result.certificate_id is None:
        raise RuleBroken(not_valid(result.state))
    return session().get_one(Certificate, result.certificate_id)
