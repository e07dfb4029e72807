"""Gatherings: evenings to meet, nights of one-minute pitches, boards where a question becomes ideas."""
