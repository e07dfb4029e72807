"""The legal forms that may be designated as support corporations: a dated list, because the law is being widened."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from webapp.core.i18n import lazy as _l

_ARTICLE = _l("広域的地域活性化のための基盤整備に関する法律 第28条（2024年11月1日施行）")


@dataclass(frozen=True)
class LegalForm:
    """One legal form, from when until when the law names it, and where that is written."""

    code: str
    label: Any
    since: date | None
    until: date | None = None
    source: Any = ""

    def holds_on(self, day: date) -> bool:
        """Whether a body of this form may be designated on a day, as far as the law goes."""
        return self.since is not None and self.since <= day and (self.until is None or day <= self.until)


_SINCE = date(2024, 11, 1)

#: a new form is one more line; one that is named no longer gets its last day
LEGAL_FORMS: Final = {
    form.code: form
    for form in (
        LegalForm("npo", _l("特定非営利活動法人（NPO法人）"), _SINCE, source=_ARTICLE),
        LegalForm("general_association", _l("一般社団法人"), _SINCE, source=_ARTICLE),
        LegalForm("public_association", _l("公益社団法人"), _SINCE, source=_ARTICLE),
        LegalForm("general_foundation", _l("一般財団法人"), _SINCE, source=_ARTICLE),
        LegalForm("public_foundation", _l("公益財団法人"), _SINCE, source=_ARTICLE),
        LegalForm("company", _l("会社"), _SINCE, source=_ARTICLE),
        LegalForm("other", _l("その他の法人"), None),
    )
}  # fmt: skip


def label_of(code: str) -> Any:
    """The words of a form; an unknown code speaks for itself."""
    known = LEGAL_FORMS.get(code)
    return known.label if known else code
