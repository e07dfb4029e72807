"""A trail tells deeds in the past, whatever verb a move is named by."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from webapp.core.history import told
from webapp.core.past import past, past_english
from webapp.core.workflow import all_workflows


@pytest.mark.parametrize(
    ("deed", "done"),
    [
        ("証明書を取り消す", "証明書を取り消した"),
        ("審査を始める", "審査を始めた"),
        ("月を締める", "月を締めた"),
        ("公開する", "公開した"),
        ("登録を断る", "登録を断った"),
        ("命令を終え、変更の手続きに戻る", "命令を終え、変更の手続きに戻った"),
        ("変更を届け出る", "変更を届け出た"),
        ("業者に引き継ぐ", "業者に引き継いだ"),
        ("直すことを頼む", "直すことを頼んだ"),
        ("また開く", "また開いた"),
        ("参加してもらう", "参加してもらった"),
        ("返金しない", "返金しなかった"),
        ("返金が終わった", "返金が終わった"),
        ("Publish", "Publish"),
    ],
)
def test_a_deed_is_told_as_done(deed: str, done: str) -> None:
    assert past(deed) == done


def test_every_move_of_every_life_cycle_has_a_past(app: Any) -> None:
    with app.test_request_context():
        labels = {str(move.label) for flow in all_workflows().values() for move in flow.moves.values()}
    assert len(labels) > 200
    assert {label for label in labels if past(label)[-1] not in "ただ"} == set()


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("Approve registration", "Approved registration"),
        ("Fix the final sum and publish the account", "Fixed the final sum and published the account"),
        ("Do not publish", "Did not publish"),
        ("Notify a change", "Notified a change"),
        ("Withdraw", "Withdrew"),
        ("Hide, not confirmed", "Hid, not confirmed"),
        ("Payment confirmed", "Payment confirmed"),
        ("The refund failed, and the money came back", "The refund failed, and the money came back"),
    ],
)
def test_an_english_deed_is_told_as_done(deed: str, told: str) -> None:
    assert past_english(deed) == told


def test_the_same_deed_of_a_day_again_and_again_is_one_line(app: Any) -> None:
    at = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    entries: Any = [
        SimpleNamespace(id=str(n), at=at + timedelta(days=n // 3), action=action, actor_name="clerk", reason="")
        for n, action in enumerate(["project.revise", "project.draft", "project.draft", "project.draft"])
    ]
    with app.test_request_context():
        titles = [str(one.title) for one in told(entries)]
    assert titles == ["下書きをつくった", "下書きをつくった（2回）", "下書きを書き直した"]
