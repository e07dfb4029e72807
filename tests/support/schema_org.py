"""The part of schema.org's vocabulary that our pages use (names and domains as of release 30.0), and what breaks it."""

from collections.abc import Iterator, Mapping
from typing import Any

_THING = frozenset(["name", "description", "url", "image", "disambiguatingDescription"])
_PLACE = frozenset(
    [
        "address",
        "containedInPlace",
        "geo",
        "isAccessibleForFree",
        "maximumAttendeeCapacity",
        "publicAccess",
        "smokingAllowed",
    ]
)
#: type → the properties it may have beside those of every thing
TYPES: Mapping[str, frozenset[str]] = {
    "Accommodation": _PLACE | {"floorSize", "petsAllowed", "yearBuilt"},
    "AdministrativeArea": _PLACE,
    "CivicStructure": _PLACE,
    "Country": _PLACE,
    "Demand": frozenset({"areaServed", "validThrough"}),
    "DonateAction": frozenset({"endTime", "recipient", "startTime", "target"}),
    "Event": frozenset(
        [
            "endDate",
            "eventAttendanceMode",
            "eventStatus",
            "location",
            "maximumAttendeeCapacity",
            "offers",
            "organizer",
            "startDate",
        ]
    ),
    "GeoCoordinates": frozenset({"latitude", "longitude"}),
    "GovernmentOrganization": frozenset(),
    "JobPosting": frozenset(
        [
            "applicantLocationRequirements",
            "baseSalary",
            "datePosted",
            "employmentType",
            "hiringOrganization",
            "jobLocation",
            "jobLocationType",
            "title",
            "totalJobOpenings",
            "validThrough",
        ]
    ),
    "Library": _PLACE,
    "LocalBusiness": _PLACE,
    "MonetaryAmount": frozenset({"currency", "value"}),
    "Offer": frozenset({"availability", "businessFunction", "price", "priceCurrency", "priceSpecification"}),
    "Organization": frozenset(),
    "Place": _PLACE,
    "PostalAddress": frozenset({"addressCountry", "addressLocality", "addressRegion", "streetAddress"}),
    "Project": frozenset({"areaServed", "parentOrganization", "potentialAction"}),
    "QuantitativeValue": frozenset({"unitCode", "unitText", "value"}),
    "RealEstateListing": frozenset({"creditText", "datePosted", "mainEntity", "offers"}),
    "Service": frozenset({"areaServed", "offers", "provider", "serviceType"}),
    "UnitPriceSpecification": frozenset({"price", "priceCurrency", "unitCode"}),
    "VirtualLocation": frozenset(),
}
#: what whoever reads such a thing cannot do without
NEEDED: Mapping[str, frozenset[str]] = {
    "Accommodation": frozenset({"name", "address"}),
    "Demand": frozenset({"name", "areaServed"}),
    "DonateAction": frozenset({"recipient", "target"}),
    "Event": frozenset({"name", "startDate", "location", "url"}),
    "JobPosting": frozenset({"title", "description", "datePosted", "jobLocation", "url"}),
    "MonetaryAmount": frozenset({"currency", "value"}),
    "PostalAddress": frozenset({"addressCountry", "addressRegion", "addressLocality"}),
    "Project": frozenset({"name", "url", "areaServed"}),
    "RealEstateListing": frozenset({"name", "url", "mainEntity"}),
    "Service": frozenset({"name", "url", "areaServed"}),
}


def faults(told: Any) -> Iterator[str]:
    """What a page's data says in words that schema.org does not know, or leaves out."""
    if not isinstance(told, dict) or told.get("@context") != "https://schema.org":
        yield "the data does not say that it speaks schema.org"
        return
    yield from _faults({name: value for name, value in told.items() if name != "@context"})


def _faults(one: Mapping[str, Any]) -> Iterator[str]:
    kind = str(one.get("@type", ""))
    if kind not in TYPES:
        yield f"schema.org's {kind!r} is not among the types that were looked up"
        return
    names = one.keys() - {"@type"}
    yield from (f"{kind} has no {name}" for name in sorted(names - TYPES[kind] - _THING))
    yield from (f"{kind} lacks its {name}" for name in sorted(NEEDED.get(kind, frozenset()) - names))
    for name, value in one.items():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                yield from _faults(part)
            elif part is None or part == "":
                yield f"{kind} leaves {name} empty"
