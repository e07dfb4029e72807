"""Two jobs of many hands, walked to their end: a refusal, and a project from nothing to its public account."""

import re
from datetime import timedelta
from pathlib import Path

from tests.browser.journeys import Person
from webapp.core.clock import today

TITLE = "冬の旧道を、灯りで歩けるように"


def refuses(clerk: Person, name: str) -> None:
    """From the board to the notice: one of the ready reasons."""
    clerk.begin("/my")
    clerk.click(clerk.page.locator(".next-step a.button"))
    clerk.follow(name)
    clerk.follow("登録を断る")
    clerk.choose("template")
    clerk.press("登録を断る")


def proposes(corporation: Person) -> None:
    """From the list of proposals to the town, with what must be written."""
    corporation.begin("/my/projects")
    corporation.follow("塩尻市に提案を書く")
    corporation.write(title=TITLE)
    corporation.press("書き始める")
    corporation.write(
        base="奈良井の事務所",
        people_count="4",
        people="住む人2人、働く人2人",
        bylaws="定款第12条",
        active="2024年から",
        accounts="会計担当",
    )
    corporation.press("保存して次へ")
    corporation.write(summary="雪の旧道に灯りを置きます。", story="冬の旧道は16時半に暗くなります。")
    corporation.press("保存して次へ")
    later = today() + timedelta(days=60)
    corporation.write(plan="作って、置きます。", team="旧道の会", schedule=f"{later} 灯りを置く", ends_on=str(later))
    corporation.press("保存して次へ")
    corporation.write(goal_yen="300000", budget="灯りの材料 300000")
    corporation.press("保存して次へ")
    corporation.write(opens_on=str(today()), closes_on=str(today() + timedelta(days=30)))
    corporation.press("保存して次へ")
    corporation.write(below_goal="少なく作ります。", above_goal="多く作ります。", alternative="景観づくり基金")
    corporation.press("保存して次へ")
    corporation.press("^次へ$")
    corporation.choose("is_agreed", "may_publish")
    corporation.press("まちに送る")


def examines_and_publishes(clerk: Person) -> None:
    """Budget item, four findings with the ready sentence, publication."""
    clerk.begin("/staff/projects")
    clerk.follow(TITLE)
    clerk.press("審査を始める")
    clerk.follow("まちの決めごとを書く")
    clerk.write(budget_item="2款1項6目 企画費")
    clerk.press("保存する")
    for _finding in range(4):
        clerk.click(clerk.page.locator("main .actions a", has_text=re.compile("を判断する$")))
        clerk.choose("is_met")
        clerk.page.locator("main [name=ready]").select_option("met")
        if not clerk.page.locator("main textarea[name=reason]").input_value():  # without a script the button puts it in
            clerk.press("文を入れる")
        clerk.press("決めて残す")
    clerk.press("公開して寄附を受け付ける")


def closes_and_decides(clerk: Person) -> None:
    """Ends the period early, knowing what that means, and says how much may be spent."""
    clerk.begin("/staff/projects")
    clerk.follow(TITLE)
    clerk.page.locator("main summary", has_text="受付を終える").click()
    clerk.press("いま受付を終える")
    clerk.follow("使える額を決める")
    clerk.press("決めて残す")


def spends_and_reports(corporation: Person, receipt: Path) -> None:
    """One receipt, the milestone's report, the final one."""
    corporation.begin("/my/projects")
    corporation.follow(TITLE)
    corporation.follow("報告と領収書を書く")
    corporation.follow("支払いを登録する")
    corporation.write(title="材料", paid_on=str(today()), yen="1000")
    corporation.page.locator("main [type=file]").first.set_input_files(receipt)
    corporation.press("登録する")
    corporation.follow("報告を書く")
    corporation.write(title="実績報告", body="歩けるようになりました。")
    corporation.choose("is_final")
    corporation.press("下書きを保存する")
    corporation.follow("報告を書く")
    corporation.page.locator("main [name=milestone_id]").select_option(label="灯りを置く")
    corporation.write(title="置きました", body="30個置きました。")
    corporation.press("下書きを保存する")
    corporation.press("報告を公開する")
    corporation.press("実績報告を出す")


def settles(clerk: Person) -> None:
    """Looks at the receipt, fixes the sum, opens the account."""
    clerk.begin("/staff/projects")
    clerk.follow(TITLE)
    clerk.follow("報告と領収書を見る")
    clerk.press("確かめた")
    clerk.page.goto("/staff/projects")
    clerk.follow(TITLE)
    clerk.follow("額を確定する")
    clerk.press("決めて残す")
