"""Books are in order after every test; the local payment server answers."""

from tests.payments.conftest import provider
from tests.support.books import books_in_order

__all__ = ["books_in_order", "provider"]
