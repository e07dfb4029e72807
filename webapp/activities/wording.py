"""How long something took, in words."""

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l

#: half hours up to four hours, then whole ones up to a day
CHOICES = (*range(30, 241, 30), *range(300, 721, 60), 1440)

WAITING = _l("主催者の確認を待っています")


def duration(minutes: int) -> str:
    """90 → 「1時間30分」."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(n)s分", n=rest)
    return _("%(hours)s時間%(rest)s分", hours=hours, rest=rest) if rest else _("%(n)s時間", n=hours)


def duration_choices() -> list[tuple[int, str]]:
    """(minutes, words) for a form field."""
    return [(minutes, duration(minutes)) for minutes in CHOICES]
