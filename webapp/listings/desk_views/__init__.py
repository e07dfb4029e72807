"""The desk where listings are drafted: steps, the owner's consent, pictures."""

from webapp.listings.desk_views import consent, drafts, photos
from webapp.listings.desk_views.blueprint import blueprint

__all__ = ["blueprint", "consent", "drafts", "photos"]
