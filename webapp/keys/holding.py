"""Signers for stored keys: unwrapped once in a process and kept in its memory, or held by a security module."""

from collections.abc import Callable
from typing import Any, Final

from webapp.core.errors import MissingSetup
from webapp.core.i18n import gettext as _
from webapp.core.services import services
from webapp.credentials.signer import LocalSigner, Signer
from webapp.keys.models import IssuerKey
from webapp.keys.wrapping import KeyEncryption, key_encryption

OPERATOR: Final = "operator"
_SIGNERS: Final = "keys.signers"
_KEK: Final = "keys.kek"


def owner_of(municipality_code: str | None) -> str:
    """Whose a key is, in names and in what its wrapping is bound to."""
    return municipality_code or OPERATOR


def kek() -> KeyEncryption:
    """The key encryption keys of the running app."""
    found: KeyEncryption = _kept(_KEK, lambda: key_encryption(services().settings))
    return found


def signer_of(row: IssuerKey) -> Signer:
    """What signs with a stored key. Raises MissingSetup when its private half cannot be had."""
    kept: dict[str, Signer] = _kept(_SIGNERS, dict)
    if row.short_kid not in kept:  # a name may be given again after a rollback, a key's own print not
        kept[row.short_kid] = opened(row)
    return kept[row.short_kid]


def forget(row: IssuerKey) -> None:
    """Drop a key from this process's memory."""
    kept: dict[str, Signer] = _kept(_SIGNERS, dict)
    kept.pop(row.short_kid, None)


def opened(row: IssuerKey) -> Signer:
    """The same, opened anew and not kept."""
    if row.pkcs11_uri:
        return _in_module(row)
    if row.wrapped_private is None:
        raise MissingSetup(_("鍵 %(kid)s では、もう署名できません。", kid=row.kid))
    owner = owner_of(row.municipality_code)
    return LocalSigner(kek().unwrap(row.wrapped_private, row.kek_id, owner, row.kid), row.kid)


def _in_module(row: IssuerKey) -> Signer:
    from webapp.credentials.pkcs11 import ModuleAway, Pkcs11Signer

    class InModule(Pkcs11Signer):
        """A module that goes away while the service runs is told like one that was never there."""

        def sign(self, data: bytes) -> bytes:
            """64 bytes R‖S with low S. Raises MissingSetup."""
            try:
                return super().sign(data)
            except ModuleAway as error:
                raise _away(error) from error

    settings = services().settings
    try:
        return InModule(
            row.pkcs11_uri, row.kid, module=settings.key_module, pin=settings.key_module_pin.get_secret_value()
        )
    except (ModuleAway, ValueError) as error:
        raise _away(error) from error


def _away(error: Exception) -> MissingSetup:
    return MissingSetup(_("鍵の装置（PKCS#11）を使えません：%(why)s", why=str(error)))


def _kept(name: str, make: Callable[[], Any]) -> Any:
    extras = services().extras
    if name not in extras:
        extras[name] = make()
    return extras[name]
