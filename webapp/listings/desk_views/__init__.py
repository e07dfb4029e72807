"""The desk where listings are drafted: steps, moves, the owner's consent, pictures."""

from webapp.listings.desk_views import consent, drafts, moves, photos
from webapp.listings.desk_views.blueprint import blueprint

__all__ = ["blueprint", "consent", "drafts", "moves", "photos"]
