"""Demo certificates, found where their registrations were approved, and the benefits they open."""

from sqlmodel import select

from webapp.accounts.queries import actor_of
from webapp.certificates import actions as certificate_actions
from webapp.certificates import queries
from webapp.certificates.mass import actions as mass
from webapp.certificates.models import Certificate, RevocationReason
from webapp.certificates.paper import actions as paper
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.demo import benefits
from webapp.demo.world import MAIN_TOWN, World
from webapp.registrations.models import Registration, RegistrationStatus


def seed(world: World) -> None:
    """Certificates for every approved demo registration, one that was lost, and what they open."""
    clerk = actor_of(world.users["clerk"])
    approved = select(Registration).where(
        Registration.is_demo,
        Registration.status == RegistrationStatus.APPROVED,
        Registration.municipality_code == MAIN_TOWN,
    )
    for certificate in session().exec(select(Certificate)):
        certificate.is_demo = True  # some were issued before their registration was marked
    for registration in session().exec(approved).all():
        found = queries.standing_of(registration)
        assert found is not None, "an approved registration has its certificate"
        world.things.setdefault("certificates", []).append(found)
    _lose_one(world.things["certificates"], clerk)
    paper.prepare(world.things["certificates"][0], by=actor_of(world.users["admin"]))  # waits for a card outside
    benefits.seed(world)


def _lose_one(certificates: list[Certificate], clerk: Actor) -> None:
    """The last one of the town was lost and is held; a colleague has to confirm that it is revoked."""
    if len(certificates) > 1:
        lost = certificates.pop()
        certificate_actions.suspend(lost, by=clerk, note="紙の登録証をなくしたと連絡があったため（見本）。")
        mass.propose([lost], reason=RevocationReason.LOST, note="見つからないため取り消します（見本）。", by=clerk)
