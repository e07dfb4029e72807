"""A year's sheets by the worker: in parts, resumable, with what cannot be printed named; taken as archives."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import func, select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.receipts import BY, TOWN, a_paid_pledge, a_receipt
from tests.factories.residents import a_resident
from tests.support.client import Page, PageClient
from webapp.core import jobs, storage
from webapp.core.clock import now
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.jobs import Job, JobStatus
from webapp.pledges import actions as pledges
from webapp.receipts import actions as receipts
from webapp.receipts import queries, sheets
from webapp.receipts.batches import actions
from webapp.receipts.batches import jobs as work
from webapp.receipts.batches.models import BatchStatus, ReceiptBatch, ReceiptSheet
from webapp.tenancy.taken.models import TakenFile

SignedIn = Callable[..., PageClient]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two receipts at a time, drawn as what they say: setting type and signing are tried elsewhere."""
    monkeypatch.setattr(work, "PART", 2)
    monkeypatch.setattr(sheets, "made", lambda standing: f"{standing.receipt.id} {standing.copy_number}".encode())


@pytest.fixture
def year(database: Any) -> Any:
    """Five numbers: valid, void, hidden, valid, valid."""
    with database.transaction():
        a_receipt()
        pledges.mark_refunded(a_paid_pledge(), by=BY)
        hidden = a_resident_user()
        a_resident(hidden, is_confidential=True)
        a_receipt(hidden)
        a_receipt()
        a_receipt()
    return database


def ordered(database: Any) -> str:
    with database.transaction():
        return actions.order(TOWN, 2026, by=actor_of(a_clerk(TOWN))).id


def batch_in(database: Any, batch_id: str) -> ReceiptBatch:
    with database.transaction(read_only=True) as session:
        found: ReceiptBatch = session.get_one(ReceiptBatch, batch_id)
        return found


def names_in(page: Page) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(page.response.get_data())).namelist()


def test_a_year_is_made_and_taken_without_void_and_hidden_ones(app: Flask, year: Any, signed_in: SignedIn) -> None:
    with year.transaction():
        clerk = a_clerk(TOWN)
    browser = signed_in(clerk)
    page = browser.submit(browser.get("/staff/receipts/batches"), "PDFを作りはじめる").follow()
    assert "0 / 4" in page.text
    with app.app_context():
        jobs.run_due(year)
    done = browser.get(page.path)
    assert "4 / 4" in done.text
    assert "完了" in done.text
    names = names_in(browser.submit(done, "番号1から500まで（ZIP）", expect=200))
    assert names == ["2026-000001.pdf", "2026-000004.pdf", "2026-000005.pdf"]
    browser.post(f"{page.path}/part-2.zip", expect=404)
    with year.transaction(read_only=True) as session:
        assert session.exec(select(TakenFile.people)).all() == [3]


def test_a_killed_worker_goes_on_where_it_was(app: Flask, year: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    batch_id, real, drawn = ordered(year), sheets.made, []

    def dies_at_the_third(standing: Any) -> bytes:
        drawn.append(standing.receipt.number)
        if len(drawn) == 3:
            raise SystemExit
        return bytes(real(standing))

    monkeypatch.setattr(sheets, "made", dies_at_the_third)
    with app.app_context():
        with pytest.raises(SystemExit):
            jobs.run_due(year)
        half = batch_in(year, batch_id)
        assert (half.status, half.last_number, half.made) == (BatchStatus.WORKING, 2, 1)
        with year.transaction() as session:
            stuck = session.exec(select(Job).where(Job.status == JobStatus.RUNNING)).one()
            stuck.lease_until = now() - timedelta(seconds=1)
        jobs.run_due(year)
    done = batch_in(year, batch_id)
    assert (done.status, done.made, done.done, done.total) == (BatchStatus.DONE, 4, 4, 4)
    with year.transaction() as session:
        assert session.exec(select(func.count()).select_from(ReceiptSheet)).one() == 4


def test_a_part_that_was_done_twice_is_kept_once(app: Flask, year: Any) -> None:
    batch_id = ordered(year)
    with app.app_context():
        with year.transaction(read_only=True) as session:
            part = work._drawn(session.get_one(ReceiptBatch, batch_id))
        work.make({"batch": batch_id})
        with year.transaction():
            work._keep(batch_id, part)
        assert batch_in(year, batch_id).made == 1
        jobs.run_due(year)
    assert batch_in(year, batch_id).made == 4


def test_what_cannot_be_printed_is_named_and_does_not_stop_the_rest(
    app: Flask, year: Any, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch_id, real = ordered(year), sheets.made

    def refuses_the_fourth(standing: Any) -> bytes:
        if standing.receipt.number == 4:
            raise RuleBroken("U+1B09E")
        return bytes(real(standing))

    monkeypatch.setattr(sheets, "made", refuses_the_fourth)
    with app.app_context():
        jobs.run_due(year)
    batch = batch_in(year, batch_id)
    assert (batch.status, batch.made, [number for _id, number in batch.failed]) == (
        BatchStatus.DONE, 3, ["2026-000004"],
    )  # fmt: skip
    with year.transaction():
        clerk = a_clerk(TOWN)
    assert "2026-000004" in signed_in(clerk).get(f"/staff/receipts/batches/{batch_id}").links()


def test_stopped_it_stays_and_goes_on_later(app: Flask, year: Any, signed_in: SignedIn) -> None:
    batch_id = ordered(year)
    with year.transaction():
        clerk = a_clerk(TOWN)
    browser = signed_in(clerk)
    page = browser.submit(browser.get(f"/staff/receipts/batches/{batch_id}"), "作成を止める").follow()
    with app.app_context():
        jobs.run_due(year)
        assert batch_in(year, batch_id).made == 0
        browser.submit(page, "続きを作る")
        jobs.run_due(year)
    assert batch_in(year, batch_id).status is BatchStatus.DONE


def test_a_second_order_makes_only_what_is_new(app: Flask, year: Any) -> None:
    first = ordered(year)
    with pytest.raises(RuleBroken, match="もう作りはじめています"):
        ordered(year)
    with app.app_context():
        jobs.run_due(year)
        with year.transaction():
            pledge = a_paid_pledge()
            (again,) = queries.chain_of(pledge)
            receipts.give_again(again, reason="紛失", by=actor_of(a_clerk(TOWN)))
        second = ordered(year)
        jobs.run_due(year)
        assert [batch_in(year, each).made for each in (first, second)] == [4, 1]
        with year.transaction(read_only=True) as session:
            kept = session.get_one(ReceiptSheet, (again.id, 1))
            assert sheets.finished(queries.standing(again)) == storage.load(kept.file_key)
            storage.remove(kept.file_key)
            assert sheets.finished(queries.standing(again)) == f"{again.id} 1".encode()


def test_nobody_orders_for_another_town_or_a_year_without_receipts(year: Any) -> None:
    with year.transaction():
        clerk, stranger = actor_of(a_clerk(TOWN)), actor_of(a_clerk("372081"))
        with pytest.raises(NotThere):
            actions.order(TOWN, 2026, by=stranger)
        for wrong in (2025, 2199):
            with pytest.raises(RuleBroken):
                actions.order(TOWN, wrong, by=clerk)
