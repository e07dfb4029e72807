"""What the first page of the centre shows: every purpose with how much there is of it, drawn from the export itself."""

from dataclasses import dataclass
from typing import Any

from webapp.core.actor import Actor
from webapp.core.i18n import lazy as _l
from webapp.privacy.everything import HEAD, known_of
from webapp.privacy.purposes import PURPOSES, Purpose, purpose_of

#: what a feature lends and nobody has sorted yet is shown all the same
OTHER = Purpose(
    "other", _l("そのほか"), (), _l("サービスを動かすためです。"), _l("あなただけ。"), _l("利用の申込みです。"), _l("退会するまで。")
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """One purpose with its rows by the name of their part."""

    purpose: Purpose
    parts: dict[str, Any]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(count_of(rows) for rows in self.parts.values())


def count_of(rows: Any) -> int:
    """Rows of one part: of a list each, of one thing one, of nothing none."""
    return len(rows) if isinstance(rows, list) else int(bool(rows))


def held_of(actor: Actor) -> list[Held]:
    """Everything about a person, purpose by purpose, those without rows too."""
    parts = {name: rows for name, rows in known_of(actor).items() if name not in HEAD}
    sorted_in = [Held(one, {name: parts[name] for name in one.parts if name in parts}) for one in PURPOSES]
    left = Held(OTHER, {name: rows for name, rows in parts.items() if purpose_of(name) is None})
    return [*sorted_in, left] if left.count else sorted_in
