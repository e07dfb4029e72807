"""A donor's page of a pledge, the same with an account and over a guest's link."""

from flask import render_template
from flask.typing import ResponseReturnValue

from webapp.core.history import told
from webapp.core.permissions import current_actor
from webapp.core.trail import history_of
from webapp.municipalities import queries as municipalities
from webapp.pledges import queries
from webapp.pledges.beside import ON_PLEDGE, parts
from webapp.pledges.models import Pledge
from webapp.pledges.proofs import proofs_of


def show_pledge(pledge: Pledge, *, pay: str, guest_key: str = "") -> ResponseReturnValue:
    """The page; `pay` is where its button leads."""
    return render_template(
        "pledges/show.html",
        pledge=pledge,
        pay=pay,
        guest_key=guest_key,
        project=queries.project_of(pledge),
        town=municipalities.by_code(pledge.municipality_code),
        home=municipalities.by_code(pledge.home_code),
        proof=proofs_of([pledge]).get(pledge.id),
        accepted=queries.accepted_words(pledge),
        source=queries.source_words(pledge),
        parts=parts(ON_PLEDGE, current_actor(), pledge),
        history=told(history_of(pledge)),
    )
