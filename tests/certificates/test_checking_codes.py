"""The public check of a code: three lights, the truth of now, and one answer for every code that nobody has."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, func, select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.certificates import TOWN, a_certificate, registration_of, token
from tests.support.client import PageClient
from webapp.accounts import own_account
from webapp.accounts.models import User
from webapp.accounts.queries import user
from webapp.certificates import actions, following
from webapp.certificates.integrity import claims_hash
from webapp.certificates.models import Certificate, RevocationReason, TokenForm
from webapp.core.clock import months_later, now
from webapp.registrations import applying
from webapp.residents.queries import profile_of_user

ROOT = Path(__file__).resolve().parents[2]


def states(page: Any) -> list[str]:
    """What the three lights show."""
    return [str(light.attrs["data-state"]) for light in page.tree.select(".light")]


def test_anybody_sees_three_green_lights_for_a_valid_one(database: Any, client: PageClient) -> None:
    with database.transaction():
        certificate = a_certificate()
    page = client.get(f"/v/{certificate.public_code}")
    assert page.h1 == "有効な二地域居住者登録証です"
    assert states(page) == ["ok", "ok", "ok"]
    assert page.tree.select_one(".compare__name").text == "佐藤 花子"
    assert page.tree.select_one(".compare__number").text == certificate.number
    assert "紙面と一致しますか" in page.text
    assert "住民票" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"


def test_the_code_may_be_typed_as_printed_or_sloppily_or_as_an_address(database: Any, client: PageClient) -> None:
    with database.transaction():
        certificate = a_certificate()
    code = certificate.public_code
    for typed in (certificate.shown_code, certificate.shown_code.lower().replace("0", "o"), f" {code} "):
        page = client.submit(client.get("/verify"), "確かめる", {"code": typed}).follow()
        assert page.h1 == "有効な二地域居住者登録証です"
    address = {"code": f"https://town.example/v/{code}"}
    assert client.submit(client.get("/verify"), "確かめる", address, expect=200).h1 == "有効な二地域居住者登録証です"


@pytest.mark.settings(rate_limits=False)
def test_every_unknown_code_gets_the_same_answer(client: PageClient) -> None:
    codes = ("000000000000", "ZZZZZZZZZZZZ", "xyz", "U" * 12, "0" * 300)
    # the form's token carries the second it was made in
    own = re.compile(r'nonce="[^"]+"|<input[^>]*name="csrf_token"[^>]*>')
    bodies = {own.sub("", client.get(f"/v/{code}", expect=404).html).replace(code, "") for code in codes}
    assert len(bodies) == 1
    typed = client.submit(client.get("/verify"), "確かめる", {"code": "' OR 1=1 --"}, expect=404)
    assert typed.h1 == "この証明書は確認できません"
    assert client.submit(client.get("/verify"), "確かめる", {"code": " "}, expect=422).errors()


def test_each_way_of_not_being_valid_has_its_answer(database: Any, client: PageClient) -> None:
    with database.transaction():
        clerk = actor_of(a_clerk(TOWN))
        revoked, held, replaced, ended = (a_certificate() for _ in range(4))
        actions.revoke(revoked, by=clerk, reason=RevocationReason.FALSE_STATEMENT, note="書類が偽物でした。")
        actions.suspend(held, by=clerk, note="紛失の連絡があったため。")
        row = registration_of(replaced)
        row.valid_until = months_later(replaced.valid_until, 12)
        following.follow(row, by=actions.FOLLOWING)
        row = registration_of(ended)
        applying.withdraw(row, by=actor_of(user(row.user_id)))
    expected = [
        (revoked, "取り消された二地域居住者登録証です"),
        (held, "一時停止中の二地域居住者登録証です"),
        (replaced, "新しいものに切り替わった、前の二地域居住者登録証です"),
        (ended, "取り消された二地域居住者登録証です"),
    ]
    for certificate, title in expected:
        page = client.get(f"/v/{certificate.public_code}")
        assert (page.h1, states(page)) == (title, ["ok", "bad", "ok"])
        assert "佐藤" not in page.text
        assert not re.search("偽物|紛失", page.text), "why is told to the holder alone"


def test_the_date_alone_ends_it_and_a_clock_that_is_a_day_early_says_so(
    database: Any, client: PageClient, time_machine: Any
) -> None:
    time_machine.move_to("2026-12-01T03:00:00Z")
    with database.transaction():
        certificate = a_certificate()
    time_machine.move_to("2026-11-30T03:00:00Z")
    assert client.get(f"/v/{certificate.public_code}").h1.startswith("まだ有効期間が始まっていない")
    time_machine.move_to(f"{certificate.valid_until.isoformat()}T14:59:00Z")
    assert client.get(f"/v/{certificate.public_code}").h1.startswith("有効な")
    time_machine.move_to(f"{certificate.valid_until.isoformat()}T15:01:00Z")
    assert client.get(f"/v/{certificate.public_code}").h1.startswith("有効期限が切れた")


@pytest.mark.parametrize("forged", ["claims", "hash too", "token too"])
def test_an_altered_record_turns_red_even_with_a_matching_hash(database: Any, client: PageClient, forged: str) -> None:
    with database.transaction():
        certificate, other = a_certificate(), a_certificate()
    with database.transaction() as s:
        row = s.get_one(Certificate, certificate.id)
        row.claims = {**row.claims, "holder_name": "別の 人"}
        if forged != "claims":
            row.claims_sha256 = claims_hash(row)
        if forged == "token too":
            token(row, TokenForm.SDJWT).body = token(s.get_one(Certificate, other.id), TokenForm.SDJWT).body
    page = client.get(f"/v/{certificate.public_code}")
    assert page.h1 == "内容が発行時の記録と一致しません"
    assert states(page)[0] == "bad"


def test_checks_are_limited_and_the_limit_holds_for_typing_too(client: PageClient) -> None:
    for _round in range(29):
        client.get("/v/000000000000", expect=404, lint=False)
    client.post("/verify", {"code": "000"}, expect=404, lint=False)
    client.get("/v/000000000000", expect=429)
    client.post("/verify", {"code": "1" * 60}, expect=429, lint=False)


def test_nothing_is_written_about_a_check(database: Any, client: PageClient) -> None:
    with database.transaction():
        certificate = a_certificate()

    def counted() -> dict[str, int]:
        with database.transaction(read_only=True) as s:
            tables = [t for t in SQLModel.metadata.sorted_tables if t.name != "rate_window"]
            return {t.name: s.exec(select(func.count()).select_from(t)).one() for t in tables}

    before = counted()
    client.get(f"/v/{certificate.public_code}")
    client.get("/v/000000000000", expect=404)
    assert counted() == before


def test_a_confidential_holders_name_is_not_shown(database: Any, client: PageClient) -> None:
    with database.transaction():
        holder = a_resident_user()
        certificate = a_certificate(holder)
        profile = profile_of_user(holder.id)
        assert profile is not None
        profile.is_confidential = True
    page = client.get(f"/v/{certificate.public_code}")
    assert "佐藤" not in page.text
    assert states(page) == ["ok", "ok", "ok"]


def test_a_closed_account_leaves_no_valid_certificate(app: Any, database: Any, client: PageClient) -> None:
    with app.app_context(), database.transaction() as s:
        holder = a_resident_user()
        certificate, other = a_certificate(holder), a_certificate()
        own_account.close_account(s.get_one(User, holder.id), by=actor_of(holder))
        s.get_one(User, other.user_id).closed_at = now()  # however the account was closed
    for public_code in (certificate.public_code, other.public_code):
        page = client.get(f"/v/{public_code}")
        assert states(page)[1] == "bad"
        assert "佐藤" not in page.text


def test_the_script_of_the_page_has_words_for_each_of_its_answers(client: PageClient) -> None:
    page = client.get("/v")
    words = {str(template.attrs["data-words"]) for template in page.tree.select("template[data-words]")}
    script = (ROOT / "static/js/verify/page.js").read_text()
    answers = [code for listed in re.findall(r"(?:FOREIGN|REFUSED) = \[([^]]+)\]", script) for code in codes_in(listed)]
    assert {"wrong_issuer", "key_not_in_force", "tampered"} <= set(answers)
    lacking = {f"{part}-{code}" for code in [*answers, "malformed"] for part in ("title", "refused")} - words
    assert lacking == set()


def codes_in(listed: str) -> list[str]:
    return re.findall(r'"([a-z_]+)"', listed)
