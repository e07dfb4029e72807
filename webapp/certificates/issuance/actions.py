"""What is done with the issuance log: one thing, it grows."""

import hashlib
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col

from webapp.certificates.issuance.models import IssuanceEntry, IssuanceHead
from webapp.core.bulk import insert_or_ignore, table_of
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.ids import new_id


def append(municipality_code: str, tokens: Sequence[tuple[str, str]]) -> None:
    """Add (kid, sha256) of each token at the end of the municipality's chain, in the order they are given."""
    seq, prev = _locked_head(municipality_code)
    moment, rows = now(), []
    for kid, digest in tokens:
        seq += 1
        entry = entry_hash(municipality_code, seq, kid, digest, prev)
        rows.append(
            {
                "id": new_id(),
                "municipality_code": municipality_code,
                "seq": seq,
                "kid": kid,
                "token_sha256": digest,
                "prev_hash": prev,
                "entry_hash": entry,
                "at": moment,
            }
        )
        prev = entry
    session().execute(sa.insert(table_of(IssuanceEntry)), rows)
    head = sa.update(IssuanceHead).where(col(IssuanceHead.municipality_code) == municipality_code)
    session().execute(head.values(seq=seq, entry_hash=prev))


def entry_hash(municipality_code: str, seq: int, kid: str, digest: str, prev: str) -> str:
    """What ties an entry to the one before it."""
    return hashlib.sha256(f"{municipality_code}|{seq}|{kid}|{digest}|{prev}".encode()).hexdigest()


def _locked_head(municipality_code: str) -> tuple[int, str]:
    first = {"municipality_code": municipality_code, "seq": 0, "entry_hash": ""}
    insert_or_ignore(session(), IssuanceHead, [first], keys=("municipality_code",))
    head = table_of(IssuanceHead)
    chosen = sa.select(head.c.seq, head.c.entry_hash).where(head.c.municipality_code == municipality_code)
    row = session().execute(chosen.with_for_update()).one()
    return int(row.seq), str(row.entry_hash)
