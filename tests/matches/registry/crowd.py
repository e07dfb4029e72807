"""A small town's worth of residents whose answers can be learned from, written straight into the log."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np

from tests.factories.listings import a_listing
from tests.factories.municipalities import a_municipality
from tests.factories.residents import a_resident
from webapp.accounts.models import User
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.ids import new_id
from webapp.listings.models import Listing, ListingKind
from webapp.matches.events import Happening, write
from webapp.matches.models import EventKind
from webapp.residents.models import CONSENT_VERSION, Consent, ConsentPurpose, Resident

TOWNS = ("202151", "372081", "011002")
WORDS = {
    "festivals": "秋祭りの神輿を担ぎます。",
    "accounting": "帳簿と経理を手伝います。",
    "pottery": "焼き物の窯を守ります。",
    "rice_terraces": "棚田で田植えをします。",
}
K = EventKind


def some_listings(each: int = 4) -> list[Listing]:
    """Needs of every theme, spread over the towns."""
    for code in TOWNS:
        a_municipality(code)
    return [
        a_listing(TOWNS[n % len(TOWNS)], ListingKind.NEED, title=f"{theme}の手伝い{n}", themes=[theme], body=words)
        for theme, words in WORDS.items()
        for n in range(each)
    ]


def a_crowd(residents: int, shown: int = 8, seed: int = 0, likes: str = "theme") -> list[str]:
    """People who look at what is shown and like what is of their own theme, in the town they wish for ("wished town"),
    or in one and the same town ("one town"); their accounts."""
    listings, rng, since = some_listings(), np.random.default_rng(seed), now() - timedelta(days=30)
    like = a_resident()  # agrees to nothing, so nothing is learned from this one
    users: list[str] = []
    lines: list[Happening] = []
    for number in range(residents):
        theme = list(WORDS)[number % len(WORDS)]
        town = TOWNS[number // len(WORDS) % len(TOWNS)] if likes == "wished town" else TOWNS[0]
        users.append(_another(like, themes=[theme], wishes=WORDS[theme], wished_areas=[town]))
        chosen = [listings[place] for place in rng.permutation(len(listings))[:shown].tolist()]
        liked = {
            one.id for one in listings if (one.themes == [theme] if likes == "theme" else one.municipality_code == town)
        }
        lines += _told(users[-1], liked, chosen, since + timedelta(hours=number), rng)
    session().flush()
    write(lines)
    return users


def _another(like: Resident, **profile: Any) -> str:
    """One more person with a profile and a consent, stored with all the others at once; their account."""
    user = User(email=f"{new_id().lower()}@example.jp", display_name="山田")
    known = like.model_dump(exclude={"id", "user_id", *profile})
    session().add_all([user, Resident(**known, **profile, user_id=user.id)])
    purpose = ConsentPurpose.MATCHING
    session().add(Consent(user_id=user.id, purpose=purpose, text_version=CONSENT_VERSION[purpose], is_given=True))
    return user.id


def _told(
    user_id: str, liked: set[str], chosen: list[Listing], at: datetime, rng: np.random.Generator
) -> list[Happening]:
    lines = []
    for place, listing in enumerate(chosen, 1):
        told = {"user_id": user_id, "listing_id": listing.id, "at": at}
        lines.append(Happening(**told, kind=K.IMPRESSION, page=f"page{at:%d%H}", position=place, score=10.0))
        if rng.random() < 0.8:
            lines.append(Happening(**told, kind=K.VIEW))
            if rng.random() < (0.8 if listing.id in liked else 0.05):
                lines.append(Happening(**told, kind=K.APPLICATION))
                accepted = K.PLACE_ACCEPTED if rng.random() < 0.7 else K.PLACE_DECLINED
                lines.append(Happening(**told, kind=accepted))
    return lines
