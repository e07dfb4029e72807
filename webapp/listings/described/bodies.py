"""Who stands behind something, as far as it is a body: a person's name is for readers, not for machines."""

import re

from webapp.core.structured import Thing, thing
from webapp.corporations.models import Corporation
from webapp.municipalities.models import Municipality

_NOTE = re.compile(r"（[^）]*）|\([^)]*\)")
_BODY = re.compile(
    r"会社|法人|組合|協会|公社|NPO"
    r"|(?:会|社|店|農園|役場|役所|支所|館|公園|学校|病院|学園|財団|劇場|市場|(?:造|作|業|内|工|務|究|育|療)所)$"
)


def body(name: str | None, place: Municipality, corporation: Corporation | None = None) -> Thing | None:
    """An organisation by the name a maker wrote; None where it may be a person."""
    plain = _NOTE.sub("", name or "").strip()
    known = {place.name, place.official_name, corporation.name if corporation else ""}
    if not plain or not ({name, plain} & known or _BODY.search(plain)):
        return None
    return thing("Organization", name=name)
