"""Verdicts and measures in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l

#: measure → what an operator calls it
MEASURES: dict[str, Any] = {
    "gini": _l("まちごとの露出の偏り（ジニ係数）"),
    "poorest_tenth": _l("いちばん見られない1割のまちの露出"),
    "new_offers": _l("新しい掲載の露出"),
    "coverage": _l("だれかに見せた掲載の割合"),
    "log_loss": _l("申し込む確率の外れ方"),
}
_SUPERSEDED = "superseded"


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """One finding of a verdict."""
    if code in {"better", "not_better"}:
        return _gain(code, params)
    if code == "too_little_feedback":
        return _(
            "確かめるための記録が足りません（%(residents)s人、必要なのは%(needed)s人）。",
            residents=params["residents"],
            needed=params["needed"],
        )
    if code == "worse":
        return _(
            "「%(measure)s」が、許される幅（%(tolerance)s）を超えて悪くなりました：%(before)s → %(after)s",
            measure=MEASURES.get(str(params["measure"]), params["measure"]),
            **{name: f"{params[name]:.3f}" for name in ("tolerance", "before", "after")},
        )
    return str(_PLAIN.get(code, code))


_PLAIN = {
    "first": _l("比べる相手がありません。"),
    "breaks_rules": _l("守るべき条件を破るおすすめがあります。"),
    _SUPERSEDED: _l("新しい候補ができたため、見送りました。"),
}


def _gain(code: str, params: Mapping[str, Any]) -> str:
    told = {name: f"{params[name]:+.3f}" for name in ("gain", "low", "high")}
    if code == "better":
        return _("おすすめの当たりやすさが上がりました：%(gain)s（95％の幅は%(low)sから%(high)s）。", **told)
    return _("上がったと言い切れません：%(gain)s（95％の幅は%(low)sから%(high)s）。", **told)


def verdict_sentences(verdict: Mapping[str, Any]) -> list[str]:
    """A stored verdict, what speaks against the model first."""
    reasons: Sequence[Mapping[str, Any]] = verdict.get("reasons", ())
    return [sentence(str(reason["code"]), reason.get("params", {})) for reason in reasons]


def superseded() -> str:
    """Why an older candidate is put aside."""
    return str(_PLAIN[_SUPERSEDED])


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
