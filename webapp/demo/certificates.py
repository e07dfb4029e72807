"""Demo certificates, found where their registrations were approved, and the benefits they open."""

from sqlmodel import select

from webapp.accounts.queries import actor_of
from webapp.certificates import actions as certificate_actions
from webapp.certificates import queries
from webapp.certificates.benefits import actions
from webapp.certificates.benefits.models import Benefit
from webapp.certificates.mass import actions as mass
from webapp.certificates.models import Certificate, RevocationReason
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.demo.world import MAIN_TOWN, World
from webapp.registrations.models import Registration, RegistrationStatus

BENEFITS = (
    ("宿場のしごと場 奈良井", "コワーキング1日無料", "平日のみ。登録証を受付で見せてください。", 2),
    ("木曽の湯", "入浴料が半額", "本人とご家族3人まで。", 4),
    ("市立図書館（見本）", "市民と同じ条件で貸出し", "登録証の有効期間中に使えます。", 31),
)


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
    for partner, title, conditions, times in BENEFITS:
        benefit = Benefit(
            municipality_code=MAIN_TOWN,
            partner_name=partner,
            title=title,
            conditions=conditions,
            times_a_month=times,
            is_demo=True,
        )
        actions.offer_benefit(benefit, by=clerk)


def _lose_one(certificates: list[Certificate], clerk: Actor) -> None:
    """The last one of the town was lost and is held; a colleague has to confirm that it is revoked."""
    if len(certificates) > 1:
        lost = certificates.pop()
        certificate_actions.suspend(lost, by=clerk, note="紙の登録証をなくしたと連絡があったため（見本）。")
        mass.propose([lost], reason=RevocationReason.LOST, note="見つからないため取り消します（見本）。", by=clerk)
