"""Public pages of listings, and those of the owners of homes."""

from webapp.listings.views import confirm, owner, public, search
from webapp.listings.views.blueprint import blueprint

__all__ = ["blueprint", "confirm", "owner", "public", "search"]
