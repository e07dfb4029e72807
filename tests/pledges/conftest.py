"""Pledging without a payment provider: the last screen leads to an address that stands for its page."""

from typing import Any

import pytest
from flask import Flask

from webapp.pledges.beside import PAY

PAYMENT_PAGE = "http://127.0.0.1:1/pay"


@pytest.fixture
def paid_at(app: Flask) -> list[Any]:
    """Pledges that were sent to the payment page, in order."""
    sent: list[Any] = []

    def page_of(pledge: Any, *, guest_key: str, by: Any) -> str:
        assert by is not None
        sent.append((pledge.id, guest_key))
        return PAYMENT_PAGE

    app.extensions["futamachi"].extras[PAY] = page_of
    return sent
