"""The demo's kept searches: two of the resident's own, and enough of other people's that towns see what is looked for."""

from webapp.accounts import queries as people
from webapp.demo.world import PREFECTURE, World
from webapp.listings.filters import Filters
from webapp.listings.saved import actions, queries
from webapp.listings.saved.models import Frequency

OWN = {
    "信州の借りられる家": {"kind": "home", "deal": "rent", "prefecture": PREFECTURE},
    "子どもと行ける催し": {"kind": "event", "family_ok": "1"},
}
OTHERS = {"kind": "home", "deal": "rent", "q": "庭"}
HOW_MANY = 7


def seed(world: World) -> None:
    """Make them once."""
    resident = people.actor_of(world.users["resident"])
    if queries.own_searches(resident):
        return
    for name, args in OWN.items():
        row = actions.keep(Filters.read(args), name=name, frequency=Frequency.WEEKLY, by=resident)
        row.is_demo = True
    others = [user for key, user in sorted(world.users.items()) if key.startswith("crowd")][:HOW_MANY]
    for user in others:
        by = people.actor_of(user)
        actions.keep(Filters.read(OTHERS), name="庭のある貸家", frequency=Frequency.OFF, by=by).is_demo = True
