"""What machines ask: alive, ready, and counters that name no row and no person."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from tests.support.client import PageClient
from webapp import create_app
from webapp.core import migrating


@pytest.mark.both_databases
def test_a_migrated_service_is_alive_and_ready(client: PageClient) -> None:
    assert client.raw.get("/healthz").get_json() == {"status": "ok"}
    answer = client.raw.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ready"})


def test_a_service_with_older_tables_is_alive_and_not_ready(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "head", lambda: "9999")
    answer = client.raw.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "migrate first"})
    assert client.raw.get("/healthz").status_code == 200


def test_a_service_without_its_database_is_alive_and_not_ready(settings: Any, tmp_path: Path) -> None:
    settings.database_url = f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}"
    app = create_app(settings)
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "no database"})
    assert app.test_client().get("/healthz").status_code == 200
    app.extensions["futamachi"].database.dispose()


def samples(client: PageClient) -> dict[tuple[str, str, str], float]:
    """(route, method, status) → how often."""
    text = client.raw.get("/metrics").get_data(as_text=True)
    families = {family.name: family for family in text_string_to_metric_families(text)}
    return {
        (s.labels["route"], s.labels["method"], s.labels["status"]): s.value
        for s in families["futamachi_requests"].samples
        if s.name == "futamachi_requests_total"
    }


def test_requests_are_counted_by_pattern_and_never_by_what_was_typed(client: PageClient) -> None:
    before = samples(client).get(("/listings/<listing_id>", "GET", "404"), 0)
    client.get("/listings/01J0000000000000000HANAKO", expect=404)
    client.get("/nothing/hanako", expect=404)
    client.raw.open("/healthz", method="HANAKO")
    after = samples(client)
    assert after[("/listings/<listing_id>", "GET", "404")] == before + 1
    assert ("(none)", "other", "405") in after
    assert ("(none)", "GET", "404") in after
    assert "HANAKO" not in client.raw.get("/metrics").get_data(as_text=True).upper()


def test_metrics_are_plain_text_that_nobody_keeps(client: PageClient) -> None:
    answer = client.raw.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_machines_ask_needs_no_person(app: Flask, client: PageClient) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.raw.get(path).headers.getlist("Set-Cookie") == []
