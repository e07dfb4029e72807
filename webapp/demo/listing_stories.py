"""What the demo's listings say: made-up homes, jobs, places to work, events and needs in real towns."""

from datetime import timedelta
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
    known = {"structure": "木造2階建て", "quake": "old", "co_owners_agree": True, "water": "公営", "repair": "small"}
    return Story(town, "home", title, *words, themes, "", {**known, **answers})


def a_job(town: str, title: str, words: tuple[str, str, str], topics: tuple[str, str], **answers: Any) -> Story:
    if answers.get("engagement", "employment") == "employment":
        answers = {**_EMPLOYED, **answers}
    return Story(town, "job", title, *words, *topics, answers)


def a_place(town: str, title: str, words: tuple[str, str, str], themes: str, **answers: Any) -> Story:
    known = {"open_days": "月〜土", "open_hours": "9:00〜18:00", "power": True, "contact": "受付（見本）"}
    return Story(town, "coworking", title, *words, themes, "", {**known, **answers})


def an_event(town: str, title: str, words: tuple[str, str, str], topics: tuple[str, str], **answers: Any) -> Story:
    days = answers.pop("in_days")
    known = {
        "starts_on": today() + timedelta(days=days),
        "apply_until": today() + timedelta(days=days - 7),
        "audience": "どなたでも",
        "contact": "主催者（見本）",
    }
    return Story(town, "event", title, *words, *topics, {**known, **answers})


def a_need(town: str, title: str, words: tuple[str, str, str], topics: tuple[str, str], **answers: Any) -> Story:
    return Story(town, "need", title, *words, *topics, {"contact": "市役所の担当（見本）", **answers})


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
