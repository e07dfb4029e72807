"""The privacy centre: what is stored about a person and why, who saw it, consents, a copy, leaving, and requests."""
