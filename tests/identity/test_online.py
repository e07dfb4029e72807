"""Online identity check against the real local provider: what is kept, and everything that must not get through."""

import base64
import importlib
import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests
from flask import Flask
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey
from sqlmodel import select

from tests.factories.accounts import a_resident_user
from tests.factories.privacy import leave
from tests.factories.residents import a_resident
from tests.identity.conftest import HOME, NAME, Traveller
from tests.support.client import PageClient
from webapp.core.clock import now
from webapp.core.letters import Letter
from webapp.core.trail import TrailEntry
from webapp.identity import local_provider, queries
from webapp.identity.local_provider.people import ACR
from webapp.identity.local_provider.server import LocalIdentity
from webapp.identity.models import IdentityAttempt, IdentityCheck, Method
from webapp.identity.trial import CLIENT_ID
from webapp.identity.views import PROVIDER
from webapp.residents.queries import profile_of_user

NOT_CONFIRMED = "本人確認の結果を確かめられませんでした"
DAY = 86_400


def checks(database: Any) -> list[IdentityCheck]:
    with database.transaction(read_only=True) as session:
        return list(session.exec(select(IdentityCheck)))


def test_who_is_the_person_of_the_profile_is_checked_and_little_is_kept(
    traveller: Traveller, person: Any, database: Any, local: LocalIdentity
) -> None:
    traveller.travel()
    [check] = checks(database)
    assert (check.method, check.provider, check.acr) == (Method.ONLINE, local.url, ACR)
    assert (check.seen_name, check.address_matches) == (NAME, True)
    assert "test-0001" not in json.dumps(check.model_dump(mode="json"))
    page = traveller.browser.get(HOME).html
    assert "本人確認は済んでいます" in page
    with database.transaction(read_only=True) as session:
        standing = queries.standing_check(person.id)
        assert standing is not None
        assert standing.valid_until.year == standing.verified_at.year + 5
        assert "identity_check.pass" in [entry.action for entry in session.exec(select(TrailEntry))]
        assert "本人確認が済みました" in [letter.subject for letter in session.exec(select(Letter))]


def test_an_rsa_key_is_as_good(traveller: Traveller, local: LocalIdentity, monkeypatch: pytest.MonkeyPatch) -> None:
    with LocalIdentity(alg="RS256") as other:
        monkeypatch.setattr(local.provider, "keys", other.provider.keys)
    traveller.travel()
    assert "本人確認は済んでいます" in traveller.browser.get(HOME).html


def change(**values: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda claims: {**claims, **values}


@pytest.mark.parametrize(
    "faulty",
    [
        change(nonce="another"),
        change(iss="https://elsewhere.example"),
        change(aud="somebody-else"),
        change(aud=[CLIENT_ID, "somebody-else"], azp="somebody-else"),
        change(exp=int(time.time()) - DAY, iat=int(time.time()) - DAY - 300),
        change(iat=int(time.time()) + DAY, exp=int(time.time()) + DAY + 300),
        change(iat=int(time.time()) - DAY),
        change(sub=None),
        lambda claims: {name: value for name, value in claims.items() if name != "nonce"},
    ],
    ids=["nonce", "issuer", "audience", "for several", "a day slow", "a day fast", "old", "no subject", "no nonce"],
)
def test_a_token_that_says_something_wrong_proves_nothing(
    traveller: Traveller, local: LocalIdentity, database: Any, faulty: Any
) -> None:
    local.faults.claims = faulty
    assert NOT_CONFIRMED in traveller.travel(expect=409).html
    assert checks(database) == []


def unsigned(claims: dict[str, Any]) -> str:
    parts = ({"alg": "none"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts) + "."


def by_another_key(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "ES256"}, claims, ECKey.generate_key("P-256"))


def by_the_public_key_as_a_secret(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("futamachi-local" * 4), algorithms=["HS256"])


@pytest.mark.parametrize("sign", [unsigned, by_another_key, by_the_public_key_as_a_secret, lambda _claims: "nonsense"])
def test_a_token_that_the_provider_did_not_sign_proves_nothing(
    traveller: Traveller, local: LocalIdentity, database: Any, sign: Any
) -> None:
    local.faults.sign = sign
    assert NOT_CONFIRMED in traveller.travel(expect=409).html
    assert checks(database) == []


def test_userinfo_about_somebody_else_proves_nothing(traveller: Traveller, local: LocalIdentity) -> None:
    local.faults.userinfo = change(sub="test-0002")
    assert NOT_CONFIRMED in traveller.travel(expect=409).html


def test_a_result_is_taken_once(traveller: Traveller, database: Any) -> None:
    given = traveller.agree(traveller.leave())
    traveller.finish(given)
    assert "もう使われたか" in traveller.finish(given, expect=409).html
    fresh = traveller.agree(traveller.leave())
    assert NOT_CONFIRMED in traveller.finish({**given, "state": fresh["state"]}, expect=409).html
    assert len(checks(database)) == 1


def test_a_wrong_state_and_an_attempt_of_long_ago_are_refused(
    traveller: Traveller, database: Any, time_machine: Any
) -> None:
    given = traveller.agree(traveller.leave())
    assert "もう使われたか" in traveller.finish({**given, "state": "another"}, expect=409).html
    time_machine.move_to(now() + timedelta(minutes=16))
    assert "もう使われたか" in traveller.finish(given, expect=409).html
    assert checks(database) == []


def test_the_result_of_somebody_elses_session_is_refused(
    traveller: Traveller, person: Any, database: Any, signed_in: Callable[..., PageClient]
) -> None:
    with database.transaction():
        other = a_resident_user()
        a_resident(other, family_name="青木", given_name="美咲", birth_date="1987-06-14")
    given = traveller.agree(traveller.leave())
    stranger = Traveller(signed_in(other))
    assert "別の人が始めた" in stranger.finish(given, expect=409).html
    traveller.finish(given)
    assert "別のアカウントですでに使われています" in stranger.travel(expect=409).html
    assert [check.user_id for check in checks(database)] == [person.id]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": "青木 美早紀", "birthdate": "1987-06-14", "address": "東京都"}, "お名前が、プロフィールと違います"),
        ({"name": NAME, "birthdate": "1987-06-15", "address": "東京都"}, "生年月日が、プロフィールと違います"),
        ({"name": "別 人", "birthdate": "", "address": ""}, "お名前、生年月日が、プロフィールと違います"),
    ],
)
def test_what_differs_from_the_profile_is_said_with_what_to_do_and_not_kept(
    traveller: Traveller, database: Any, typed: dict[str, str], told: str
) -> None:
    page = traveller.travel(expect=409, **typed).html
    assert told in page
    assert "住民票のとおりに直して" in page
    assert checks(database) == []


def test_width_and_spaces_of_a_name_do_not_matter_and_another_home_is_noted(
    traveller: Traveller, database: Any
) -> None:
    traveller.travel(name="青木　　美咲", birthdate="1987-06-14", address="北海道札幌市中央区北1条西2丁目")
    assert checks(database)[0].address_matches is False
    assert "住所のある市区町村が、プロフィールと違います" in traveller.browser.get(HOME).html


def test_who_gives_up_there_is_told_that_nothing_happened(traveller: Traveller, database: Any) -> None:
    given = traveller.agree(traveller.leave(), cancel="yes")
    assert given["error"] == "access_denied"
    page = traveller.browser.get(f"{HOME}/back?error=access_denied&state={given['state']}").html
    assert "途中でやめました" in page
    assert "結果を返しませんでした" in traveller.browser.get(f"{HOME}/back?error=server_error").html
    assert checks(database) == []


def test_a_provider_that_is_down_is_said_on_the_way_there_and_back(
    traveller: Traveller, local: LocalIdentity, database: Any
) -> None:
    given = traveller.agree(traveller.leave())
    local.faults.is_down = True
    assert "返事がありません" in traveller.finish(given, expect=409).html
    with database.transaction(read_only=True) as session:
        assert all(attempt.used_at for attempt in session.exec(select(IdentityAttempt)))
    del traveller.browser.app.extensions["futamachi"].extras[PROVIDER]
    assert "返事がありません" in traveller.browser.post(HOME, expect=409).html


def test_coming_home_by_a_link_changes_nothing_until_a_press(traveller: Traveller, database: Any) -> None:
    given = traveller.agree(traveller.leave())
    page = traveller.browser.get(f"{HOME}/back?code={given['code']}&state={given['state']}").html
    assert "結果を受け取る" in page
    assert checks(database) == []


def test_a_check_ends_with_its_time_and_with_another_name(
    traveller: Traveller, person: Any, database: Any, time_machine: Any
) -> None:
    traveller.travel()
    with database.transaction() as session:
        profile = profile_of_user(person.id)
        assert profile is not None
        profile.family_name = "松本"
        session.flush()
        assert queries.standing_check(person.id) is None
        profile.family_name = "青木"
    time_machine.move_to(now() + timedelta(days=5 * 366))
    with database.transaction(read_only=True):
        assert queries.standing_check(person.id) is None


def test_a_newer_check_takes_the_place_of_the_older(traveller: Traveller, database: Any) -> None:
    traveller.travel()
    traveller.travel()
    assert [check.ended_at is None for check in sorted(checks(database), key=lambda c: c.id)] == [False, True]


def test_own_data_goes_along_and_is_blanked(traveller: Traveller, database: Any) -> None:
    traveller.travel()
    own = json.loads(traveller.browser.raw.get("/my/data/futamachi.json").get_data(as_text=True))
    assert own["identity_checks"][0]["seen_name"] == NAME
    leave(traveller.browser)
    [check] = checks(database)
    assert (check.seen_name, check.seen_address, check.subject_sha256, check.seen_birth_date) == ("", "", "", None)
    assert check.ended_at is not None


def test_the_provider_hands_nothing_to_who_lacks_pkce_or_the_verifier(local: LocalIdentity) -> None:
    asked = {
        "client_id": CLIENT_ID,
        "response_type": "code",
        "scope": "openid",
        "state": "s",
        "nonce": "n",
        "redirect_uri": "http://localhost/my/identity/back",
    }
    assert requests.get(f"{local.url}/authorize", params=asked, timeout=5).status_code == 400
    page = requests.get(
        f"{local.url}/authorize", params={**asked, "code_challenge": "x", "code_challenge_method": "S256"}, timeout=5
    )
    assert "試験用" in page.text
    plain = {**asked, "code_challenge": "x", "code_challenge_method": "plain"}
    assert requests.get(f"{local.url}/authorize", params=plain, timeout=5).status_code == 400
    assert requests.post(f"{local.url}/token", data={"code": "x"}, timeout=5).status_code == 401


def test_without_a_provider_only_the_counter_is_offered(
    app: Flask, traveller: Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.extensions["futamachi"].settings, "identity_issuer", "")
    page = traveller.browser.get(HOME).html
    assert "窓口で確かめる" in page
    assert "本人確認をはじめる" not in page
    traveller.browser.post(HOME, expect=404)


def test_production_never_loads_the_local_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUTAMACHI_ENV", "production")
    with pytest.raises(ImportError, match="no place in production"):
        importlib.reload(local_provider)
    monkeypatch.undo()
    importlib.reload(local_provider)
