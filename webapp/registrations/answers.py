"""What an application asks besides the profile: its screens, its choices, and the shape in which answers are kept."""

from typing import TypedDict

from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.residents.models import Step

MOST_BASES = 3
MOST_MEMBERS = 6
MOST_CHILDREN = 6
OLDEST_CHILD = 17


class Screen(Labelled):
    """One screen of an application, in the order in which it is asked."""

    YOU = "you", _l("あなたのこと")
    HOME = "home", _l("いまの住所")
    BASES = "bases", _l("滞在する場所")
    STAY = "stay", _l("頻度と目的")
    HOUSEHOLD = "household", _l("家族")
    TIES = "ties", _l("つながり")
    CONSENTS = "consents", _l("情報の使い方")
    GUARDIAN = "guardian", _l("保護者の同意")
    CONFIRM = "confirm", _l("確かめて送る")


class Relation(Labelled):
    """Who somebody of the household is to the applicant."""

    SPOUSE = "spouse", _l("配偶者・パートナー")
    PARENT = "parent", _l("親")
    ADULT_CHILD = "adult_child", _l("18歳以上の子")
    SIBLING = "sibling", _l("きょうだい")
    GRANDPARENT = "grandparent", _l("祖父母")
    OTHER = "other", _l("そのほか")


class AgeBand(Labelled):
    """How old an adult of the household is, no finer than a town needs."""

    YOUNG = "18-39", _l("18〜39歳")
    MIDDLE = "40-64", _l("40〜64歳")
    OLDER = "65-74", _l("65〜74歳")
    OLD = "75-", _l("75歳以上")


class School(Labelled):
    """Where a child spends the day now."""

    HOME = "home", _l("家庭（園や学校に通っていない）")
    NURSERY = "nursery", _l("保育所（保育園）")
    CENTRE = "centre", _l("認定こども園")
    KINDERGARTEN = "kindergarten", _l("幼稚園")
    SMALL = "small", _l("小規模保育など")
    PRIMARY = "primary", _l("小学校")
    MIDDLE = "middle", _l("中学校")
    HIGH = "high", _l("高校など")
    SPECIAL = "special", _l("特別支援学校")
    FREE = "free", _l("フリースクールなど")


class ChildWish(Labelled):
    """What a family wishes for a child while it stays in the municipality."""

    TEMPORARY = "temporary", _l("一時預かり")
    NURSERY_STAY = "nursery_stay", _l("保育園留学")
    OTHER_DISTRICT = "other_district", _l("区域外就学（住所のない市町村の学校に通う）")
    ONLINE = "online", _l("いまの学校の授業をオンラインで受ける")


class Tie(Labelled):
    """Why a person is close to a municipality: the reasons that towns ask for."""

    BORN = "born", _l("出身地である")
    FAMILY = "family", _l("家族や親族がいる")
    SCHOOL = "school", _l("通学していた・している")
    WORK = "work", _l("通勤していた・している")
    GIFT = "gift", _l("ふるさと納税をした")
    VISITS = "visits", _l("たびたび訪れている")
    TRIAL = "trial", _l("移住体験や催しに参加した")
    EMPTY_HOUSE = "empty_house", _l("家や土地を持っている")
    HELP = "help", _l("地域の活動を手伝っている")
    FRIENDS = "friends", _l("知り合いがいる")


class Address(TypedDict):
    """主たる住所 in parts; `typed` is what the person wrote, `joined` the one line made of the parts."""

    postal_code: str  # seven digits or empty
    code: str  # 全国地方公共団体コード
    area: str  # 町字, with the ward of a designated city
    area_code: str  # the postal code of the 町域 when `area` is what Japan Post writes, else empty
    rest: str
    building: str
    typed: str
    joined: str


class Member(TypedDict):
    """One adult of the household besides the applicant."""

    relation: str
    age_band: str
    comes: bool | None


class Child(TypedDict):
    """One child of the household."""

    age: int | None
    school: str
    wishes: list[str]
    note: str


class ConsentChoice(TypedDict):
    """What was ticked and to which version of the sentence, before it is handed in."""

    is_given: bool
    version: str


class Details(TypedDict, total=False):
    """Everything of an application that has no column of its own."""

    former_family_name: str
    common_name: str
    phone: str
    emergency_name: str
    emergency_relation: str
    emergency_phone: str
    address: Address
    members: list[Member]
    children: list[Child]
    ties: list[str]
    ties_note: str
    consents: dict[str, ConsentChoice]
    answered: list[str]  # screens that were sent as a whole


#: which answers of `Details` stand on which screen
DETAILS: dict[Screen, tuple[str, ...]] = {
    Screen.YOU: (
        "former_family_name",
        "common_name",
        "phone",
        "emergency_name",
        "emergency_relation",
        "emergency_phone",
    ),
    Screen.HOME: ("address",),
    Screen.HOUSEHOLD: ("members", "children"),
    Screen.TIES: ("ties", "ties_note"),
    Screen.CONSENTS: ("consents",),
}
#: the answers that have a column of the application
COLUMNS: dict[Screen, tuple[str, ...]] = {Screen.BASES: ("bases",), Screen.STAY: ("stay_frequency", "purpose")}
#: the answers of a screen that are the profile's own, by the profile's step
IN_PROFILE: dict[Screen, tuple[tuple[Step, tuple[str, ...]], ...]] = {
    Screen.YOU: (
        (Step.NAME, ("family_name", "given_name", "family_kana", "given_kana", "birth_date")),
        (Step.HOME, ("is_confidential",)),
    ),
    Screen.HOME: ((Step.HOME, ("home_code",)),),
    Screen.STAY: ((Step.RHYTHM, ("days_per_month", "stay_days", "remote_work", "has_car")),),
    Screen.HOUSEHOLD: ((Step.HOUSEHOLD, ("adults", "family_comes", "children_ages")),),
}
#: the steps of the profile that a screen answers as well as the profile's own wizard would
WHOLE_STEPS: dict[Screen, tuple[Step, ...]] = {
    Screen.YOU: (Step.NAME,),
    Screen.HOME: (Step.HOME,),
    Screen.STAY: (Step.RHYTHM,),
    Screen.HOUSEHOLD: (Step.HOUSEHOLD,),
}
#: what is asked once and holds for every town; the rest is about one town
ABOUT_THE_PERSON = (Screen.YOU, Screen.HOME, Screen.HOUSEHOLD)
