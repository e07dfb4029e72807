"""What a donor tells for the counter and the letters: donations elsewhere, a tax return."""

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.onestop import actions, queries
from webapp.onestop.models import OneStopChoice, OneStopElsewhere, VoidCause

MOST_TOLD = 60


def tell_elsewhere(year: int, town_code: str, amount: int, *, uses_onestop: bool, by: Actor) -> OneStopElsewhere:
    """Note a donation made on another site; a second one to the same town adds to the first."""
    if by.user_id is None:
        raise NotAllowed(_("サインインしてください。"))
    told = queries.elsewhere_of(by.user_id, year)
    row = next((each for each in told if each.town_code == town_code), None)
    if row is None:
        if len(told) >= MOST_TOLD:
            raise RuleBroken(_("ほかの寄附は%(most)s件まで書けます。", most=MOST_TOLD))
        row = OneStopElsewhere(user_id=by.user_id, year=year, town_code=town_code, amount=0, uses_onestop=False)
        session().add(row)
    row.amount += amount
    row.uses_onestop = row.uses_onestop or uses_onestop
    session().flush()
    return row


def forget_elsewhere(row: OneStopElsewhere) -> None:
    """Take it off the list."""
    session().delete(row)


def choose_tax_return(year: int, *, by: Actor, cause: VoidCause = VoidCause.TAX_RETURN) -> int:
    """The year's donations go into a tax return: every application becomes void. How many it was."""
    if by.user_id is None:
        raise NotAllowed(_("サインインしてください。"))
    chosen = queries.choice_of(by.user_id, year)
    if chosen is None:
        chosen = OneStopChoice(user_id=by.user_id, year=year)
        session().add(chosen)
    chosen.files_return = True
    return actions.void_all(queries.own(by.user_id, year), cause, by=by)


def choose_onestop(year: int, *, by: Actor) -> None:
    """No tax return after all: letters come again, applications can be made again."""
    chosen = queries.choice_of(by.user_id, year)
    if chosen is not None:
        chosen.files_return = False
