"""Letters of some kind for tests of what becomes of them."""

from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, Letter, kind_of, queue

#: one of each: always sent, and a matter of choice
REQUIRED, CHOSEN = "registrations.approved", "listings.saved.new_listings"


def a_letter(to: Any, kind: str = CHOSEN, title: str = "山の平屋", link: str = "/my/searches") -> Letter:
    """Queue a letter as if the feature of this kind wrote it."""

    def write() -> Draft:
        return Draft(_("新しい掲載が%(n)s件あります：%(name)s", n=3, name=title), ["本文です。"], [], link, "開く")

    feature, _dot, write.__name__ = kind.rpartition(".")
    write.__module__ = f"webapp.{feature}.letters"
    assert kind_of(write, {}) == kind
    return queue(to, write)
