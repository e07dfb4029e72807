"""Verdicts in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.matches.registry.measures import MEASURES

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
