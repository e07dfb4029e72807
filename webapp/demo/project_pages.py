"""What is told, asked and wished on the pages of the demo's projects; fictional."""

from datetime import timedelta

from sqlmodel import col, select

from webapp.accounts.models import User
from webapp.core.actor import system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.demo.world import World
from webapp.projects.models import Project
from webapp.projects.questions.models import ProjectQuestion, ProjectQuestionStatus
from webapp.projects.supporters import actions as supporters
from webapp.projects.supporters.models import Supporter
from webapp.projects.updates.models import ProjectUpdate, UpdateKind, UpdateStatus

BY = system_actor("demo")

#: how a project's title begins → days ago, kind, title, text, who signs (empty: the town)
UPDATES: dict[str, list[tuple[int, UpdateKind, str, str, str]]] = {
    "奈良井": [
        (
            4,
            UpdateKind.INVITATION,
            "土曜日、蔵の戸を開けています",
            "毎週土曜の午後は、蔵の戸を開けておきます。工事の前の姿を見られるのは、この秋だけです。\n\n"
            "室の棚板を外す作業を少しずつ進めています。手伝ってくださる方は、軍手と汚れてもよい靴でどうぞ。お茶を用意して待っています。",
            "奈良井の職人の会（見本）",
        ),
        (
            15,
            UpdateKind.NEWS,
            "漆の室の寸法を測りました",
            "大工さんと三人で、室の寸法を測りました。柱は思ったより傷んでおらず、土壁を塗り直せば使えそうです。\n\n"
            "壁の中から、昭和三十年ごろの道具の覚え書きが出てきました。完成したら、工房の壁に飾ります。",
            "奈良井の職人の会（見本）",
        ),
        (
            32,
            UpdateKind.NEWS,
            "最初の一週間で、五人の方から応援をいただきました",
            "公開から一週間がたちました。応援してくださったみなさん、ありがとうございます。\n\n"
            "「祖父が漆の仕事をしていました」という方もいらっしゃいました。いただいた言葉を、七人の職人みんなで読んでいます。",
            "",
        ),
    ],
    "朱鷺": [
        (
            9,
            UpdateKind.NEWS,
            "目標に届きました。宿の予約を始めます",
            "みなさんのおかげで、目標の三十万円に届きました。六月の合宿に向けて、宿の予約を始めます。\n\n"
            "残りの日にいただく寄附は、約束のとおり、秋の稲刈り合宿に使います。",
            "朱鷺の田を守る会（見本）",
        )
    ],
}
QUESTIONS: dict[str, list[tuple[int, str, str]]] = {
    "奈良井": [
        (
            12,
            "完成した工房は、町の外に住む人も使えますか。",
            "はい。月に一度の開放日は、どなたでも使えます。道具の使い方は、職人がお教えします。",
        ),
        (2, "寄附した人が、作業を見に行ってもよいですか。", ""),
    ],
    "島へ": [
        (
            6,
            "本を送ることもできますか。",
            "ありがとうございます。置ける数が限られるので、まず近況でお知らせする「ほしい本の一覧」をご覧ください。",
        )
    ],
}
#: words of supporters, in the order in which they gave: whether the name is shown, the words, whether the town has read them
VOICES: dict[str, list[tuple[bool, str, bool]]] = {
    "奈良井": [
        (True, "学生のとき奈良井で見た漆の椀を、今も使っています。次につくる人が育つ場所になりますように。", True),
        (False, "閉じた蔵の前を、毎年通っていました。戸が開く日を楽しみにしています。", True),
        (True, "木工を始めたばかりです。開放日に必ず行きます。", True),
        (True, "", True),
        (False, "遠くからですが、応援しています。", True),
        (True, "祖父が塩尻の出身です。ふるさとが一つ増えた気持ちです。", True),
        (True, "工房の完成を、家族で見に行きます。", True),
        (True, "少しですが、室の土壁の足しにしてください。", False),
    ],
    "朱鷺": [
        (True, "子どもと一緒に草取りに行きたいです。", True),
        (False, "朱鷺の飛ぶ空を、これからも。", True),
        (True, "去年の合宿で食べたおにぎりの味が忘れられません。", True),
    ],
    "島へ": [(True, "船を待つ時間が、島の思い出になりました。本を楽しみにしています。", True)],
}


#: what the town has still to read: how the project's title begins, title, text, who signs
WAITING = (
    "奈良井",
    "土壁の左官さんが決まりました",
    "室の土壁を塗ってくださる左官さんが決まりました。来月から、週に二日ずつ来てくださいます。\n\n"
    "下地の竹を編む日には、手伝いを募ります。はじめての方も歓迎です。",
    "奈良井の職人の会（見本）",
)


def seed(world: World) -> None:
    """Let the pages of the projects live."""
    for project in session().exec(select(Project).where(Project.is_demo).order_by(col(Project.id))):
        key = next((start for start in VOICES if project.title.startswith(start)), "")
        for days, kind, title, text, signed in UPDATES.get(key, []):
            _tell(project, days, kind, title, text, signed)
        for days, asked, answer in QUESTIONS.get(key, []):
            _ask(project, days, asked, answer)
        _let_speak(project, VOICES.get(key, []))
        if key == WAITING[0]:
            _leave_waiting(project, world.users["clerk"].id)


def _tell(project: Project, days: int, kind: UpdateKind, title: str, text: str, signed: str) -> None:
    moment = now() - timedelta(days=days)
    row = ProjectUpdate(
        project_id=project.id,
        municipality_code=project.municipality_code,
        kind=kind,
        status=UpdateStatus.PUBLIC,
        title=title,
        text=text,
        signed=signed,
        created_at=moment,
        published_at=moment,
        is_demo=True,
    )
    session().add(row)


def _leave_waiting(project: Project, writer: str) -> None:
    _key, title, text, signed = WAITING
    row = ProjectUpdate(
        project_id=project.id,
        municipality_code=project.municipality_code,
        title=title,
        text=text,
        signed=signed,
        written_by=writer,
        is_demo=True,
    )
    session().add(row)


def _ask(project: Project, days: int, text: str, answer: str) -> None:
    moment = now() - timedelta(days=days)
    row = ProjectQuestion(
        project_id=project.id,
        municipality_code=project.municipality_code,
        text=text,
        answer=answer,
        status=ProjectQuestionStatus.PUBLIC if answer else ProjectQuestionStatus.ASKED,
        asked_at=moment,
        answered_at=moment + timedelta(days=1) if answer else None,
        is_demo=True,
    )
    session().add(row)


def _let_speak(project: Project, voices: list[tuple[bool, str, bool]]) -> None:
    chosen = select(Supporter).where(Supporter.project_id == project.id).order_by(col(Supporter.id))
    given = session().exec(chosen).all()
    for place, (row, (is_named, words, is_read)) in enumerate(zip(given, voices, strict=False)):
        row.message, row.shown_name = words, _name_of(row) if is_named else ""
        row.since = now() - timedelta(days=(len(voices) - place) * 3)
        if is_read:
            supporters.show(row, by=BY)


def _name_of(row: Supporter) -> str:
    person = session().get(User, row.user_id) if row.user_id else None
    return person.display_name if person else ""
