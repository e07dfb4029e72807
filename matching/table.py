"""The old name of ``columns``, until everything that reads it has moved."""

from matching.columns import Flags, Numbers, OfferTable, Pairs, ResidentTable, numbered, numbers

__all__ = ["Flags", "Numbers", "OfferTable", "Pairs", "ResidentTable", "numbered", "numbers"]
