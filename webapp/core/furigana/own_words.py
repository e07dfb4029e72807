"""Readings that we set ourselves: words of the law and of this service, numbers with their counters, weekdays."""

import re

#: words that the dictionary cuts in pieces or reads in another way
WORDS = {
    "特定居住支援法人": "とくていきょじゅうしえんほうじん",
    "特定居住促進計画": "とくていきょじゅうそくしんけいかく",
    "特定居住促進協議会": "とくていきょじゅうそくしんきょうぎかい",
    "特定居住者": "とくていきょじゅうしゃ",
    "特定居住": "とくていきょじゅう",
    "特定空家": "とくていあきや",
    "二地域居住者": "にちいききょじゅうしゃ",
    "二地域居住": "にちいききょじゅう",
    "二地域": "にちいき",
    "二つ": "ふたつ",
    "三つ": "みっつ",
    "支援法人": "しえんほうじん",
    "登録証": "とうろくしょう",
    "証明書": "しょうめいしょ",
    "会員証": "かいいんしょう",
    "空き家": "あきや",
    "空家": "あきや",
    "空き": "あき",
    "担い手": "にないて",
    "使いみち": "つかいみち",
    "受領証明書": "じゅりょうしょうめいしょ",
    "寄附金控除": "きふきんこうじょ",
    "ワンストップ特例": "ワンストップとくれい",
    "住民票": "じゅうみんひょう",
    "市区町村": "しくちょうそん",
    "市町村": "しちょうそん",
    "移住者": "いじゅうしゃ",
    "関係人口": "かんけいじんこう",
    "地域おこし協力隊": "ちいきおこしきょうりょくたい",
    "宅建業者": "たっけんぎょうしゃ",
    "延床面積": "のべゆかめんせき",
    "申込": "もうしこみ",
    "取扱い": "とりあつかい",
    "取消し": "とりけし",
    "問合せ": "といあわせ",
    "払戻し": "はらいもどし",
    "秘匿": "ひとく",
    "日本語": "にほんご",
    "日本": "にほん",
    "本文": "ほんぶん",
    "何日": "なんにち",
    "何人": "なんにん",
    "各自": "かくじ",
    "一人ひとり": "ひとりひとり",
    "世話人": "せわにん",
    "貸し主": "かしぬし",
    "借り主": "かりぬし",
    "古民家": "こみんか",
}

_DAYS = {
    "2": "ふつか", "3": "みっか", "4": "よっか", "5": "いつか", "6": "むいか", "7": "なのか", "8": "ようか", "9": "ここのか",
    "10": "とおか", "14": "じゅうよっか", "20": "はつか", "24": "にじゅうよっか",
}  # fmt: skip
_PEOPLE = {"1": "ひとり", "2": "ふたり"}
_WEEKDAYS = {
    "月": "げつ",
    "火": "か",
    "水": "すい",
    "木": "もく",
    "金": "きん",
    "土": "ど",
    "日": "にち",
    "祝": "しゅく",
}
_COUNTERS = {
    "年度": "ねんど", "年間": "ねんかん", "年": "ねん", "月": "がつ", "週間": "しゅうかん", "日間": "にちかん", "時間": "じかん",
    "時": "じ", "件": "けん", "円": "えん", "回": "かい", "歳": "さい", "名": "めい", "人": "にん", "日": "にち", "万": "まん",
    "億": "おく", "戸": "こ", "泊": "はく", "枚": "まい", "通": "つう", "台": "だい", "番": "ばん", "室": "しつ", "割": "わり",
    "点": "てん", "秒": "びょう", "分": "ふん", "本": "ほん", "階": "かい", "軒": "けん",
}  # fmt: skip
#: counters whose first sound becomes p after these last digits: 1分 いっぷん, 3泊 さんぱく
_HARDENED = {"分": ("ぷん", "013468"), "泊": ("ぱく", "01346"), "本": ("ぽん", "0168")}
_SOFTENED = {"本": ("ぼん", "3"), "階": ("がい", "3"), "軒": ("げん", "3")}
_NUMBER = re.compile(
    rf"(?P<weekday>[（(](?P<letter>[{''.join(_WEEKDAYS)}])(?=[）)・]))"
    rf"|(?P<number>\d[\d,.]*)(?P<counter>{'|'.join(_COUNTERS)})(?!曜)"
)
_COUNTER = re.compile("|".join(_COUNTERS))


def read_number(text: str, start: int, *, after: str = "") -> tuple[int, list[tuple[str, str]]]:
    """What of `text` at `start` is a number with its counter or a weekday: how long it is, and its parts with readings.

    `after` is the character before; a first day that follows a month is ついたち. Nothing found: (0, []).
    """
    found = _NUMBER.match(text, start)
    if found is None:
        return 0, []
    if found["weekday"]:
        return len(found[0]), [(found["weekday"][0], ""), (found["letter"], _WEEKDAYS[found["letter"]])]
    number, counter = found["number"], found["counter"]
    whole = _whole(number, counter, after)
    parts = [(number + counter, whole)] if whole else [(number, ""), (counter, _sounded(number, counter))]
    return len(found[0]), parts


def read_counter(text: str, number: str) -> tuple[int, str]:
    """The counter that a text begins with after a number in an element of its own: its length, its reading. Else (0, "")."""
    found = _COUNTER.match(text)
    if found is None:
        return 0, ""
    whole = _whole(number, found[0], "")
    return len(found[0]), whole[-1] if whole else _sounded(number, found[0])


def _whole(number: str, counter: str, after: str) -> str:
    if counter == "日":
        return "ついたち" if (number, after) == ("1", "月") else _DAYS.get(number, "")
    if counter == "日間" and number in _DAYS:
        return _DAYS[number] + "かん"
    return _PEOPLE.get(number, "") if counter == "人" else ""


def _sounded(number: str, counter: str) -> str:
    for table in (_SOFTENED, _HARDENED):
        reading, digits = table.get(counter, ("", ""))
        if digits and number[-1] in digits:
            return reading
    return _COUNTERS[counter]
