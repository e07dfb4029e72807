"""The operator's page of stopped jobs: look, try again, set aside with a reason; no personal data."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.accounts import a_clerk, an_operator
from tests.factories.municipalities import a_programme
from tests.support.client import PageClient
from webapp.core.jobs import Job, JobStatus

SignedIn = Callable[..., PageClient]


@pytest.fixture
def jobs(database: Any) -> list[str]:
    """A failed letter and a doubtful one."""
    with database.transaction() as s:
        rows = [
            Job(kind="send_letter", payload={"letter": "who@example.jp"}, status=status, last_error="550 no such box")
            for status in (JobStatus.FAILED, JobStatus.DOUBTFUL)
        ]
        s.add_all(rows)
        s.flush()
        return [row.id for row in rows]


@pytest.fixture
def operator(database: Any, signed_in: SignedIn) -> PageClient:
    with database.transaction():
        person = an_operator()
    return signed_in(person)


def test_each_is_settled_and_the_page_tells_what_was_decided(operator: PageClient, jobs: list[str]) -> None:
    page = operator.get("/operator")
    assert "確かめが必要な処理があります" in page.text
    page = operator.get(page.links()["止まった処理を見る"])
    assert "メールを送る" in page.text
    assert "who@example.jp" not in page.html
    failed, doubtful = (operator.get(f"/operator/jobs/{job_id}") for job_id in jobs)
    assert "二重になることがあります" in doubtful.text
    assert operator.submit(failed, "理由を残して片づける", {"reason": ""}, expect=422).errors()
    operator.submit(failed, "理由を残して片づける", {"reason": "送り先が存在しない"})
    page = operator.submit(doubtful, "もう一度行う").follow()
    assert "止まった処理はありません" in page.text
    assert "送り先が存在しない" in page.text
    assert "確かめが必要な処理があります" not in operator.get("/operator").text
    operator.post(f"/operator/jobs/{jobs[0]}/retry", expect=409)
    settled = operator.get(f"/operator/jobs/{jobs[0]}")
    assert "行わずに片づけた" in settled.text
    assert not settled.tree.select("main form")


def test_it_is_the_operators_alone(database: Any, signed_in: SignedIn, client: PageClient, jobs: list[str]) -> None:
    with database.transaction():
        a_programme("202151")
        clerk = a_clerk("202151")
    for path in ("/operator/jobs", f"/operator/jobs/{jobs[0]}"):
        signed_in(clerk).get(path, expect=403)
        client.get(path, expect=303)
    signed_in(clerk).post(f"/operator/jobs/{jobs[0]}/retry", expect=403)


def test_a_job_that_is_not_there_is_not_found(operator: PageClient) -> None:
    operator.get("/operator/jobs/nothing", expect=404)
    operator.post("/operator/jobs/nothing/retry", expect=404)
