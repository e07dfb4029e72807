"""Pages of accounts, one module for each errand of a person."""

from webapp.accounts.views import invitation, passkey, password, second_factor, settings, sign_in, sign_up, take_over
from webapp.accounts.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "invitation",
    "passkey",
    "password",
    "second_factor",
    "settings",
    "sign_in",
    "sign_up",
    "take_over",
]
