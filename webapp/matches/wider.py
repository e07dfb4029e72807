"""What a resident could change to see more, counted by asking again with other answers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matching import Resident
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.listings.models import ListingKind
from webapp.matches.adapter import resident_of
from webapp.matches.changes import Change, changes_for
from webapp.matches.ranking import allowed, offers_of
from webapp.matches.suggestions import Seeker
from webapp.residents.models import Resident as Profile


@dataclass(frozen=True)
class Gain:
    """What a change would bring."""

    change: Change
    more: int
    kinds: str


@dataclass(frozen=True)
class Outlook:
    """How many listings fit now, of how many, and what would bring more."""

    fitting: int
    all: int
    gains: list[Gain]


def outlook(seeker: Seeker) -> Outlook:
    """Counted with every published listing: all hard rules, no ranking. The most helpful change first."""
    changes = changes_for(seeker.profile)
    others = [_with(seeker, change) for change in changes]
    mask = allowed(seeker.found, [seeker.me, *others])
    offers = offers_of(seeker.found)
    gains = []
    for change, fits in zip(changes, mask[1:], strict=True):
        new = [offer.kind for offer, is_new in zip(offers, fits & ~mask[0], strict=True) if is_new]
        gains.append(Gain(change, len(new), _kinds(new)))
    helpful = sorted((gain for gain in gains if gain.more), key=lambda gain: -gain.more)
    return Outlook(int(mask[0].sum()), len(offers), helpful)


def _with(seeker: Seeker, change: Change) -> Resident:
    """The resident with the other answers, made by the same adapter as always."""
    names = set(Profile.model_fields) - {"id"}
    other = Profile(**{**seeker.profile.model_dump(include=names), **change.answers})
    home = seeker.found.places.get(other.home_code or "")
    return resident_of(other, home, consents=seeker.me.consent)


def _kinds(kinds: Sequence[str]) -> str:
    count = Counter(kinds)
    return joined(_("%(kind)s%(n)s件", kind=k.label, n=count[k.value]) for k in ListingKind if count[k.value])
