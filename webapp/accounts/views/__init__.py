"""Pages of accounts, one module for each errand of a person."""

from webapp.accounts.views import invitation, password, sign_in, sign_up
from webapp.accounts.views.blueprint import blueprint

__all__ = ["blueprint", "invitation", "password", "sign_in", "sign_up"]
