"""Every consent of a person: what holds now, in which words, what ends when it is taken back, and all that was said."""

from dataclasses import dataclass
from typing import Any

from webapp.core.actor import Actor
from webapp.core.i18n import gettext as _
from webapp.corporations.queries import names_of_places
from webapp.registrations import queries as registrations
from webapp.registrations.models import PENDING, STANDING, Registration
from webapp.residents import actions
from webapp.residents import queries as residents
from webapp.residents.consent_texts import ENDS, is_of_today, text_of
from webapp.residents.models import ASKED_IN_WIZARD, ASKED_PER_APPLICATION, Consent, ConsentPurpose, ConsentScreen


@dataclass(frozen=True)
class Now:
    """One purpose as it stands: the newest word on it, or none."""

    purpose: ConsentPurpose
    said: Consent | None

    @property
    def holds(self) -> bool:
        """Whether it is a yes to what the purpose covers today."""
        return self.said is not None and self.said.counts

    @property
    def text(self) -> Any:
        """The sentence that was answered, or the one of today."""
        return text_of(self.purpose, self.said.text_version) if self.said else self.purpose.label

    @property
    def is_outdated(self) -> bool:
        """Whether the sentence has changed since."""
        return self.said is not None and not is_of_today(self.purpose, self.said.text_version)

    @property
    def ends(self) -> Any:
        """What ends when it is taken back."""
        return ENDS[self.purpose]


def general_of(actor: Actor) -> list[Now]:
    """What is asked in the profile's wizard, towards nobody in particular."""
    said = residents.consents_for(actor.user_id or "", None)
    return [Now(purpose, said.get(purpose)) for purpose in ASKED_IN_WIZARD]


def by_town(actor: Actor) -> list[tuple[Registration, Any, list[Now]]]:
    """What each town may do whose register the person is on or has applied to."""
    found = []
    for registration, town in registrations.registrations_of(actor):
        if registration.status in (*PENDING, *STANDING):
            said = residents.consents_for(actor.user_id or "", town.code)
            found.append((registration, town, [Now(one, said.get(one)) for one in ASKED_PER_APPLICATION]))
    return found


def history_of(actor: Actor) -> list[tuple[Consent, str, Any, Any]]:
    """All that was ever said, newest first: the row, to whom, the sentence as it was, on what screen."""
    rows = residents.consent_history(actor.user_id or "")
    names = names_of_places({row.given_to for row in rows if row.given_to})
    return [
        (row, names.get(row.given_to or "", ""), text_of(row.purpose, row.text_version), _screen(row))
        for row in reversed(rows)
    ]


def _screen(row: Consent) -> Any:
    """Where it was said; of older rows, what their purpose tells."""
    if row.screen is not None:
        return row.screen.label
    if row.purpose is ConsentPurpose.CONTACT:
        return ConsentScreen.SCOUT.label
    return ConsentScreen.APPLICATION.label if row.given_to else ConsentScreen.PROFILE.label


def change(purpose: ConsentPurpose, *, is_given: bool, by: Actor) -> None:
    """One of the general ones taken back or given again."""
    resident = actions.own_profile(by=by)
    actions.consent(resident.user_id, {purpose: is_given}, by=by, screen=ConsentScreen.CENTRE)


def spoken(is_given: bool) -> str:
    """What the page says afterwards."""
    return _("同意を記録しました。") if is_given else _("同意を取り消しました。")
