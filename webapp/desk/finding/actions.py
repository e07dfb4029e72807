"""Looking for people leaves a trace: who and when, never for whom."""

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.i18n import lazy as _l

SOUGHT = "staff_search.people"
trail.ACTION_LABELS |= {SOUGHT: _l("人をさがした")}


def note_search(*, by: Actor) -> None:
    """One entry for each town whose people were looked through; the words are not kept."""
    for code in sorted(by.municipalities):
        trail.record_about("account", by.user_id or "", SOUGHT, code, by=by)
