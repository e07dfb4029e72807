"""The files of learned models: written whole, read with every byte checked, dropped when nobody needs them."""

import shutil
from pathlib import Path

from matching.engine import Engine
from matching.learned import MatchModel
from matching.store import ModelRefused, load, save
from webapp.core.ids import new_id
from webapp.core.services import settings

__all__ = ["ModelRefused", "drop", "folder_of", "keep", "read"]


def folder_of(version: str) -> Path:
    """Where the files of a version lie."""
    return settings().home.absolute() / "models" / version


def keep(model: MatchModel) -> str:
    """Write a model's files and return its version; the same content has the same one."""
    draft = folder_of(f"draft-{new_id().lower()}")
    draft.parent.mkdir(parents=True, exist_ok=True)
    version = save(draft, Engine(model).parts())
    target = folder_of(version)
    if target.exists():
        shutil.rmtree(target)
    draft.rename(target)
    return version


def read(version: str) -> MatchModel:
    """The model. ModelRefused, in words, for files that are missing, broken, foreign or another version's."""
    parts = load(folder_of(version))
    if parts.version != version:
        raise ModelRefused(f"{folder_of(version)} holds another model ({parts.version[:12]})")
    return Engine.from_parts(parts).model


def drop(version: str) -> None:
    """Forget a version's files."""
    shutil.rmtree(folder_of(version), ignore_errors=True)
