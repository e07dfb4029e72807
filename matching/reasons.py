"""The sentences behind the reason codes, in plain Japanese, with placeholders to fill.

They are data: a caller that speaks other languages translates the template first and then fills it.
"""

from collections.abc import Callable

from matching.model import Param, Reason

SENTENCES: dict[str, str] = {
    "theme_chosen": "やりたいこと「%(themes)s」と重なります。",
    "theme_read": "文章から読み取った関心「%(themes)s」と重なります。",
    "theme_avoided": "苦手と書かれている「%(themes)s」に関わる内容です。",
    "text_alike": "お互いの文章に、近い言葉が使われています。",
    "skill_wanted": "求められている「%(skills)s」ができます。",
    "skill_related": "「%(themes)s」の経験を生かせそうです。",
    "area_wished": "希望の地域（%(area)s）にあります。",
    "area_neighbour": "希望の市町村と同じ都道府県（%(area)s）にあります。",
    "area_outside": "希望の地域の外にあります。",
    "near_home": "自宅のある市町村から約%(km)skmと、近い場所です。",
    "far_from_home": "自宅のある市町村から約%(km)skm離れています。",
    "free_of_charge": "毎月の費用はかかりません。",
    "given_away": "価格は0円です。",
    "rent_within": "費用は月%(yen)s円で、予算の月%(budget)s円におさまります。",
    "price_within": "価格は%(yen)s円で、購入の予算%(budget)s円におさまります。",
    "price_unclear": "購入の予算がまだ入力されていないため、価格%(yen)s円が合うかは確かめていません。",
    "days_fit": "月%(days)s日の滞在で、必要な月%(needed)s日を満たします。",
    "remote_fit": "離れた場所からも関われるので、リモートワークと両立しやすいです。",
    "children_welcome": "お子さんと一緒に利用できます。",
    "children_unclear": "お子さんと一緒に利用できるかは、掲載に書かれていません。",
    "environment_wished": "希望している環境のまちです。",
    "town_fits": "大切にしている「%(matters)s」に、全国の中でもよく合うまちです。",
    "town_lacks": "大切にしている「%(matters)s」には、全国の中ではあまり合わないまちです。",
    "stay_wished": "このまちは、短い滞在も歓迎しています。",
    "kind_wished": "希望の種類（%(kind)s）です。",
    "kind_other": "希望とは別の種類（%(kind)s）です。",
    "same_place_again": "同じ市町村の掲載ばかりにならないよう、順番を少し下げています。",
    "in_demand": "混雑を避けるため、希望者の多い掲載の順番を少し下げています。",
    "seldom_shown": "まちの偏りをならすため、紹介の少ないまちの順番を少し上げています。",
    "confidential": "住所などを秘匿するお申し出があるため、マッチングの対象にしていません。",
    "no_consent": "マッチングへの同意がないため、おすすめできません。",
    "full": "定員に達しているため、今は申し込めません。",
    "own_home": "自宅のある市町村（%(area)s）なので、二地域居住の対象になりません。",
    "rent_over_budget": "費用が月%(yen)s円で、予算の月%(budget)s円を超えています。",
    "price_over_budget": "価格が%(yen)s円で、購入の予算%(budget)s円を超えています。",
    "too_far": "自宅のある市町村から約%(km)skmあり、希望の%(limit)skmより遠い場所です。",
    "car_needed": "車が必要ですが、車がないとうかがっています。",
    "licence_missing": "必要な資格・免許（%(licences)s）が、プロフィールに登録されていません。",
    "too_few_days": "月%(needed)s日以上の滞在が必要ですが、希望は月%(days)s日です。",
    "weekdays_needed": "平日の参加が必要ですが、土日だけの希望とうかがっています。",
    "season_mismatch": "ご希望の時期と、受け入れの時期が重なりません。",
    "no_children": "お子さんと一緒には利用できません。",
    "too_many_people": "利用できるのは%(limit)s人までで、ご家族は%(people)s人です。",
    "facility_missing": "必要とされている「%(facilities)s」が、この市町村にはありません。",
}
"""Reason code → template. Values named in ``CODE_PARAMS`` are codes to be shown by their label, all others numbers."""

CODE_PARAMS = frozenset({"themes", "skills", "licences", "facilities", "matters", "area", "kind"})


def fill(reason: Reason, label: Callable[[str, str], str], template: str | None = None, *, between: str = "・") -> str:
    """The reason as a sentence.

    label: called with the parameter's name and one code, gives the words for it. template: the translated template;
    None = the Japanese one. between: what stands between several codes. Numbers get thousands separators. KeyError:
    unknown code.
    """
    sentence = SENTENCES[reason.code] if template is None else template
    return sentence % {name: _shown(name, value, label, between) for name, value in reason.params.items()}


def _shown(name: str, value: Param, label: Callable[[str, str], str], between: str) -> str:
    if isinstance(value, tuple):
        return between.join(label(name, code) for code in value)
    if isinstance(value, str):
        return label(name, value)
    return f"{value:,}"
