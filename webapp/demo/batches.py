"""The demo's batch of places: a draft of the main town, made by the real action from its fictional people."""

from webapp.accounts import queries as people
from webapp.demo.scouts import FESTIVAL, PHONES
from webapp.demo.world import World
from webapp.matches.desk import making
from webapp.matches.desk.models import Audience, Mode

TITLE = "秋の手伝いと仕事場の枠（見本）"
DESKS = "駅前の仕事場「つむぎ」"


def seed(world: World) -> None:
    """Make it once; `world.things["batch"]` is it."""
    if "batch" in world.things:
        return
    chosen = [world.things["listings"][title] for title in (FESTIVAL, PHONES, DESKS)]
    wanted = making.Wanted(TITLE, Mode.ASSIGNMENT, Audience.EVERYBODY)
    batch = making.make(wanted, chosen, by=people.actor_of(world.users["clerk"]))
    batch.is_demo = True
    world.things["batch"] = batch
