"""The blueprint of the town's screens about registrations."""

from flask import Blueprint

blueprint = Blueprint("registrations_staff", __name__, url_prefix="/staff/registrations")
