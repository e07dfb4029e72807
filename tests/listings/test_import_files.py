"""Files that cannot be used end in a sentence that says what to do; both usual encodings are read."""

from pathlib import Path

import pytest

from tests.listings.akiyabank_sample import AKIYABANK, house, outcomes, write
from webapp.core.errors import BadFile
from webapp.listings.importing.csvfile import MAX_BYTES, open_csv
from webapp.listings.importing.outcomes import Accepted, RefusalReason, Refused

TWO = [house(PROPERTY_NUMBER_ID="1", STRONG_POINTS="海が見えます。"), house(PROPERTY_NUMBER_ID="2")]


def sentence_for(path: Path) -> str:
    with pytest.raises(BadFile) as caught:
        outcomes(path)
    assert caught.value.sentence.endswith(("。", "ます。"))
    return caught.value.sentence


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    first, second = outcomes(write(tmp_path / "two.csv", TWO, encoding=encoding))
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert first.record.appeal == "海が見えます。"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "iso2022_jp"])
def test_other_encodings_are_named_as_such(tmp_path: Path, encoding: str) -> None:
    assert "UTF-8" in sentence_for(write(tmp_path / "two.csv", TWO, encoding=encoding))


def test_letters_of_another_encoding_are_noticed_by_the_prefectures(tmp_path: Path) -> None:
    path = write(tmp_path / "two.csv", [house(STRONG_POINTS="あ")], encoding="euc_jp")
    assert "UTF-8" in sentence_for(path)
    garbled = write(tmp_path / "three.csv", TWO).read_text(encoding="utf-8-sig").encode().decode("latin-1")
    path.write_text(garbled, encoding="utf-8")
    assert "文字化け" in sentence_for(path)


def test_empty_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    for content in (b"", b"\xef\xbb\xbf", b"\r\n\r\n"):
        path.write_bytes(content)
        assert "空です" in sentence_for(path)


def test_heading_alone_says_so(tmp_path: Path) -> None:
    assert "見出しの行だけ" in sentence_for(write(tmp_path / "heading.csv", []))


def test_missing_columns_are_named(tmp_path: Path) -> None:
    path = write(tmp_path / "two.csv", TWO)
    text = path.read_text(encoding="utf-8-sig").replace("FOR_OFFICE_USE", "ELEMENTARY_SCHOOL", 1)
    path.write_text(text, encoding="utf-8")
    assert "1個: FOR_OFFICE_USE" in sentence_for(path)
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert "45個" in sentence_for(path)


def test_further_columns_do_no_harm(tmp_path: Path) -> None:
    path = write(tmp_path / "two.csv", TWO)
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    path.write_text("\n".join(f"x,{line}" if line else "" for line in lines), encoding="utf-8")
    assert len(outcomes(path)) == 2


def test_last_row_cut_off_is_half_a_file(tmp_path: Path) -> None:
    path = write(tmp_path / "two.csv", TWO)
    path.write_bytes(path.read_bytes()[:-20])
    assert "最後の行（3行目）が途中で切れています" in sentence_for(path)


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_file_cut_off_inside_a_letter_is_half_a_file(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "two.csv", TWO, encoding=encoding)
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex("無し".encode(encoding)) + 1])
    assert "文字の途中で切れています" in sentence_for(path)


def test_quote_that_never_closes_is_half_a_file(tmp_path: Path) -> None:
    path = write(tmp_path / "two.csv", [*TWO, house(PROPERTY_NUMBER_ID="3", STRONG_POINTS="一\n二")])
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text[: text.rindex("二")], encoding="utf-8")
    assert "引用符の対応が崩れています" in sentence_for(path)


def test_quote_in_the_middle_of_a_file_is_broken(tmp_path: Path) -> None:
    path = write(tmp_path / "two.csv", TWO)
    text = path.read_text(encoding="utf-8-sig").replace("海が", '"海が', 1)
    path.write_text(text.replace(",海", ',"海'), encoding="utf-8")
    assert "引用符" in sentence_for(path)


def test_row_with_another_number_of_cells_is_refused_and_the_others_stay(tmp_path: Path) -> None:
    path = write(tmp_path / "three.csv", [*TWO, house(PROPERTY_NUMBER_ID="3")])
    lines = path.read_bytes().decode("utf-8-sig").split("\r\n")
    lines[1] += ",余分,です"
    lines[2] = "2,売買居住用"
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    first, second, third = outcomes(path)
    assert isinstance(first, Refused)
    assert isinstance(second, Refused)
    assert isinstance(third, Accepted)
    assert (first.reason, second.reason) == (RefusalReason.COLUMNS, RefusalReason.COLUMNS)
    assert first.raw[""] == "余分,です"
    assert second.raw == {"PROPERTY_NUMBER_ID": "2", "PROPERTY_CATEGORY": "売買居住用"}


@pytest.mark.parametrize(
    ("beginning", "word"),
    [(b"PK\x03\x04", "Excel"), (b"\xd0\xcf\x11\xe0", "Excel"), (b"<!DOCTYPE html>", "HTML"), (b"%PDF-1.7", "PDF")],
)
def test_file_of_another_kind_is_named(tmp_path: Path, beginning: bytes, word: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(beginning + b"\0" * 100)
    assert word in sentence_for(path)


def test_noise_is_no_csv(tmp_path: Path) -> None:
    path = tmp_path / "noise.csv"
    path.write_bytes(bytes(range(1, 256)) * 50)
    assert "文字コード" in sentence_for(path)


def test_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(500 * 1024 * 1024)  # takes no room on the disk
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was opened"))
    assert "大きすぎます（500 MB）。64 MBまで" in sentence_for(path)


def test_largest_allowed_size_is_far_above_the_national_file() -> None:
    assert MAX_BYTES > 20 * 2_324_684


def test_missing_file_and_folder_are_told_apart(tmp_path: Path) -> None:
    assert "開けません" in sentence_for(tmp_path / "nowhere.csv")
    assert "ファイルではありません" in sentence_for(tmp_path)


def test_permission_error_becomes_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "two.csv", TWO)

    def refuse(*_args: object, **_named: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(BadFile, match="権限"):
        open_csv(path)


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    path = write(tmp_path / "two.csv", TWO)
    path.write_bytes(path.read_bytes() + b"\r\n\r\n")
    assert len(outcomes(path)) == 2


def test_file_without_a_final_line_break_is_whole(tmp_path: Path) -> None:
    path = write(tmp_path / "two.csv", TWO)
    path.write_bytes(path.read_bytes().rstrip())
    assert len(outcomes(path)) == 2


@pytest.mark.shared_data
def test_real_file_cut_anywhere_never_passes_for_whole(shared_data: Path, tmp_path: Path) -> None:
    whole = (shared_data / "akiyabank/01_tourokubukken.csv").read_bytes()
    path = tmp_path / "cut.csv"
    for step in range(40):
        end = 40_000 + step * 37
        path.write_bytes(whole[:end])
        if whole[end : end + 1] in {b"\r", b"\n"} or whole[end - 1 : end] == b"\n":
            continue
        try:
            outcomes(path)
        except BadFile:
            continue
        # only a cut inside the very last column leaves as many cells as there are columns
        assert len(whole[:end].decode().rsplit(",", 1)[1]) <= 2


def test_format_names_its_publisher_for_the_credit_line() -> None:
    assert "国土交通省" in AKIYABANK.credit
