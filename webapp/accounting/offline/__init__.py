"""Donations that came over the counter, by registered mail, by transfer or from another site."""
