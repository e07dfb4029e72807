"""Money is whole yen; this is how it is read and shown."""

import unicodedata

from webapp.core.i18n import gettext as _


def show_yen(amount: int) -> str:
    """12000 → 「12,000円」, in English "12,000 yen"."""
    return _("%(amount)s円", amount=f"{amount:,}")


def read_yen(typed: str) -> int:
    """Whole yen as a person types them: 「１２，０００円」 → 12000. Raises ValueError for anything else."""
    text = unicodedata.normalize("NFKC", typed).strip().removeprefix("¥").removesuffix("円").replace(",", "").strip()
    if not (text.isascii() and text.isdigit()):
        raise ValueError("not an amount in whole yen")
    return int(text)
