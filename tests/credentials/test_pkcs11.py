"""A key that never leaves its module: made in SoftHSM, used through the same `Signer` as any other."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.issuers import IIYAMA, NOW, World, issuer
from webapp.credentials import qr, sdjwt
from webapp.credentials.pkcs11 import ModuleAway, Pkcs11Signer, read_uri
from webapp.credentials.signer import ORDER, PublicKey, key_of

LIBRARY = next((path for path in Path("/usr/lib").glob("**/libsofthsm2.so")), None)
PIN, URI, KID = "1234", "pkcs11:token=futamachi;object=202134-2026a", "202134-2026a-credential"
needs_module = pytest.mark.skipif(
    LIBRARY is None or shutil.which("softhsm2-util") is None, reason="softhsm2 is not installed"
)


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """SoftHSM with one token and a key pair in it that cannot be taken out."""
    home = tmp_path_factory.mktemp("hsm")
    (home / "tokens").mkdir()
    (home / "softhsm2.conf").write_text(f"directories.tokendir = {home / 'tokens'}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(home / "softhsm2.conf"))
        words = ["softhsm2-util", "--init-token", "--free", "--label", "futamachi", "--pin", PIN, "--so-pin", PIN]
        subprocess.run(words, check=True, capture_output=True)
        _make_key()
        yield str(LIBRARY)


def _make_key() -> None:
    import pkcs11
    from pkcs11.util.ec import encode_named_curve_parameters

    parameters = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
    token = pkcs11.lib(str(LIBRARY)).get_token(token_label="futamachi")
    with token.open(user_pin=PIN, rw=True) as session:
        made = session.create_domain_parameters(pkcs11.KeyType.EC, parameters, local=True)
        _public, private = made.generate_keypair(store=True, label="202134-2026a")
        assert private[pkcs11.Attribute.EXTRACTABLE] is False
        assert private[pkcs11.Attribute.SENSITIVE] is True


@pytest.fixture
def world(module: str) -> Any:
    """A world whose Iiyama keeps its key in the module."""
    made = World()
    made.signers[KID] = signer = Pkcs11Signer(URI, KID, module=module, pin=PIN)  # type: ignore[assignment]
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
def test_a_wrong_pin_token_or_key_is_told(uri: str, pin: str, module: str) -> None:
    with pytest.raises(ModuleAway):
        Pkcs11Signer(uri, KID, module=module, pin=pin)


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
