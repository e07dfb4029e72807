"""Five hundred QR codes as they are printed, 30 mm wide, before two readers: each is read byte by byte, dirt is never read as something else."""

import random
from pathlib import Path

import pytest
from PIL import Image

from tests.judges.tools import debian
from tests.support.issuers import AZUMINO, IIYAMA, World
from tests.support.outsiders import codes, issued

COUNT = 500
ADDRESS = "https://futamachi.example.jp/v#"
SHARES_OF_DIRT = (0.03, 0.08, 0.2)


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    """The code of everybody, of two towns: most with the name, every fifth without."""
    world, rng = World(), random.Random("printed")
    callers = issued.names(rng)
    made = []
    for number in range(COUNT):
        town = rng.choice([IIYAMA, AZUMINO])
        said = {"name": next(callers), "number": f"R8-{number:06d}"} if number % 5 else {"name": None, "number": None}
        entry = {"status_list": rng.randint(1, 20), "status_index": rng.randrange(2**17), "tier": rng.choice([1, 2])}
        signer = world.signers[f"{town}-credential"]
        made.append((ADDRESS, world.qr(signer=signer, municipality_code=town, **said, **entry)))
    return made


@pytest.fixture(scope="module")
def pictures(texts: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory) -> list[Image.Image]:
    debian("pdftoppm", "poppler-utils")
    return codes.printed(texts, tmp_path_factory.mktemp("printed"))


def read(reader: str, pictures: list[Image.Image], folder: Path) -> list[str]:
    if reader == "zxing-cpp":
        return codes.by_zxing(pictures)
    debian("zbarimg", "zbar-tools")
    return codes.by_zbar(pictures, folder)


@pytest.mark.parametrize("reader", ["zxing-cpp", "zbar"])
def test_every_code_is_read_byte_by_byte(
    texts: list[tuple[str, str]], pictures: list[Image.Image], reader: str, tmp_path: Path
) -> None:
    assert read(reader, pictures, tmp_path) == ["".join(text) for text in texts]


@pytest.mark.parametrize("reader", ["zxing-cpp", "zbar"])
def test_control_a_dirty_code_is_read_rightly_or_not_at_all(
    texts: list[tuple[str, str]], pictures: list[Image.Image], reader: str, tmp_path: Path
) -> None:
    rng = random.Random("dirt")
    outcome = {share: 0 for share in SHARES_OF_DIRT}
    for share in SHARES_OF_DIRT:
        dirty = [codes.damaged(picture, rng, share) for picture in pictures]
        for found, text in zip(read(reader, dirty, tmp_path), texts, strict=True):
            assert found in {"", "".join(text)}
            outcome[share] += bool(found)
    assert outcome[0.03] > COUNT / 2  # the dirt that error correction M is for
    assert outcome[0.2] < COUNT / 10  # and the dirt that it is not for: the reader does not guess
