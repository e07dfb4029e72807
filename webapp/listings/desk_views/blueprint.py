"""The blueprint of the desk, and who works at it."""

from flask import Blueprint

from webapp.core.actor import TOWN_ROLES, Role

blueprint = Blueprint("listings_desk", __name__, url_prefix="/desk/listings")
MAKERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)
