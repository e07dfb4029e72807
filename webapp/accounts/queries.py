"""What is known about people, their roles, their devices and their second factors."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import col, or_, select

from webapp.accounts.models import (
    LinkPurpose,
    Membership,
    OneTimeLink,
    Passkey,
    RecoveryCode,
    SignIn,
    TotpSecret,
    User,
)
from webapp.core.actor import TOWN_ROLES, Actor, Grant, Role
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.letters import Addressee, Recipient
from webapp.municipalities import queries as municipalities


def user(user_id: str | None) -> User:
    """The person with this id. Raises NotThere."""
    found = session().get(User, user_id) if user_id else None
    if found is None:
        raise NotThere
    return found


def users(user_ids: set[str]) -> list[User]:
    """Several people at once: while the list is held, each of them is found without another query."""
    return list(session().exec(select(User).where(col(User.id).in_(user_ids))))


def names_of(user_ids: set[str]) -> dict[str, str]:
    """Display names by id, for those who are still there."""
    rows = session().exec(
        select(User.id, User.display_name).where(col(User.id).in_(user_ids), col(User.closed_at).is_(None))
    )
    return dict(rows.all())


def find_by_email(email: str) -> User | None:
    """The person with this address, written in any case."""
    address = email.strip().lower()
    return session().exec(select(User).where(User.email == address)).first() if address else None


def addresses_of(person: User) -> set[str]:
    """The person's address and the earlier ones that are still known, unless one is somebody else's by now."""
    earlier = select(OneTimeLink.email).where(
        OneTimeLink.user_id == person.id, OneTimeLink.purpose == LinkPurpose.UNDO_EMAIL_CHANGE
    )
    taken = select(User.email).where(User.id != person.id)
    free = session().exec(earlier.where(col(OneTimeLink.email).not_in(taken)))
    return {person.email, *free} - {""}


def by_email(email: str) -> User:
    """The person with this address. Raises NotThere."""
    found = find_by_email(email)
    if found is None:
        raise NotThere(email)
    return found


def memberships_of(person: User) -> list[Membership]:
    """Every role a person holds, held or will hold, oldest first."""
    chosen = select(Membership).where(Membership.user_id == person.id)
    return list(session().exec(chosen.order_by(col(Membership.valid_from), col(Membership.id))))


def actor_of(person: User, *, has_second_factor: bool = False) -> Actor:
    """A person as actor with the roles that hold today: for jobs, commands, letters and tests."""
    return as_actor(person, memberships_of(person), has_second_factor=has_second_factor)


def as_actor(person: User, memberships: list[Membership], *, has_second_factor: bool = False) -> Actor:
    """A person as actor, from memberships that were read already."""
    day = today()
    grants = frozenset(Grant(m.role, m.organisation) for m in memberships if m.holds_on(day))
    return Actor(person.id, person.display_name, grants, has_second_factor=has_second_factor)


def staff_of(organisation: str, *roles: Role) -> list[User]:
    """Who holds one of these roles (any, if none is named) in the organisation today."""
    chosen = select(User).join(Membership, col(Membership.user_id) == User.id).where(in_force(organisation, *roles))
    return list(session().exec(chosen.where(col(User.closed_at).is_(None)).order_by(col(User.id)).distinct()))


def desk_of(municipality_code: str) -> list[Addressee]:
    """Who gets the letters about a municipality's work: its staff, or its office while it has none."""
    staff: list[Addressee] = list(staff_of(municipality_code, *TOWN_ROLES))
    office = municipalities.programme(municipality_code)
    if staff or office is None or not office.contact_email:
        return staff
    return [Recipient(office.contact_email, office.department)]


def operators() -> list[User]:
    """Who runs the service today."""
    held = in_force(None, Role.OPERATOR)
    chosen = select(User).join(Membership, col(Membership.user_id) == User.id).where(held)
    return list(session().exec(chosen.where(col(User.closed_at).is_(None)).order_by(col(User.id)).distinct()))


def in_force(organisation: str | None, *roles: Role, day: date | None = None) -> sa.ColumnElement[bool]:
    """The condition that a membership of the organisation holds on a day (today)."""
    day = day or today()
    conditions = [
        col(Membership.organisation) == organisation,
        col(Membership.valid_from) <= day,
        or_(col(Membership.valid_until).is_(None), col(Membership.valid_until) >= day),
    ]
    if roles:
        conditions.append(col(Membership.role).in_(roles))
    return sa.and_(*conditions)


def people_of(organisation: str) -> list[tuple[Membership, User]]:
    """Every membership of an organisation with its person, those that ended last."""
    chosen = (
        select(Membership, User)
        .join(User, col(User.id) == Membership.user_id)
        .where(Membership.organisation == organisation)
        .order_by(col(Membership.valid_until).is_not(None), col(Membership.valid_from), col(Membership.id))
    )
    return list(session().exec(chosen))


def membership_for(actor: Actor, membership_id: str) -> Membership:
    """A membership in an organisation this actor administers. Raises NotThere."""
    found = session().get(Membership, membership_id)
    if found is None or found.organisation not in actor.organisations(Role.MUNICIPALITY_ADMIN):
        raise NotThere
    return found


def organisation_of(link: OneTimeLink) -> str:
    """Where an invitation leads, in the reader's language."""
    town = municipalities.by_codes([link.organisation]).get(link.organisation) if link.organisation else None
    return town.full_name if town else link.organisation_name


def open_invitations(organisation: str) -> list[OneTimeLink]:
    """Invitations into an organisation that nobody has taken up yet, newest first."""
    chosen = select(OneTimeLink).where(
        OneTimeLink.organisation == organisation,
        OneTimeLink.purpose == LinkPurpose.INVITATION,
        col(OneTimeLink.used_at).is_(None),
        col(OneTimeLink.expires_at) > now(),
    )
    return list(session().exec(chosen.order_by(col(OneTimeLink.id).desc())))


def invitation_for(actor: Actor, link_id: str) -> OneTimeLink:
    """An open invitation into an organisation this actor administers. Raises NotThere."""
    found = session().get(OneTimeLink, link_id)
    is_theirs = found is not None and found.organisation in actor.organisations(Role.MUNICIPALITY_ADMIN)
    if found is None or not is_theirs or found.purpose is not LinkPurpose.INVITATION or not found.is_usable:
        raise NotThere
    return found


def devices_of(person: User) -> list[SignIn]:
    """The browsers a person is signed in with now, newest first."""
    chosen = select(SignIn).where(
        SignIn.user_id == person.id, col(SignIn.revoked_at).is_(None), col(SignIn.expires_at) > now()
    )
    return list(session().exec(chosen.order_by(col(SignIn.id).desc())))


def device_for(actor: Actor, sign_in_id: str) -> SignIn:
    """One of the actor's own sign-ins. Raises NotThere."""
    found = session().get(SignIn, sign_in_id)
    if found is None or found.user_id != actor.user_id:
        raise NotThere
    return found


def totp_of(person: User) -> TotpSecret | None:
    """The authenticator app of a person, set up or half set up."""
    return session().get(TotpSecret, person.id)


def passkeys_of(person: User) -> list[Passkey]:
    """A person's passkeys, oldest first."""
    return list(session().exec(select(Passkey).where(Passkey.user_id == person.id).order_by(col(Passkey.id))))


def passkey_for(actor: Actor, passkey_id: str) -> Passkey:
    """One of the actor's own passkeys. Raises NotThere."""
    found = session().get(Passkey, passkey_id)
    if found is None or found.user_id != actor.user_id:
        raise NotThere
    return found


def has_totp(person: User) -> bool:
    """Whether an authenticator app is in use."""
    totp = totp_of(person)
    return totp is not None and totp.confirmed_at is not None


def has_second_factor(person: User) -> bool:
    """Whether a password alone does not sign this person in."""
    return has_totp(person) or bool(passkeys_of(person))


def recovery_codes_left(person: User) -> int:
    """How many recovery codes are still good."""
    chosen = select(sa.func.count()).select_from(RecoveryCode)
    return session().exec(chosen.where(RecoveryCode.user_id == person.id, col(RecoveryCode.used_at).is_(None))).one()


def waiting_factor_reset(person: User) -> OneTimeLink | None:
    """An open request to take the second factor away, so that its owner can stop it."""
    chosen = select(OneTimeLink).where(
        OneTimeLink.user_id == person.id,
        OneTimeLink.purpose == LinkPurpose.RESET_SECOND_FACTOR,
        col(OneTimeLink.used_at).is_(None),
        col(OneTimeLink.expires_at) > now(),
    )
    return session().exec(chosen).first()
