"""What the entries of the trail are about, and what was done, in words."""

from typing import Any

from webapp.core.history import title_of
from webapp.core.i18n import lazy as _l

#: kind of row → what people call it; several kinds may share a word and are then filtered together
KINDS: dict[str, Any] = {
    "registration": _l("登録"),
    "renewal": _l("登録"),
    "moving_question": _l("登録"),
    "premium_request": _l("プレミアム登録"),
    "guardian_consent": _l("保護者の同意"),
    "registrant_list": _l("名簿の取り込み"),
    "disclosure": _l("名簿の書き出し"),
    "taken_file": _l("取り出したファイル"),
    "privacy_request": _l("自分の情報についての請求"),
    "identity_check": _l("本人確認"),
    "activity": _l("担い手活動"),
    "activity_record": _l("担い手活動"),
    "activity_occasion": _l("担い手活動"),
    "certificate": _l("証明書"),
    "mass_revocation": _l("証明書"),
    "benefit": _l("特典"),
    "redemption": _l("特典"),
    "designation": _l("支援法人の指定"),
    "designation_invitation": _l("支援法人の指定"),
    "corporation": _l("支援法人の指定"),
    "listing": _l("掲載"),
    "owner_consent": _l("掲載"),
    "scout": _l("お声かけ"),
    "match_batch": _l("枠の割り振り"),
    "match_suggestion": _l("枠の割り振り"),
    "project": _l("取り組みと寄附"),
    "pledge": _l("取り組みと寄附"),
    "receipt": _l("取り組みと寄附"),
    "issuer_key": _l("署名の鍵"),
    "membership": _l("職員"),
    "registration_deputy": _l("職員"),
    "programme": _l("まちの管理"),
    "dated_setting": _l("制度の設定"),
    "reason_template": _l("制度の設定"),
    "document_requirement": _l("制度の設定"),
    "mayor": _l("制度の設定"),
}
OTHER_KIND = _l("そのほか")
_VERBS: dict[str, Any] = {
    "start": _l("始めた"),
    "make": _l("つくった"),
    "add": _l("加えた"),
    "edit": _l("書き直した"),
    "answer": _l("書き直した"),
    "revise": _l("書き直した"),
    "change": _l("書き直した"),
    "set": _l("決めた"),
    "decide": _l("決めた"),
    "ask": _l("たずねた"),
    "send": _l("送った"),
    "erase": _l("個人の情報を消した"),
    "remove": _l("外した"),
    "withdraw": _l("取り下げた"),
    "end": _l("終えた"),
    "issue": _l("発行した"),
    "use": _l("使った"),
    "check": _l("確かめた"),
}
_DONE = _l("手続きをした")


def kind_of(subject_type: str) -> Any:
    """What an entry is about."""
    return KINDS.get(subject_type, OTHER_KIND)


def done(action: str) -> Any:
    """What was done; a code without words of its own is told by its verb."""
    told = title_of(action)
    return told if told != action else _VERBS.get(action.partition(".")[2].partition("_")[0], _DONE)
