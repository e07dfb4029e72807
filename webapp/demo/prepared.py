"""Remembers what a database was prepared with, so that a second start has nothing to do."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from webapp.config import Settings

_FILE = "prepared.json"
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Prepared:
    """`state` stands for the code, the database and the imported file; `accounts` are shown in the greeting."""

    state: str
    accounts: list[list[str]]

    @classmethod
    def now(cls, settings: Settings, listings: Path | None, accounts: list[list[str]]) -> Self:
        """What a preparation that ends now leaves behind."""
        return cls(state_of(settings, listings), accounts)

    @classmethod
    def read(cls, settings: Settings, listings: Path | None) -> Self | None:
        """What was left behind, if nothing has changed since."""
        kept = cls.read_any(settings.home) if _may_be_there(settings) else None
        return kept if kept is not None and kept.state == state_of(settings, listings) else None

    @classmethod
    def read_any(cls, home: Path) -> Self | None:
        """What was left behind last, whatever has changed since."""
        path = home / _FILE
        return cls(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None

    def keep(self, home: Path) -> None:
        """Write it down."""
        (home / _FILE).write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")


def state_of(settings: Settings, listings: Path | None) -> str:
    """A digest that changes with the code, the installed packages, the database's address and the imported file."""
    sources = sorted([*_ROOT.glob("webapp/**/*.py"), *_ROOT.glob("migrations/versions/*.py")])
    digest = hashlib.sha256(f"{settings.database} {settings.demo_data} {listings and listings.absolute()}".encode())
    for path in [*sources, *_ROOT.glob("requirements/*.txt"), *([listings] if listings else [])]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _may_be_there(settings: Settings) -> bool:
    """An SQLite file can be looked for; a server's database has to be asked, so it is prepared again."""
    path = settings.database.removeprefix("sqlite:///")
    return path != settings.database and Path(path).exists()
