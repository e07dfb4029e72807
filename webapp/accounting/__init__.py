"""A municipality's books of donations: offline donations, fees, payouts, closings, differences."""
