"""What everybody sees of banks, and one's own matters in them as an owner and as a user."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.banks import queries
from webapp.banks.homes import facts
from webapp.banks.homes import queries as homes
from webapp.banks.users import queries as users
from webapp.banks.users.letters import not_a_party
from webapp.core.freshness import revisited
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor

blueprint = Blueprint("banks", __name__)


@blueprint.get("/banks")
@allow(PUBLIC)
@revisited
def index() -> ResponseReturnValue:
    """Every bank in operation, with its towns and how many homes it has."""
    rows = [
        (bank, [town for _member, town in queries.joined(bank)], sum(queries.listed_by_town(bank).values()))
        for bank in queries.open_banks()
    ]
    return render_template("banks/index.html", rows=rows, not_a_party=not_a_party())


@blueprint.get("/banks/<akiya_bank_id>")
@allow(PUBLIC)
@revisited
def show(akiya_bank_id: str) -> ResponseReturnValue:
    """One bank: homes, towns, how owners and users go about it, brokers with their licences."""
    bank = queries.open_for_all(akiya_bank_id)
    counts = queries.listed_by_town(bank)
    return render_template(
        "banks/show.html",
        bank=bank,
        towns=[(town, counts[town.code]) for _member, town in queries.joined(bank)],
        homes=homes.listed_in(bank),
        brokers=queries.brokers_of(bank),
        user=users.standing_of(current_actor(), bank.id),
        not_a_party=not_a_party(),
    )


@blueprint.get("/my/banks")
@allow(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """One's own homes, registrations and talks."""
    actor = current_actor()
    registrations = users.registrations_of(actor)
    return render_template(
        "banks/mine.html",
        homes=[(home, queries.by_id(home.bank_id)) for home in homes.mine(actor)],
        tones=facts.TONES,
        registrations=registrations,
        talks=[pair for row, _bank in registrations for pair in users.talks_of(row)],
        standing=users.STANDING,
        banks=queries.open_banks(),
        not_a_party=not_a_party(),
    )
