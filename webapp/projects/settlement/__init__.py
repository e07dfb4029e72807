"""From the end of the period to the public final account."""
