"""Which queues keep filters, and what of their address: nothing else is ever stored."""

from collections.abc import Mapping

#: endpoint → what its address knows; words that were looked for are left out where they may be somebody's name
KNOWN: dict[str, frozenset[str]] = {
    endpoint: frozenset(names.split())
    for endpoint, names in {
        "registrations_staff.queue": "show who channel wish overdue resubmitted sort",
        "renewals_staff.index": "show month",
        "premium_staff.queue": "show",
        "certificates_staff.index": "kind state q",
        "corporations_staff.index": "show",
        "pledges_staff.index": "project status method year",
        "receipts_staff.index": "year state q",
        "onestop_staff.queue": "show",
        "audit.index": "kind role since until",
    }.items()
}
LONGEST = 100
#: an address with this opens the queue without the filter that is kept as its beginning
PLAIN = "all"


def known_args(place: str, args: Mapping[str, str]) -> dict[str, str]:
    """What of an address belongs to the queue, without what is empty or endless."""
    names = KNOWN.get(place, frozenset())
    return {name: value for name, value in sorted(args.items()) if name in names and 0 < len(value) <= LONGEST}
