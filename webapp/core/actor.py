"""Who acts: a person with dated roles in organisations, nobody, or the service itself."""

from dataclasses import dataclass, field

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled


class Role(Labelled):
    """What a person may be; staff roles are tied to an organisation."""

    RESIDENT = "resident", _l("二地域居住者")
    OWNER = "owner", _l("空き家の所有者")
    CORPORATION = "corporation", _l("特定居住支援法人の職員")
    HUB = "hub", _l("ハブ人材")
    PARTNER = "partner", _l("協力店・施設")
    CLERK = "clerk", _l("市町村の担当者")
    MUNICIPALITY_ADMIN = "municipality_admin", _l("市町村の管理者")
    PREFECTURE = "prefecture", _l("都道府県の担当者")
    OPERATOR = "operator", _l("運営者")


#: Roles that handle other people's data and therefore need a second factor in production.
STAFF_ROLES = frozenset(
    {Role.CORPORATION, Role.HUB, Role.PARTNER, Role.CLERK, Role.MUNICIPALITY_ADMIN, Role.PREFECTURE, Role.OPERATOR}
)
#: The municipality's own people.
TOWN_ROLES = (Role.CLERK, Role.MUNICIPALITY_ADMIN)


@dataclass(frozen=True)
class Grant:
    """One role in one organisation: a six-digit municipality or prefecture code, or a corporation's id."""

    role: Role
    organisation: str | None = None


@dataclass(frozen=True)
class Actor:
    """Who does something now. `by=` of every action takes one."""

    user_id: str | None = None
    name: str = ""
    grants: frozenset[Grant] = field(default_factory=frozenset)
    is_system: bool = False
    has_second_factor: bool = False
    unread_notices: int = field(default=0, compare=False)

    @property
    def is_signed_in(self) -> bool:
        """A person, not a visitor and not a job."""
        return self.user_id is not None

    @property
    def roles(self) -> frozenset[Role]:
        """Every role that is in force today."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def is_staff(self) -> bool:
        """Handles other people's data."""
        return bool(self.roles & STAFF_ROLES)

    def has(self, *roles: Role) -> bool:
        """Whether one of these roles is in force."""
        return bool(self.roles & set(roles))

    def organisations(self, *roles: Role) -> frozenset[str]:
        """The organisations in which one of these roles is in force."""
        return frozenset(g.organisation for g in self.grants if g.role in roles and g.organisation is not None)

    @property
    def municipalities(self) -> frozenset[str]:
        """Codes of the municipalities this person works for as clerk or administrator."""
        return self.organisations(*TOWN_ROLES)

    @property
    def corporations(self) -> frozenset[str]:
        """Ids of the support corporations this person works for."""
        return self.organisations(Role.CORPORATION)

    def may_act_for(self, municipality_code: str) -> bool:
        """Whether this person works for that municipality."""
        return municipality_code in self.municipalities


ANONYMOUS = Actor()


def system_actor(name: str) -> Actor:
    """The service itself, named by the job or command that acts."""
    return Actor(name=name, is_system=True)
