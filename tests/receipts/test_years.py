"""The donor's year: what counts into it, the files, and the official form only for who may make it."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from tests.factories.accounts import a_resident_user
from tests.factories.receipts import BY, a_paid_pledge
from tests.support.client import PageClient
from webapp.accounts.models import User
from webapp.pledges import actions as pledges

SignedIn = Callable[..., PageClient]
NEXT_YEAR = datetime(2027, 1, 1, 3, 0, tzinfo=UTC)
NUMBER = "1234567890123"
SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="TEG830-1"><xs:complexType><xs:sequence>
<xs:any minOccurs="{least}" maxOccurs="99" processContents="skip"/></xs:sequence></xs:complexType></xs:element></xs:schema>"""


@pytest.fixture
def donor(database: Any) -> User:
    with database.transaction():
        user = a_resident_user()
        a_paid_pledge(user, amount=12_000)
        a_paid_pledge(user, amount=3_000)
        pledges.mark_refunded(a_paid_pledge(user, amount=50_000), by=BY)
        a_paid_pledge(user, amount=7_000, at=NEXT_YEAR)
        a_paid_pledge(amount=90_000)
    return user


def test_a_year_counts_what_stands_in_it(donor: User, signed_in: SignedIn) -> None:
    browser = signed_in(donor)
    years = browser.get("/my/receipts")
    assert "15,000円" in years.text
    page = browser.get("/my/receipts/years/2026")
    assert "15,000 円" in page.text
    assert "申告書類ではありません" in page.text
    assert "50,000" not in page.text
    browser.get("/my/receipts/years/2025", expect=404)


def test_the_files_say_what_they_are_not(donor: User, signed_in: SignedIn) -> None:
    browser = signed_in(donor)
    pdf = PdfReader(io.BytesIO(browser.raw.get("/my/receipts/years/2026/summary.pdf").data))
    text = "".join(pdf.pages[0].extract_text().split())
    assert "申告書類ではありません" in text
    assert "合計15,000円" in text
    lines = browser.raw.get("/my/receipts/years/2026/summary.csv").get_data(as_text=True).strip().splitlines()
    assert len(lines) == 3
    assert all(line.endswith("申告書類ではありません") for line in lines[1:])


def test_the_official_form_is_refused_in_words_without_a_designation(donor: User, signed_in: SignedIn) -> None:
    browser = signed_in(donor)
    assert "XML" not in browser.get("/my/receipts/years/2026").text
    assert "特定事業者だけが作れます" in browser.get("/my/receipts/years/2026/certificate.xml", expect=409).text


@pytest.mark.settings(designated_operator_number=NUMBER, designated_operator_name="ふたまち協会")
def test_the_official_form_names_every_donation(donor: User, signed_in: SignedIn) -> None:
    root = ET.fromstring(signed_in(donor).raw.get("/my/receipts/years/2026/certificate.xml").data)
    assert (root.tag, root.findtext("WMA00000"), root.findtext("WMF00000")) == ("TEG830-1", "2026", "15000")
    assert root.findtext("WMK00000/hojinbango") == NUMBER
    rows = root.findall("WML00000/WML00010")
    assert [row.findtext("WML00070") for row in rows] == ["12000", "3000"]
    assert rows[0].findtext("WML00040/WML00060/hojinbango") == "3000020202151"
    assert [rows[0].findtext(f"WML00030/{part}") for part in ("yyyy", "mm", "dd")] == ["2026", "11", "21"]


@pytest.mark.settings(designated_operator_number=NUMBER)
@pytest.mark.parametrize(("least", "status"), [(1, 200), (90, 409)], ids=["obeys", "does not obey"])
def test_nothing_leaves_that_the_schema_refuses(
    app: Any, donor: User, signed_in: SignedIn, tmp_path: Path, least: int, status: int
) -> None:
    schema = tmp_path / "TEG830.xsd"
    schema.write_text(SCHEMA.format(least=least))
    settings = app.extensions["futamachi"].settings
    settings.designated_operator_schema = str(schema)
    answer = signed_in(donor).raw.get("/my/receipts/years/2026/certificate.xml")
    assert answer.status_code == status
    if status == 409:
        assert "スキーマに合わない" in answer.get_data(as_text=True)


@pytest.mark.settings(designated_operator_number=NUMBER)
def test_two_addresses_do_not_fit_on_one_official_form(database: Any, donor: User, signed_in: SignedIn) -> None:
    with database.transaction():
        a_paid_pledge(donor, donor_address="長野県塩尻市1")
    assert "住所" in signed_in(donor).get("/my/receipts/years/2026/certificate.xml", expect=409).text
