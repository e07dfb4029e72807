"""The sentences of consents as they were: who said yes to an older one still reads that one."""

from typing import Any, Final

from webapp.core.i18n import lazy as _l
from webapp.residents.models import CONSENT_VERSION, ConsentPurpose

_P = ConsentPurpose
#: by purpose and version, where the sentence was another one than today
EARLIER: Final[dict[tuple[ConsentPurpose, str], Any]] = {
    (_P.CORPORATIONS, "2026-04-01"): _l("支援法人から、このサービスを通じて案内を受け取ること"),
    (_P.APPLICATION, "2026-04-01"): _l("申請先の市町村に、プロフィールの写しを渡すこと"),
}
#: what ends when a yes is taken back
ENDS: Final[dict[ConsentPurpose, Any]] = {
    _P.MATCHING: _l("おすすめが出なくなります。これまでの記録は、プロフィールを消すと消えます。"),
    _P.TOWNS: _l("市町村の候補に、あなたが出なくなります。"),
    _P.CORPORATIONS: _l("支援法人の候補に、あなたが出なくなります。"),
    _P.STATISTICS: _l("これからの統計に、あなたの答えを数えません。"),
    _P.NEWS: _l("新しい情報のメールが届かなくなります。"),
    _P.APPLICATION: _l("審査や登録を続けられなくなります。"),
    _P.CERTIFICATE: _l("登録証が使えなくなります。"),
    _P.SCHEMES: _l("県の登録が終わり、これからの名簿に入りません。渡した分は、渡した先に請求できます。"),
    _P.SUPPORTERS: _l("支援法人に、新しく名前と連絡先を渡しません。"),
    _P.TOWN_STATISTICS: _l("まちのこれからの統計に、あなたを数えません。"),
    _P.TOWN_NEWS: _l("まちからの案内のメールが届かなくなります。"),
    _P.CONTACT: _l("その相手に、連絡先を見せなくなります。"),
}


def text_of(purpose: ConsentPurpose, version: str) -> Any:
    """The sentence of a version."""
    return EARLIER.get((purpose, version), purpose.label)


def is_of_today(purpose: ConsentPurpose, version: str) -> bool:
    """Whether the sentence of a version is the one that is shown now."""
    return version == CONSENT_VERSION[purpose]
