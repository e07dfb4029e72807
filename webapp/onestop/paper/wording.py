"""What stands on the sheets, in Japanese whoever reads: they are forms of a ministry's ordinance (地方税法施行規則)."""

from datetime import date
from typing import Any, Final

from webapp.core.clock import in_tokyo
from webapp.core.eras import in_era, reiwa_year
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.onestop import years
from webapp.onestop.models import OneStopApplication, OneStopChange
from webapp.onestop.places import post_to

_WORDS: Final = {
    "number": "整理番号",
    "qr_alt": "まちの受付で読み取るためのQRコード",
    "address": "住所",
    "kana": "フリガナ",
    "name": "氏名",
    "my_number": "個人番号",
    "by_hand": "手で書いてください",
    "birth": "生年月日",
    "phone": "電話番号",
}
_PAPERS: Final = (
    "マイナンバーカードがある人：両面の写し。ない人：マイナンバーの載った住民票か通知カード（いまの住民票と同じもの）の写しと、"
    "運転免許証やパスポートなど顔写真のある書類の写し。"
)


def application(row: OneStopApplication, *, amount: int, received_on: date) -> dict[str, Any]:
    """The application for one donation."""
    town = municipalities.by_code(row.municipality_code)
    title = f"令和{reiwa_year(row.year)}年寄附分　市町村民税・道府県民税 寄附金税額控除に係る申告特例申請書"
    return {
        **_person(row, town),
        "title": title,
        "form_name": "第五十五号の五様式",
        "about": "ワンストップ特例の申請書",
        "notes": [
            "あなたが支出した地方団体に対する寄附金について、地方税法附則第7条第1項（第8項）の規定による寄附金税額控除に係る申告の特例"
            "（以下「申告の特例」という。）の適用を受けようとするときは、下の欄に必要な事項を記載してください。",
            "（注1）上に記載した内容に変更があった場合は、申告特例対象年の翌年の1月10日までに、申告特例申請事項変更届出書を提出してください。",
            "（注2）申請を行った者が地方税法附則第7条第6項（第13項）各号のいずれかに該当する場合は、申告特例対象年に支出した全ての寄附金"
            "（同項第4号に該当する場合は、同号に係るものに限る。）について申告の特例の適用は受けられなくなります。その場合は、"
            "寄附金税額控除に関する事項を記載した確定申告書又は市町村民税・道府県民税の申告書を提出してください。",
        ],
        "parts": [
            _part(
                "１．当団体に対する寄附に関する事項",
                facts=[["寄附年月日", in_era(received_on)], ["寄附金額", f"{amount:,}円"]],
            ),
            _part(
                "２．申告の特例の適用に関する事項",
                lead="申請は、①及び②に該当する場合のみすることができます。該当する場合、それぞれの□にチェックをしてください。",
                checks=[
                    _check(
                        "① 地方税法附則第7条第1項（第8項）に規定する申告特例対象寄附者である",
                        "（注）次の(1)及び(2)に該当すると見込まれる者をいいます。",
                        "(1) 寄附金を支出する年の年分の所得税について、所得税法第120条第1項の規定による申告書を提出する義務がない者又は同法第121条"
                        "（第1項ただし書を除く。）の規定の適用を受ける者",
                        "(2) 寄附金を支出する年の翌年の4月1日の属する年度分の市町村民税・道府県民税について、寄附金税額控除の控除を受ける目的以外に、"
                        "申告書（当該申告書の提出がされたものとみなされる確定申告書を含む。）の提出を要しない者",
                    ),
                    _check(
                        "② 地方税法附則第7条第2項（第9項）に規定する要件に該当する者である",
                        f"（注）この申請を含め、申告特例対象年の1月1日から12月31日の間に申請を行う地方団体の長の数が{years.MOST_TOWNS}以下であると見込まれる者をいいます。",
                    ),
                ],
            ),
        ],
        "stub": {
            "title": title + "　受付書",
            "honorific": "様",
            "town_label": "受付団体名",
            "stamp": "受付日付印",
        },
        "guide": _guide(
            row.year,
            town,
            "申請書",
            "①と②を読み、当てはまることをもう一度確かめてください（チェックは入れてあります）。",
        ),
    }


def change(row: OneStopApplication, notice: OneStopChange) -> dict[str, Any]:
    """The notice of a move to one municipality."""
    town = municipalities.by_code(notice.municipality_code)
    return {
        **_person(row, town),
        "name": notice.new_name,
        "address": notice.new_address,
        "title": f"令和{reiwa_year(notice.year)}年寄附分　寄附金税額控除に係る申告特例申請事項変更届出書",
        "form_name": "第五十五号の六様式",
        "about": "ワンストップ特例の変更届",
        "sent_on": in_era(in_tokyo(notice.created_at).date()),
        "notes": [
            "申告の特例の適用を受けるために申請した事項に変更があったので、次のとおり届け出ます（地方税法附則第7条第4項（第11項））。"
        ],
        "parts": [
            _part(
                "変更に関する事項",
                facts=[
                    ["変更年月日", in_era(notice.changed_on)],
                    ["氏名（変更前）", notice.old_name],
                    ["氏名（変更後）", notice.new_name],
                    ["住所（変更前）", notice.old_address],
                    ["住所（変更後）", notice.new_address],
                ],
            )
        ],
        "stub": None,
        "guide": _guide(notice.year, town, "変更届", "変更前と変更後が、住民票のとおりか確かめてください。"),
    }


def _person(row: OneStopApplication, town: Municipality) -> dict[str, Any]:
    day = in_tokyo(row.applied_at).date()
    born = row.birth_date
    return {
        "words": _WORDS,
        "code": f"{row.code[:4]}-{row.code[4:]}",
        "town": town.official_name,
        "to": f"{town.name}長　殿",
        "sent_on": in_era(day),
        "day": [day.year, day.month, day.day],
        "name": row.name,
        "kana": row.kana,
        "address": row.address,
        "phone": row.phone,
        "birth": in_era(born) if born else "",
        "mark": "見本" if row.is_demo else "",
        "note": "デモ用の見本です。実際の申請には使えません。" if row.is_demo else "",
    }


def _guide(year: int, town: Municipality, what: str, look: str) -> dict[str, Any]:
    place = post_to(town)
    return {
        "title": f"{what}を送る前に",
        "steps": [
            ["内容を確かめる", look],
            [
                "マイナンバーを手で書く",
                "12の四角に、1つずつ書いてください。ふたまちの画面やメールには書かないでください。",
            ],
            ["書類の写しを用意する", _PAPERS],
            [
                "封筒に入れて送る",
                f"送り先：{place}。{in_era(years.deadline(year))}に必ず着くように送ってください。",
            ],
            ["届いたことを確かめる", "まちが受け取ると、メールと画面でお知らせします。"],
        ],
    }


def _part(title: str, *, lead: str = "", facts: list[list[str]] | None = None, checks: list[Any] | None = None) -> Any:
    return {"title": title, "lead": lead, "facts": facts or [], "checks": checks or []}


def _check(title: str, *notes: str) -> dict[str, Any]:
    return {"title": title, "notes": list(notes), "on": True}
