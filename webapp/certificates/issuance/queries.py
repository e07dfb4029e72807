"""Was this token really issued, and is the log whole?"""

from sqlmodel import col, select

from webapp.certificates.issuance.actions import entry_hash
from webapp.certificates.issuance.models import IssuanceEntry, IssuanceHead
from webapp.core.database import session


def was_issued(token_sha256: str) -> bool:
    """Whether a token with this hash was ever signed by the service; the answer when a key can no longer be trusted."""
    chosen = select(IssuanceEntry.id).where(IssuanceEntry.token_sha256 == token_sha256).limit(1)
    return session().exec(chosen).first() is not None


def first_broken(municipality_code: str) -> int | None:
    """The first entry that does not follow from the one before it; None while the chain is whole to its head."""
    seq, prev = 0, ""
    chosen = select(IssuanceEntry).where(IssuanceEntry.municipality_code == municipality_code)
    for row in session().exec(chosen.order_by(col(IssuanceEntry.seq)).execution_options(yield_per=1000)):
        seq += 1
        expected = entry_hash(municipality_code, seq, row.kid, row.token_sha256, prev)
        if (row.seq, row.prev_hash, row.entry_hash) != (seq, prev, expected):
            return seq
        prev = row.entry_hash
    head = session().get(IssuanceHead, municipality_code)
    ends_well = head is None or (head.seq, head.entry_hash) == (seq, prev)
    return None if ends_well else seq + 1


def towns_with_entries() -> list[str]:
    """Codes of the municipalities that ever issued."""
    return list(session().exec(select(IssuanceHead.municipality_code).order_by(col(IssuanceHead.municipality_code))))
