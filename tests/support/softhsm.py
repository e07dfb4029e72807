"""A security module for tests: SoftHSM with one token and keys in it that cannot be taken out."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

LIBRARY = next((path for path in Path("/usr/lib").glob("**/libsofthsm2.so")), None)
TOKEN, PIN = "futamachi", "1234"
CREDENTIAL, PDF = (f"pkcs11:token={TOKEN};object={label}" for label in ("202134-2026a", "202151-2026b"))
needs_module = pytest.mark.skipif(
    LIBRARY is None or shutil.which("softhsm2-util") is None, reason="softhsm2 is not installed"
)


@pytest.fixture(scope="session")
def hsm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The library; one for the whole process, because a process sets it up and logs in to it only once."""
    home = tmp_path_factory.mktemp("hsm")
    (home / "tokens").mkdir()
    (home / "softhsm2.conf").write_text(f"directories.tokendir = {home / 'tokens'}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(home / "softhsm2.conf"))
        words = ["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", PIN]
        subprocess.run(words, check=True, capture_output=True)
        for address in (CREDENTIAL, PDF):
            _make_key(address.partition("object=")[2])
        yield str(LIBRARY)


def _make_key(label: str) -> None:
    import pkcs11
    from pkcs11.util.ec import encode_named_curve_parameters

    parameters = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
    token = pkcs11.lib(str(LIBRARY)).get_token(token_label=TOKEN)
    with token.open(user_pin=PIN, rw=True) as session:
        made = session.create_domain_parameters(pkcs11.KeyType.EC, parameters, local=True)
        _public, private = made.generate_keypair(store=True, label=label)
        assert private[pkcs11.Attribute.EXTRACTABLE] is False
        assert private[pkcs11.Attribute.SENSITIVE] is True
