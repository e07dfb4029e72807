"""The blueprint of the desk of who takes bookings."""

from flask import Blueprint

from webapp.core.actor import TOWN_ROLES, Role

blueprint = Blueprint("bookings_desk", __name__, url_prefix="/desk/bookings")
MAKERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)
