"""A refusal and a project from nothing, each through every hand to its end; at each step somebody knows what comes next."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from tests.browser import long_jobs
from tests.browser.errands import main
from tests.browser.journeys import Person
from tests.browser.pages import CLERK, CORPORATION
from tests.judges.recording import say

Comes = Callable[..., Person]


def test_a_refusal_takes_four_clicks_and_one_answer(comes: Comes) -> None:
    clerk = comes(CLERK)
    long_jobs.refuses(clerk, "秘匿希望の方")
    expect(main(clerk)).to_contain_text("登録できないことを、理由とともに申請した人に知らせました")
    say(f"refuse a registration: {clerk.told}")
    assert (clerk.clicks, clerk.answers) == (4, 1)


def test_a_project_goes_from_nothing_to_an_account_for_everybody(comes: Comes, tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.pdf"
    Image.new("RGB", (400, 600), "white").save(receipt)
    corporation, clerk, visitor = comes(CORPORATION), comes(CLERK), comes()
    long_jobs.proposes(corporation)
    expect(main(corporation)).to_contain_text("提案を送りました")
    say(f"propose a project: {corporation.told}")
    long_jobs.examines_and_publishes(clerk)
    expect(main(clerk)).to_contain_text("公開しました")
    say(f"examine and publish a project: {clerk.told}")
    visitor.begin("/projects")
    visitor.follow(long_jobs.TITLE)
    expect(main(visitor).get_by_role("link", name="この取り組みに寄附する").first).to_be_visible()
    long_jobs.closes_and_decides(clerk)
    expect(main(clerk)).to_contain_text("使える額を0円に決めました")
    long_jobs.spends_and_reports(corporation, receipt)
    expect(main(corporation)).to_contain_text("報告を公開しました")
    say(f"report on a project: {corporation.told}")
    long_jobs.settles(clerk)
    expect(main(clerk)).to_contain_text("額を確定し、収支を公開しました")
    say(f"settle a project: {clerk.told}")
    visitor.page.reload()
    visitor.follow("収支を見る")
    expect(main(visitor)).to_contain_text("1円まで合っています")
