"""The one blueprint of accounts, on which every module of this package hangs its views."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
