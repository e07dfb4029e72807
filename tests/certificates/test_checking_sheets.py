"""A PDF that is handed in: what is attached to it may be genuine while the page was changed, and the answer says so."""

import io

import pikepdf
import pytest
from sqlmodel import Session

from tests.certificates.test_signing_outside import an_admin, signed_outside
from tests.factories.certificates import a_certificate
from webapp.certificates.checking.reading import check_file
from webapp.certificates.checking.result import State
from webapp.certificates.models import Certificate
from webapp.certificates.paper import actions, sheets
from webapp.certificates.paper.drawing import draw
from webapp.core import storage


@pytest.fixture
def certificate(session: Session) -> Certificate:
    return a_certificate()


def lamps(data: bytes) -> list[str]:
    return [state for _label, state, _sentence in check_file(data).lights]


def with_another_page(pdf: bytes) -> bytes:
    """The page emptied, everything attached kept: what somebody does who writes another name on it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.pages[0].Contents = opened.make_stream(b"")
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


def with_something_after_the_signature(pdf: bytes) -> bytes:
    return pdf + b"\n% more\n"


def test_the_towns_own_sheet_is_green(certificate: Certificate) -> None:
    assert lamps(sheets.finished(certificate)) == ["ok", "ok", "ok"]


@pytest.mark.parametrize("change", [with_another_page, with_something_after_the_signature])
def test_a_changed_page_is_red_although_what_is_attached_is_genuine(certificate: Certificate, change: object) -> None:
    assert callable(change)
    changed = change(sheets.finished(certificate))
    assert check_file(changed).state is State.ALTERED
    assert lamps(changed)[0] == "bad"


def test_without_the_towns_signature_nothing_is_said_of_the_page(certificate: Certificate) -> None:
    for sheet in (draw(certificate), signed_outside(draw(certificate))):
        assert check_file(sheet).state is State.VALID
        assert lamps(sheet) == ["unknown", "ok", "ok"]


def test_a_sheet_signed_outside_and_brought_back_is_green(certificate: Certificate) -> None:
    admin = an_admin()
    row = actions.prepare(certificate, by=admin)
    actions.bring_back(row, signed_outside(storage.load(row.prepared_key)), by=admin)
    assert lamps(sheets.finished(certificate)) == ["ok", "ok", "ok"]


def test_one_towns_card_does_not_vouch_for_another_towns_sheet(certificate: Certificate) -> None:
    from tests.certificates.test_signing_outside import a_card

    other, card, admin = a_certificate(code="152242"), a_card(), an_admin()
    row = actions.prepare(certificate, by=admin)
    actions.bring_back(row, signed_outside(storage.load(row.prepared_key), card), by=admin)
    assert lamps(signed_outside(draw(other), card)) == ["unknown", "ok", "ok"]
