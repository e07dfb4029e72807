"""Measures in words: what an operator calls them, and a model's beside those of the one that served."""

from collections.abc import Mapping
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.listings.models import ListingKind

#: measure → what an operator calls it
MEASURES: dict[str, Any] = {
    "gini": _l("まちごとの露出の偏り（ジニ係数）"),
    "poorest_tenth": _l("いちばん見られない1割のまちの露出"),
    "new_offers": _l("新しい掲載の露出"),
    "coverage": _l("だれかに見せた掲載の割合"),
    "log_loss": _l("申し込む確率の外れ方"),
}


def compared(measures: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """(measure, which direction is better, before, now) of a model beside the one that served."""
    before, now = (measures.get(side, {}) for side in ("serving", "candidate"))
    return [
        (str(label), str(_BETTER[is_more_better]), _number(before.get(name)), _number(now.get(name)))
        for name, (label, is_more_better) in _SHOWN.items()
    ]


def _number(value: float | None) -> str:
    return _("なし") if value is None else f"{value:.3f}"


_BETTER = {True: _l("大きいほどよい"), False: _l("小さいほどよい")}
_SHOWN: dict[str, tuple[Any, bool]] = {
    "ndcg": (_l("おすすめの当たりやすさ（nDCG）"), True),
    "auc_apply": (_l("申し込む人の見分け（AUC）"), True),
    "auc_accept": (_l("受け入れの見分け（AUC）"), True),
    "log_loss": (MEASURES["log_loss"], False),
    "calibration_error": (_l("見込みと実際の差"), False),
    "gini": (MEASURES["gini"], False),
    "poorest_tenth": (MEASURES["poorest_tenth"], True),
    "new_offers": (MEASURES["new_offers"], True),
    "coverage": (MEASURES["coverage"], True),
    "violations": (_l("守るべき条件を破ったおすすめの割合"), False),
}

#: groups of the bias report that are told as lines of a table
GROUPS: dict[str, Any] = {
    "kind": _l("掲載の種類"),
    "offer_age": _l("掲載の新しさ"),
    "town_size": _l("まちの受け入れ枠の大きさ"),
    "town_fame": _l("まちの見られ方"),
    "resident_age": _l("居住者の参加の長さ"),
    "household": _l("居住者の世帯"),
}
_NAMES: dict[tuple[str, str], Any] = {
    ("offer_age", "known"): _l("前からある掲載"),
    ("offer_age", "new"): _l("新しい掲載"),
    ("resident_age", "known"): _l("記録のある人"),
    ("resident_age", "new"): _l("はじめての人"),
    ("household", "single"): _l("ひとりで来る人"),
    ("household", "family"): _l("家族と来る人"),
}


def group_name(group: str, code: str) -> str:
    """One of a group of the bias report."""
    if group == "kind":
        return str(ListingKind(code).label) if code in set(ListingKind) else code
    if group in {"town_size", "town_fame"}:
        return _("小さいほうから%(n)s番目の5分の1", n=code) if code.isdigit() else _("分からない")
    return str(_NAMES.get((group, code), code))
