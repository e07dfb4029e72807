"""What is read of a town's own list: many headings, three encodings, and every line that cannot be used is named."""

from datetime import date

import pytest

from tests.factories.residents import SHIOJIRI
from webapp.core.errors import BadFile
from webapp.registrations.lists import cells
from webapp.registrations.lists.reading import Around, Reading, RefusalReason, read

AROUND = Around(SHIOJIRI, frozenset({"known@example.jp"}), frozenset({"asked@example.jp"}))
HEAD = "氏名,メールアドレス,住所,生年月日"
FINE = "佐藤 花子,hanako@example.jp,東京都新宿区西新宿2-8-1,1988-05-03"


def taken(*lines: str, head: str = HEAD, encoding: str = "utf-8") -> Reading:
    return read("\r\n".join((head, *lines, "")).encode(encoding), AROUND)


def refused(line: str, head: str = HEAD) -> list[RefusalReason]:
    return [reason for _number, reason in taken(line, head=head).refused]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_three_encodings_give_the_same_person(encoding: str) -> None:
    (entry,) = taken(FINE, encoding=encoding).entries
    assert (entry.family_name, entry.given_name, entry.email) == ("佐藤", "花子", "hanako@example.jp")
    assert (entry.home_code, entry.birth_date, entry.line) == ("131041", date(1988, 5, 3), 2)


def test_headings_are_understood_in_the_words_of_a_town_and_the_rest_is_thrown_away() -> None:
    head = "会員番号（必須）,姓 ,名※, セイ,メイ,Ｅ－ｍａｉｌ,都道府県,市町村,誕生日,秘匿,趣味"
    found = taken("A-12,青木,太郎,あおき,たろう,TARO@Example.jp,長野県,松本市,S63.5.3,要,釣り", head=head)
    (entry,) = found.entries
    assert (entry.full_name, entry.family_kana, entry.given_kana) == ("青木 太郎", "アオキ", "タロウ")
    assert (entry.email, entry.home_code, entry.member_number) == ("taro@example.jp", "202029", "A-12")
    assert entry.is_confidential
    assert found.unused == ["趣味"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("佐藤花子,hanako@example.jp,東京都新宿区,", RefusalReason.NAME),
        ("佐藤 花子,hanako,東京都新宿区,", RefusalReason.EMAIL),
        ("佐藤 花子,KNOWN@example.jp,東京都新宿区,", RefusalReason.REGISTERED),
        ("佐藤 花子,asked@example.jp,東京都新宿区,", RefusalReason.WAITING),
        ("佐藤 花子,hanako@example.jp,新宿区,", RefusalReason.PLACE),
        ("佐藤 花子,hanako@example.jp,長野県塩尻市大門七番町,", RefusalReason.INSIDE),
        ("佐藤 花子,hanako@example.jp,東京都新宿区,昭和63年13月3日", RefusalReason.BIRTH_DATE),
        ("佐藤 花子,hanako@example.jp,東京都新宿区,2099-01-01", RefusalReason.BIRTH_DATE),
        ("佐藤 花子,hanako@example.jp,東京都新宿区,令和3年4月1日", RefusalReason.MINOR),
        (f"{'佐' * 41} 花子,hanako@example.jp,東京都新宿区,", RefusalReason.LONG),
        ("佐藤 花子,hanako@example.jp,東京都新宿区,,余り", RefusalReason.CELLS),
    ],
)
def test_a_line_that_cannot_be_used_is_named_with_its_reason(line: str, reason: RefusalReason) -> None:
    assert refused(line) == [reason]


def test_the_second_of_two_is_refused_by_mail_or_by_name_and_birth() -> None:
    found = taken(FINE, FINE.replace("花子", "次郎"), FINE.replace("hanako", "other"))
    assert [(line, reason.value) for line, reason in found.refused] == [(3, "email_twice"), (4, "person_twice")]
    assert len(found.entries) == 1


@pytest.mark.parametrize(
    "data",
    [
        f"{HEAD},個人番号\n{FINE},\n",
        f"{HEAD},会員番号\n{FINE},1234 5678 9018\n",
        f"{HEAD},備考\n{FINE},１２３４５６７８９０１８\n",
    ],
)
def test_a_file_with_my_number_is_refused_as_a_whole(data: str) -> None:
    with pytest.raises(BadFile, match="マイナンバー") as caught:
        read(data.encode(), AROUND)
    assert "9018" not in caught.value.sentence


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "空です"),
        ("名前,住所\n佐藤 花子,東京都新宿区\n".encode(), "メールアドレス"),
        (f"{HEAD}\n".encode(), "中身の行がありません"),
        (f'{HEAD}\n"佐藤 花子,a@example.jp'.encode(), "引用符"),
        (b"PK\x03\x04rest", "Excel"),
        (f"{HEAD}\n{FINE}\n".encode("utf-16"), "文字コード"),
    ],
)
def test_a_file_that_is_no_list_says_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        read(data, AROUND)


def test_days_and_places_are_read_as_towns_write_them() -> None:
    assert cells.day("昭和６３年５月３日") == cells.day("1988/5/3") == cells.day("19880503") == date(1988, 5, 3)
    assert cells.day("令和元年5月1日") == date(2019, 5, 1)
    assert cells.day("5月3日") is None
    assert cells.place("20215", "", "", "") == "202151"
    assert cells.place("202152", "", "", "") == ""  # the check digit is wrong
    assert cells.place("", "", "", "北海道　札幌市中央区北1条") == cells.place("", "北海道", "札幌市", "")
    assert cells.place("", "", "", "大阪府　四條畷市中野") == "272299"
    assert cells.is_yes("要配慮")
    assert not cells.is_yes("いいえ")
