"""Registrations: a resident's application to one municipality and what the town decides."""
