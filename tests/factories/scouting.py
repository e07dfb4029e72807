"""People who may be found, and scouts, for tests."""

from itertools import count
from typing import Any

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.municipalities import a_municipality
from tests.factories.residents import TOKYO_SHINJUKU, a_resident
from webapp.accounts.models import User
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.listings.models import Listing
from webapp.matches.scouting import asking
from webapp.matches.scouting.models import Scout
from webapp.residents.models import CONSENT_VERSION, Consent, ConsentPurpose

ALL = (ConsentPurpose.MATCHING, ConsentPurpose.TOWNS, ConsentPurpose.CORPORATIONS, ConsentPurpose.STATISTICS)
_REASONS = (
    "秋祭りの太鼓を一緒にたたける人をさがしています。",
    "棚田の草刈りと稲刈りを手伝ってもらえたらと思いました。",
    "古い写真館の看板を描き直す人が必要です。",
    "雪のない季節に、登山道の標識を直しています。",
    "小学生の自由研究を見てくれる大人を待っています。",
    "味噌と醤油の蔵で、冬の仕込みの人手が足りません。",
)
_numbers = count()


def consents(user: User, *purposes: ConsentPurpose, is_given: bool = True) -> None:
    """A yes (or no) to each purpose."""
    for purpose in purposes:
        version = CONSENT_VERSION[purpose]
        session().add(Consent(user_id=user.id, purpose=purpose, text_version=version, is_given=is_given))
    session().flush()


def a_findable(*purposes: ConsentPurpose, home_code: str = TOKYO_SHINJUKU, **profile: Any) -> User:
    """Somebody with a complete profile who agreed to these uses of it (all, if none is named)."""
    a_municipality(home_code)
    user = a_resident_user()
    a_resident(user, home_code=home_code, **profile)
    consents(user, *(purposes or ALL))
    return user


def own_reason() -> str:
    """A text that is like no other one."""
    number = next(_numbers)
    return _REASONS[number % len(_REASONS)] + "".join(chr(0x4E00 + 97 * number + 31 * i) for i in range(40))


def a_scout(listing: Listing, user: User, by: Actor | None = None, **changes: Any) -> Scout:
    """A question of the listing's town to a person, sent through the real action."""
    code = listing.municipality_code
    asked = {"sender": code, "corporation_id": None, "user_id": user.id, "candidate": "7K2M-4Q9X"}
    words = {
        "facts": [{"about": "themes", "codes": ["festivals"]}],
        "message": own_reason(),
        "next_step": "3日以内にメールを送ります。",
        "signed": "企画課 見本",
    }
    given = {name: changes.pop(name, value) for name, value in asked.items()}
    said = {name: changes.pop(name, value) for name, value in words.items()}
    scout = asking.send(listing, asking.Asked(**given), asking.Words(**said), by=by or actor_of(a_clerk(code)))
    for name, value in changes.items():
        setattr(scout, name, value)
    session().flush()
    return scout
