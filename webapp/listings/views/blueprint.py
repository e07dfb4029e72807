"""The blueprint of the pages that everybody and the owners of homes see."""

from flask import Blueprint

blueprint = Blueprint("listings", __name__)
