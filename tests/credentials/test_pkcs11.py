"""A key that never leaves its module: made in SoftHSM, used through the same `Signer` as any other."""

from typing import Any

import pytest

from tests.support import softhsm
from tests.support.issuers import IIYAMA, NOW, World, issuer
from tests.support.softhsm import PIN, needs_module
from webapp.credentials import qr, sdjwt
from webapp.credentials.pkcs11 import ModuleAway, Pkcs11Signer, read_uri
from webapp.credentials.signer import ORDER, PublicKey, key_of

URI, KID = softhsm.CREDENTIAL, "202134-2026a-credential"


@pytest.fixture
def world(hsm: str) -> Any:
    """A world whose Iiyama keeps its key in the module."""
    made = World()
    made.signers[KID] = signer = Pkcs11Signer(URI, KID, module=hsm, pin=PIN)  # type: ignore[assignment]
    made.tell(PublicKey(KID, key_of(signer.public_jwk), "credential", IIYAMA, issuer(IIYAMA)), signer)  # type: ignore[arg-type]
    return made


@needs_module
def test_it_signs_every_format_like_any_other_signer(world: World) -> None:
    signer = world.signers[KID]
    assert sdjwt.verify(world.sdjwt(signer=signer), world.keys, now=NOW).header["kid"] == KID
    assert qr.read(world.qr(signer=signer), world.keys, now=NOW).municipality_code == IIYAMA


@needs_module
def test_its_signatures_have_the_lower_s(world: World) -> None:
    for number in range(40):
        made = world.signers[KID].sign(bytes([number]))
        assert len(made) == 64
        assert int.from_bytes(made[32:], "big") <= ORDER // 2
        assert world.known[KID].has_signed(bytes([number]), made)


@needs_module
def test_a_module_that_was_away_is_asked_again(world: World) -> None:
    signer = world.signers[KID]
    signer._conversation._session.close()  # type: ignore[attr-defined]
    assert world.known[KID].has_signed(b"again", signer.sign(b"again"))


@needs_module
@pytest.mark.parametrize(
    ("uri", "pin"),
    [(URI, "0000"), (URI.replace("futamachi", "elsewhere"), PIN), (URI.replace("2026a", "2026z"), PIN)],
)
def test_a_wrong_pin_token_or_key_is_told(uri: str, pin: str, hsm: str) -> None:
    with pytest.raises(ModuleAway):
        Pkcs11Signer(uri, KID, module=hsm, pin=pin)


def test_no_library_is_told() -> None:
    for module in ("", "/nowhere/libsofthsm2.so"):
        with pytest.raises(ModuleAway):
            Pkcs11Signer(URI, KID, module=module, pin=PIN)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "pkcs11:",
        "pkcs11:token=a",
        "token=a;object=b",
        "pkcs11:token=a;object=b?module-path=/tmp/evil.so",
        "pkcs11:token=a;object=b;pin-value=1",
    ],
)
def test_an_address_names_a_token_and_a_key_and_nothing_else(uri: str) -> None:
    with pytest.raises(ValueError):
        read_uri(uri)
