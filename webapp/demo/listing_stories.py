"""What the demo's listings say: made-up homes, jobs, places to work, events and needs in real towns."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from webapp.core.clock import today

SHIOJIRI, MITOYO, UWAJIMA, SADO, HIDA = "202151", "372081", "382035", "152242", "212172"


class Story(NamedTuple):
    """One listing: its words, its themes and skills (codes), and the answers to its kind's questions."""

    town: str
    kind: str
    title: str
    summary: str
    body: str
    drawbacks: str
    themes: str
    skills: str
    answers: dict[str, Any]


def a_home(town: str, title: str, words: tuple[str, str, str], themes: str, **answers: Any) -> Story:
    known: dict[str, Any] = {
        "flood": "outside",
        "flood_source": "県の洪水浸水想定区域図（見本）",
        "flood_on": date(2024, 3, 29),
    }
    known |= {
        "landslide": "inside",
        "landslide_source": "県の土砂災害警戒区域図（見本）",
        "landslide_on": date(2023, 12, 1),
    }
    known |= {"insects": "夏はムカデとカメムシが出る", "mobile": "大手2社は屋内でも良好。ほかは窓ぎわだけ"}
    known |= {"structure": "木造2階建て", "quake": "old", "co_owners_agree": True, "water": "公営", "repair": "small"}
    return Story(town, "home", title, *words, themes, "", {**known, **answers})


def a_job(town: str, title: str, words: tuple[str, str, str], topics: tuple[str, str], **answers: Any) -> Story:
    return Story(town, "job", title, *words, *topics, {**_BY_FORM[answers.get("engagement", "employment")], **answers})


def a_place(town: str, title: str, words: tuple[str, str, str], themes: str, **answers: Any) -> Story:
    known: dict[str, Any] = {
        "open_days": "月〜土",
        "open_hours": "9:00〜18:00",
        "closed": "第3水曜、祝日、12/29〜1/3",
        "power": True,
    }
    known |= {"contact": "受付（見本）", "measured_on": today() - timedelta(days=40)}
    return Story(town, "coworking", title, *words, themes, "", {**known, **answers})


def an_event(town: str, title: str, words: tuple[str, str, str], topics: tuple[str, str], **answers: Any) -> Story:
    days = answers.pop("in_days")
    known = {
        "starts_on": today() + timedelta(days=days),
        "apply_until": today() + timedelta(days=days - 7),
        "audience": "どなたでも",
        "contact": "主催者（見本）",
        **(
            {"counts_when": "3時間以上手伝い、受付で二次元コードを読み取る"}
            if answers.get("counts_as_activity")
            else {}
        ),
        **({"childcare_fee": 0, "childcare_from": 18, "childcare_to": 6} if answers.get("childcare") else {}),
    }
    return Story(town, "event", title, *words, *topics, {**known, **answers})


def a_service(town: str, title: str, words: tuple[str, str, str], themes: str, **answers: Any) -> Story:
    return Story(town, "service", title, *words, themes, "", {"contact": "地域交通の担当（見本）", **answers})


def a_need(town: str, title: str, words: tuple[str, str, str], topics: tuple[str, str], **answers: Any) -> Story:
    known = {
        "contact": "市役所の担当（見本）",
        "voices_on": today() - timedelta(days=75),
        "voices": "区の総会で説明し、意見を聞いた",
    }
    return Story(town, "need", title, *words, *topics, {**known, **answers})


_EMPLOYED = {
    "engagement": "employment",
    "work_change": "変更なし",
    "term": "fixed",
    "term_note": "始める日から6か月",
    "renewal": "勤務の様子と仕事の量で判断。通算3年まで",
    "trial": "14日（条件は同じ）",
    "workplace_change": "変更なし",
    "breaks": "60分",
    "overtime": "なし",
    "pay": "hour",
    "insurance": "労災・雇用",
    "smoking": "屋内禁煙",
    "contact": "採用担当（見本）",
}
_CONTRACTED = {
    "paid_by": "納めた月の翌月末",
    "handover": "データで受け渡し",
    "costs": "交通費は1回3,000円まで依頼者。道具は受ける人",
    "contact": "発注の担当（見本）",
}
_PRO_BONO = {
    "outcome": "できあがった原稿と写真の一式",
    "term_note": "はじめてから6か月",
    "costs": "交通費と資料の費用は依頼者",
    "rights": "著作権は作った人。まちは自由に使える",
    "may_stop": "いつでもやめられる。2週間前に連絡",
}
_VOLUNTEER = {
    "costs": "交通費の実費はまち。道具は貸す",
    "cover": "ボランティア保険にまちが入れる",
    "may_stop": "いつでもやめられる。連絡は前日までに",
    "contact": "受け入れの担当（見本）",
}
_BY_FORM = {"employment": _EMPLOYED, "contract": _CONTRACTED, "pro_bono": _PRO_BONO, "volunteer": _VOLUNTEER}
