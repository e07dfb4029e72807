"""Why something signed is not accepted, in words: what is wrong, and what to do now."""

from webapp.certificates.checking.result import Result, State, lights, unreadable
from webapp.core.i18n import gettext as _
from webapp.credentials.errors import RefusalCode, Refused

_C = RefusalCode
_FOREIGN = (_C.UNKNOWN_ISSUER, _C.WRONG_ISSUER, _C.KEY_NOT_IN_FORCE, _C.KEY_COMPROMISED, _C.WRONG_PURPOSE)
_COPY = (_C.NEEDS_HOLDER, _C.REPLAYED, _C.WRONG_AUDIENCE)
_ALTERED = (_C.TAMPERED, _C.BAD_DISCLOSURE)


def refused_result(refused: Refused) -> Result:
    """The page for a refusal; nothing that the refused thing says of itself is shown."""
    if refused.code in _ALTERED:
        return _altered()
    if refused.code in _FOREIGN:
        return _foreign(refused.code)
    if refused.code in _COPY:
        return _copy()
    return unreadable(_unreadable_because(refused.code))


def _altered() -> Result:
    advice = _(
        "署名と内容が合いません。書き換えられたか、写し間違いがあります。受け付けずに、発行した市町村へ連絡してください。"
    )
    nothing = _("内容が確かめられないため、判断できません。")
    return Result(State.ALTERED, lights(("bad", advice), ("unknown", nothing), ("unknown", nothing)), advice=advice)


def _foreign(code: RefusalCode) -> Result:
    sentences = {
        _C.KEY_COMPROMISED: _("安全でなくなった鍵で署名されています。発行した市町村に確かめてください。"),
        _C.KEY_NOT_IN_FORCE: _("使用期間の外にある鍵で署名されています。発行した市町村に確かめてください。"),
        _C.WRONG_ISSUER: _("書かれた市町村のものではない鍵で署名されています。受け付けないでください。"),
    }
    advice = sentences.get(code, _("ふたまちの市町村が発行した記録がありません。受け付けないでください。"))
    nothing = _("発行者を確かめられないため、判断できません。")
    return Result(State.FOREIGN, lights(("unknown", nothing), ("unknown", nothing), ("bad", advice)), advice=advice)


def _copy() -> Result:
    advice = _(
        "スマートフォンの画面を写したものか、時間がたったものです。本人の端末で開き直したQRコードを読んでください。"
    )
    nothing = _("本人の端末の署名がないため、判断できません。")
    return Result(State.COPY, lights(("bad", advice), ("unknown", nothing), ("unknown", nothing)), advice=advice)


def _unreadable_because(code: RefusalCode) -> str:
    if code is _C.TOO_LARGE:
        return _("証明書にしては長すぎます。QRコードの数字か、証明書のファイルだけを入れてください。")
    if code is _C.TOO_DEEP:
        return _("中身の入れ子が深すぎるため、読みません。ふたまちの証明書ではありません。")
    if code is _C.BAD_HEADER:
        return _("署名の方式が、ふたまちの証明書のものではありません。受け付けないでください。")
    return _("途中で切れているか、ふたまちの証明書ではありません。QRコードを読み直すか、ファイルを選び直してください。")
