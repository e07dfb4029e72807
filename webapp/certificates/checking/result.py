"""What the public check answers: three lights in words, the facts to compare, what the certificate can and cannot do."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from webapp.certificates.kinds.spec import KindSpec
from webapp.core.i18n import gettext as _

Light = tuple[str, str, str]


class State(Enum):
    """The one thing that the page says in its heading."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    ENDED = "ended"
    ALTERED = "altered"
    FOREIGN = "foreign"
    COPY = "copy"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Result:
    """`name` and `number` are those that were signed; a page shows them large, to be compared with the paper."""

    state: State
    lights: list[Light]
    kind: KindSpec | None = None
    name: str = ""
    number: str = ""
    facts: list[tuple[Any, Any]] = field(default_factory=list)
    advice: str = ""
    is_demo: bool = False
    certificate_id: str | None = None  # of our record, for who acts on the answer; no page shows it

    @property
    def title(self) -> str:
        """The heading."""
        return _title(self.state, self.kind.title if self.kind else _("証明書"))

    @property
    def is_valid(self) -> bool:
        """Whether all three lights are green."""
        return self.state is State.VALID


def _title(state: State, kind: Any) -> str:
    return {
        State.VALID: _("有効な%(kind)sです", kind=kind),
        State.SUSPENDED: _("一時停止中の%(kind)sです", kind=kind),
        State.REVOKED: _("取り消された%(kind)sです", kind=kind),
        State.SUPERSEDED: _("新しいものに切り替わった、前の%(kind)sです", kind=kind),
        State.EXPIRED: _("有効期限が切れた%(kind)sです", kind=kind),
        State.NOT_YET: _("まだ有効期間が始まっていない%(kind)sです", kind=kind),
        State.ENDED: _("登録や指定が終わっているため、使えない%(kind)sです", kind=kind),
        State.ALTERED: _("内容が発行時の記録と一致しません"),
        State.FOREIGN: _("ふたまちの市町村が発行したものと確かめられません"),
        State.COPY: _("画面の写しのため、確かめられません"),
        State.UNREADABLE: _("証明書として読み取れません"),
        State.UNKNOWN: _("この証明書は確認できません"),
    }[state]


def lights(whole: tuple[str, str], standing: tuple[str, str], issuer: tuple[str, str]) -> list[Light]:
    """The three answers in their order; each (state, sentence), where state is ok, bad or unknown."""
    return [(_("改ざんなし"), *whole), (_("失効なし"), *standing), (_("発行者の確認"), *issuer)]


def unknown() -> Result:
    """One answer for every code that nobody has: the same words whatever was typed."""
    no_record = _("このコードの記録がありません。")
    nobody = _("ふたまちの市町村が発行した記録は見つかりません。コードの写し間違いでないか、確かめてください。")
    return Result(State.UNKNOWN, lights(("unknown", no_record), ("unknown", no_record), ("bad", nobody)))


def unreadable(advice: str) -> Result:
    """What was handed in is not one of our certificates in any form, or not whole."""
    nothing = _("読み取れないため、判断できません。")
    return Result(State.UNREADABLE, lights(("bad", advice), ("unknown", nothing), ("unknown", nothing)), advice=advice)
