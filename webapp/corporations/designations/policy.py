"""Whether and how a municipality designates: open, by invitation, or not at all; and of which legal forms."""

from dataclasses import dataclass
from datetime import date

from webapp.core.clock import today
from webapp.municipalities import queries as municipalities
from webapp.municipalities.legal_forms import LEGAL_FORMS, LegalForm, label_of
from webapp.municipalities.settings import PARAMETERS

OPEN, INVITATION, CLOSED = "open", "invitation", "closed"


@dataclass(frozen=True)
class Policy:
    """How a municipality designates on a day, why, and where that is written."""

    kind: str
    reason: str
    url: str

    @property
    def label(self) -> str:
        """The policy in words."""
        return str(PARAMETERS["designation_policy"].shown(self.kind))


def policy_of(municipality_code: str, on: date | None = None) -> Policy:
    """What holds in a municipality on a day."""
    kind, reason, url = (
        municipalities.setting(f"designation_policy{part}", municipality_code, on) for part in ("", "_reason", "_url")
    )
    return Policy(kind, reason, url)


def second_look(municipality_code: str) -> bool:
    """Whether two people decide."""
    return bool(municipalities.setting("designation_second_look", municipality_code) == "yes")


def forms_of(municipality_code: str, on: date | None = None) -> list[LegalForm]:
    """The legal forms that a municipality designates on a day: what the law names, as far as the town takes it."""
    day = on or today()
    taken = municipalities.setting("designation_legal_forms", municipality_code, day)
    return [form for form in LEGAL_FORMS.values() if form.code in taken and form.holds_on(day)]


def form_labels(municipality_code: str) -> list[str]:
    """Their words."""
    return [str(label_of(form.code)) for form in forms_of(municipality_code)]
