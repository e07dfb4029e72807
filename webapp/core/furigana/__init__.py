"""Readings over kanji (ふりがな), put into finished pages for readers who ask for them."""
