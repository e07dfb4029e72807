"""The month of the books that is closed next."""

from collections.abc import Iterator

from webapp.accounting import months
from webapp.core.actor import Actor
from webapp.core.clock import months_later
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link, show_era_month
from webapp.desk.deadlines.days import Deadline

#: of the following month; the house's own aim, no law
CLOSED_BY_DAY = 10


def deadlines(actor: Actor) -> Iterator[Deadline]:
    """One month a town: those after it come when it is closed."""
    for code in sorted(actor.municipalities):
        first = months.first_open(code)
        if first is not None:
            day = months_later(first, 1).replace(day=CLOSED_BY_DAY)
            yield Deadline(
                day, _l("寄附の帳簿を締める"), show_era_month(first), link("accounting.index"), f"month:{code}:{first}"
            )
