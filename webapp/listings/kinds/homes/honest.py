"""What does not suit everybody, said before anybody comes: snow, slope, animals, noise, rules, signal."""

from typing import Annotated

from webapp.core.i18n import lazy as _l
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask
from webapp.listings.kinds.homes.answers import Number, Text


class Honest(ask.Details):
    """Honest drawbacks, each in its own place. Saying "none" is an answer too."""

    snow: Annotated[Text, Ask(_l("雪"), hint=_l("例：冬に3回ほど雪下ろしが必要"))] = None
    slope: Annotated[Text, Ask(_l("坂・段差"), hint=_l("例：駐車場から石段30段"))] = None
    insects: Annotated[Text, Ask(_l("虫・動物"), hint=_l("例：夏にムカデ、畑にシカとサル"))] = None
    noise: Annotated[Text, Ask(_l("音・におい"), hint=_l("例：朝5時から農作業。堆肥の季節はにおう"))] = None
    damp: Annotated[Text, Ask(_l("寒さ・湿気"), hint=_l("例：断熱なし。1月の朝は室内3度"))] = None
    mobile: Annotated[Text, Ask(_l("携帯電話の電波"), hint=_l("例：ドコモ・auは良好、ほかは屋内で弱い"))] = None
    locks: Annotated[Text, Ask(_l("鍵・戸締まり"), hint=_l("例：勝手口は内鍵だけ"))] = None
    shared_rules: Annotated[Text, Ask(_l("共同で使う決まり"), hint=_l("例：風呂は22時まで。来客は前日までに連絡"))] = (
        None
    )
    neighbours: Annotated[Text, Ask(_l("自治会・共同作業"), hint=_l("例：年2回の草刈り、当番は月1回"))] = None
    association_fee: Annotated[Number, Ask(_l("自治会費（月）"), unit=_l("円"), high=1_000_000)] = None
