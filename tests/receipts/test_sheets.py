"""The sheet of A4: what it says, that it is signed, archived and readable; who may take it."""

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.receipts import BY, TOWN, a_paid_pledge, a_receipt
from tests.factories.residents import a_resident
from tests.support.client import PageClient
from webapp.certificates.paper import sheets as paper
from webapp.certificates.paper.signature import Trust
from webapp.core.errors import MissingSetup, RuleBroken
from webapp.core.jobs import Job
from webapp.keys import actions as keys
from webapp.pledges import actions as pledges
from webapp.pledges.guests import new_key
from webapp.receipts import actions, queries, sheets
from webapp.receipts.jobs import prepare
from webapp.receipts.models import Receipt

SignedIn = Callable[..., PageClient]


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s+", "", PdfReader(io.BytesIO(pdf)).pages[0].extract_text())


def sheet_of(receipt: Receipt) -> bytes:
    return sheets.finished(queries.standing(receipt))


def test_it_says_what_the_tax_office_asks_for_and_is_signed(session: Session) -> None:
    receipt = a_receipt()
    (job,) = session.exec(select(Job).where(Job.kind == actions.PREPARE)).all()
    prepare(job.payload)
    pdf = sheet_of(receipt)
    text = text_of(pdf)
    for words in ("寄附金受領証明書", "2026-000001", "佐藤花子", "東京都新宿区西新宿1-1-1", "金10,000円"):
        assert words in text
    for words in ("令和8年11月21日", "長野県塩尻市", "地方税法第37条の2第1項第1号", "試験用"):
        assert words in text
    assert "再発行" not in text
    found = paper.check(pdf, TOWN)
    assert found is not None
    assert (found.is_whole, found.trust) == (True, Trust.TEST)
    broken = paper.check(pdf.replace(b"/Title", b"/Titel", 1), TOWN)
    assert broken is not None
    assert not broken.is_whole
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1
        metadata = opened.Root.Metadata.read_bytes()
        assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata
        assert b"<pdfaid:part>3</pdfaid:part>" in metadata


def test_its_code_leads_to_a_check_that_names_nobody(database: Any, client: PageClient, tmp_path: Path) -> None:
    with database.transaction():
        pledge = a_paid_pledge()
        (receipt,) = queries.chain_of(pledge)
        (tmp_path / "sheet.pdf").write_bytes(sheets.made(queries.standing(receipt)))
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", "sheet.pdf", "sheet"], cwd=tmp_path, check=True)
    (found,) = zxingcpp.read_barcodes(Image.open(tmp_path / "sheet.png").convert("L"))
    assert found.text == f"http://localhost/receipts/{receipt.id}"
    page = client.get(f"/receipts/{receipt.id}")
    assert "この受領証明書は有効です" in page.text
    assert "10,000円" in page.text
    assert "佐藤" not in page.html
    with database.transaction():
        pledges.mark_refunded(pledge, by=BY)
    assert "この受領証明書は無効です" in client.get(f"/receipts/{receipt.id}").text
    client.get("/receipts/2026-000001", expect=404)


def test_no_payment_waits_for_keys_that_are_out_of_reach(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_module(_code: str | None) -> None:
        raise MissingSetup("no module")

    monkeypatch.setattr(keys, "ensure", no_module)
    receipt = a_receipt()
    assert paper.check(sheet_of(receipt), TOWN) is None
    with pytest.raises(MissingSetup):
        prepare({"municipality": TOWN})


def test_given_again_and_corrected_it_says_so(session: Session) -> None:
    clerk = actor_of(a_clerk(TOWN))
    old = a_receipt()
    new = actions.correct(old, donor_name="佐藤 華子", donor_address="長野県", reason="字", by=clerk)
    actions.give_again(new, reason="紛失", by=clerk)
    text = text_of(sheet_of(new))
    assert "再発行（1回目）" in text
    assert f"番号{old.shown_number}の証明書に代わる" in text
    with pytest.raises(RuleBroken, match="無効"):
        sheet_of(old)


def test_a_name_that_cannot_be_printed_is_refused_in_words(session: Session) -> None:
    with pytest.raises(RuleBroken, match="U\\+1B09E"):
        sheet_of(a_receipt(donor_name="𛂞田 花"))


def test_a_long_name_address_and_title_stay_on_one_page(session: Session) -> None:
    receipt = a_receipt(donor_name="寿限無" * 20, donor_address="東京都新宿区" * 30)
    queries.standing(receipt).project.title = "長い名前の取り組み" * 8
    assert len(PdfReader(io.BytesIO(sheet_of(receipt))).pages) == 1


def test_donor_and_clerk_open_it_and_others_do_not(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        donor, other = a_resident_user(), a_resident_user()
        receipt = a_receipt(donor)
        clerk, stranger = a_clerk(TOWN), a_clerk("372081")
    page = signed_in(donor).get(f"/my/receipts/{receipt.id}")
    assert "10,000円" in page.text
    pdf = signed_in(donor).raw.get(page.links()["電子署名のあるPDFを開く"])
    assert pdf.data.startswith(b"%PDF")
    assert signed_in(clerk).raw.get(f"/my/receipts/{receipt.id}/receipt.pdf").status_code == 200
    for person in (other, stranger):
        for path in (f"/my/receipts/{receipt.id}", f"/my/receipts/{receipt.id}/receipt.pdf"):
            signed_in(person).get(path, expect=404)


def test_who_asks_for_secrecy_is_shown_to_nobody_else(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        donor = a_resident_user()
        a_resident(donor, is_confidential=True)
        receipt, clerk = a_receipt(donor), a_clerk(TOWN)
    signed_in(clerk).get(f"/my/receipts/{receipt.id}", expect=404)
    signed_in(donor).get(f"/my/receipts/{receipt.id}")


def test_a_guest_opens_it_by_the_link_and_no_other_receipt(database: Any, client: PageClient) -> None:
    with database.transaction():
        pledge, other = a_paid_pledge(), a_receipt()
        pledge.user_id, pledge.email = None, "guest@example.jp"
        key = new_key(pledge)
        (receipt,) = queries.chain_of(pledge)
    page = client.get(f"/donations/{key}/receipts/{receipt.id}")
    assert receipt.shown_number in page.text
    assert client.raw.get(page.links()["電子署名のあるPDFを開く"]).data.startswith(b"%PDF")
    client.get(f"/donations/{key}/receipts/{other.id}", expect=404)
    client.get(f"/donations/wrong-key/receipts/{receipt.id}", expect=404)


def test_a_void_one_leads_to_the_new_one(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        donor = a_resident_user()
        old = a_receipt(donor)
        new = actions.correct(
            old, donor_name="佐藤 華子", donor_address="長野県", reason="字", by=actor_of(a_clerk(TOWN))
        )
    page = signed_in(donor).get(f"/my/receipts/{old.id}")
    assert "この受領証明書は無効です" in page.text
    assert "電子署名のあるPDFを開く" not in page.text
    assert page.links()[f"新しい受領証明書（{new.shown_number}）を開く"] == f"/my/receipts/{new.id}"
