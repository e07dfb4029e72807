"""Demo receipts: one whose address was corrected, and one that was given again."""

from sqlmodel import col, select

from webapp.accounts.queries import actor_of
from webapp.core.clock import in_tokyo, now
from webapp.core.database import session
from webapp.demo.world import MAIN_TOWN, World
from webapp.receipts import actions
from webapp.receipts.models import Receipt


def seed(world: World) -> None:
    """What the desk has to show, on the first receipts of the main town."""
    clerk = actor_of(world.users["clerk"])
    chosen = select(Receipt).where(Receipt.municipality_code == MAIN_TOWN, Receipt.year == in_tokyo(now()).year)
    found = session().exec(chosen.order_by(col(Receipt.number)).limit(2)).all()
    wrong, lost = found
    actions.correct(
        wrong,
        donor_name=wrong.donor_name,
        donor_address=f"{wrong.donor_address} 見本荘101号室",
        reason="住民票の部屋番号が抜けていたため（見本）。",
        by=clerk,
    )
    actions.give_again(lost, reason="郵送した紙が届かなかったと連絡があったため（見本）。", by=clerk)
