"""Passkeys: questions for a device, and the check of its answers, by the webauthn package."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlmodel import select

from webapp.accounts import queries, second_factor
from webapp.accounts.models import Passkey, User
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.services import settings

if TYPE_CHECKING:  # the package takes a third of a second to import: only where a passkey is at hand
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

SITE = "ふたまち"
PASSKEY = _l("パスキー")
MOST = 10
LABEL_LENGTH = 60


@dataclass(frozen=True)
class Question:
    """What a device is asked: `options` go to the browser, the challenge is kept here."""

    options: dict[str, Any]
    challenge: str


def question_for_new(person: User) -> Question:
    """Ask a device to make a passkey for a person."""
    import webauthn
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = webauthn.generate_registration_options(
        rp_id=settings().host,
        rp_name=SITE,
        user_id=person.id.encode(),
        user_name=person.email,
        user_display_name=person.display_name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=_descriptors(person),
    )
    return Question(
        json.loads(webauthn.options_to_json(options)), webauthn.helpers.bytes_to_base64url(options.challenge)
    )


def question_for_sign_in(person: User | None) -> Question:
    """Ask for a passkey: any that the device has, or, as a second step, one of this person's."""
    import webauthn
    from webauthn.helpers.structs import UserVerificationRequirement

    options = webauthn.generate_authentication_options(
        rp_id=settings().host,
        allow_credentials=_descriptors(person) if person else None,
        user_verification=UserVerificationRequirement.PREFERRED if person else UserVerificationRequirement.REQUIRED,
    )
    return Question(
        json.loads(webauthn.options_to_json(options)), webauthn.helpers.bytes_to_base64url(options.challenge)
    )


def add(person: User, answer: str, *, challenge: str, label: str, by: Actor) -> list[str]:
    """Keep the public key of a new passkey; new recovery codes if there are none yet. Raises RuleBroken."""
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    if len(queries.passkeys_of(person)) >= MOST:
        raise RuleBroken(_("パスキーは%(most)s個までです。使わないものを外してください。", most=MOST))
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=settings().host,
            expected_origin=_origin(),
        )
    except WebAuthnException:
        raise RuleBroken(_("パスキーを確かめられませんでした。設定の画面からもう一度試してください。")) from None
    credential_id = webauthn.helpers.bytes_to_base64url(made.credential_id)
    if _by_credential(credential_id) is not None:
        raise RuleBroken(_("このパスキーはすでに登録されています。"))
    passkey = Passkey(
        user_id=person.id,
        credential_id=credential_id,
        public_key=webauthn.helpers.bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        label=label[:LABEL_LENGTH],
    )
    session().add(passkey)
    return second_factor.after_adding(person, f"{PASSKEY}（{passkey.label}）", passkey, by=by)


def remove(passkey: Passkey, *, by: Actor) -> None:
    """Stop accepting a passkey."""
    person = queries.user(passkey.user_id)
    second_factor.after_removing(person, f"{PASSKEY}（{passkey.label}）", passkey, by=by)


def check(answer: str, *, challenge: str, asked_at: datetime, person: User | None) -> User:
    """Whose passkey gave the right answer. Raises RuleBroken.

    Without `person` the passkey stands alone, so the device must have checked finger, face or PIN. A question is
    good for one answer: one that was asked before the passkey's last use is refused.
    """
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    passkey = _by_credential(_credential_id_of(answer))
    if passkey is None or (person is not None and passkey.user_id != person.id):
        raise _refused()
    if passkey.last_used_at is not None and passkey.last_used_at >= asked_at:
        raise _refused()
    try:
        checked = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=settings().host,
            expected_origin=_origin(),
            credential_public_key=webauthn.base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=person is None,
        )
    except WebAuthnException:
        raise _refused() from None
    owner = queries.user(passkey.user_id)
    if not owner.is_active or not owner.is_verified:
        raise _refused()
    passkey.sign_count, passkey.last_used_at = checked.new_sign_count, now()
    return owner


def _refused() -> RuleBroken:
    return RuleBroken(_("パスキーを確かめられませんでした。もう一度試すか、パスワードでサインインしてください。"))


def _credential_id_of(answer: str) -> str:
    try:
        found = json.loads(answer)
    except ValueError:
        return ""
    credential_id = str(found.get("id", "")) if isinstance(found, dict) else ""
    return credential_id if credential_id.isascii() and credential_id.isprintable() else ""


def _by_credential(credential_id: str) -> Passkey | None:
    chosen = select(Passkey).where(Passkey.credential_id == credential_id).with_for_update()
    return session().exec(chosen).first()


def _descriptors(person: User) -> "list[PublicKeyCredentialDescriptor]":
    import webauthn
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    ids = [passkey.credential_id for passkey in queries.passkeys_of(person)]
    return [PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(one)) for one in ids]


def _origin() -> str:
    parts = urlsplit(settings().base_url)
    return f"{parts.scheme}://{parts.netloc}"
