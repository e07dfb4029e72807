"""Certificates for the staff's search: by number alone, so that no list tells whose they are."""

from webapp.certificates import queries
from webapp.certificates.kinds.registry import kind_of
from webapp.core.actor import Actor
from webapp.core.i18n import lazy as _l
from webapp.core.ids import read_public_code
from webapp.core.templating import link
from webapp.desk.finding.groups import Group, Hit, Words, group


def find_for(actor: Actor, words: Words) -> Group | None:
    """Of the actor's own towns."""
    typed = words.typed.strip()
    if not actor.municipalities:
        return None
    found = queries.numbered_for(actor, typed, limit=words.limit + 1) if any(c.isdigit() for c in typed) else []
    hits = [
        Hit(
            row.number,
            link("certificates_staff.show", certificate_id=row.id),
            f"{kind_of(row.kind).title}　{row.status.label}",
            is_exact=typed in (row.number, row.short_number) or read_public_code(typed) == row.public_code,
        )
        for row in found
    ]
    return group("certificates", _l("証明書"), hits, words)
