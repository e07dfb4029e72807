"""What somebody may pay, typed among the words: 「海の近く 家賃5万円」 looks for homes up to that rent."""

import re
import unicodedata
from dataclasses import replace

from webapp.listings.filters import Filters
from webapp.listings.kinds.home import RENT_STEPS

_RENT, _PRICE = "max_rent", "max_price"
_AMOUNT = re.compile(
    r"(?<!\S)(?P<what>家賃|賃料|月々|月|予算|価格|値段)?\s*(?P<number>\d+(?:\.\d+)?)(?P<unit>万円|万|円)(?:以下|以内|まで)?(?!\S)"
)
_OF_RENT = ("家賃", "賃料", "月々", "月")
_LEAST = 1_000


def with_amounts(filters: Filters) -> Filters:
    """The first amount among the words as a limit; the next larger step, so that nothing that was asked for is lost."""
    found = None if filters.exact else _AMOUNT.search(unicodedata.normalize("NFKC", filters.q))
    if found is None:
        return filters
    yen = round(float(found["number"]) * (1 if found["unit"] == "円" else 10_000))
    arg = _RENT if found["what"] in _OF_RENT or (found["what"] != "価格" and yen <= RENT_STEPS[-1]) else _PRICE
    facet = next((facet for facet in filters.facets if facet.arg == arg), None)
    if facet is None or filters.value(arg) or yen < _LEAST:
        return filters
    step = next((step for step in facet.values if int(step) >= yen), None)
    rest = found.string[: found.start()] + found.string[found.end() :]
    chosen = (*filters.chosen, (arg, step)) if step else filters.chosen
    return replace(filters, q=" ".join(rest.split()), chosen=chosen)
