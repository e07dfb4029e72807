"""The town's screens about registrations; each errand has its module at the desk."""

from webapp.registrations.desk.views import blueprint

__all__ = ["blueprint"]
