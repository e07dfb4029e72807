"""What must be written, add up and be promised: each rule answers with nothing or a sentence that says what, why, how."""

from datetime import date, timedelta

from webapp.core.clock import fiscal_year, today
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.templating import show_date
from webapp.municipalities import queries as municipalities
from webapp.projects.choices import Above, Below
from webapp.projects.gifts import rules as gift_rules
from webapp.projects.gifts.queries import gifts_of
from webapp.projects.models import Project
from webapp.projects.reports.queries import milestones_of


def town_takes_part(project: Project) -> str:
    """Only a running programme publishes."""
    is_running = municipalities.is_running(project.municipality_code)
    return "" if is_running else _("この市町村はいま、ふたまちで受付をしていません。")


def texts_are_written(project: Project) -> str:
    """Everything that a donor reads."""
    names = {"summary": _("一文で言うと"), "story": _("物語"), "plan": _("進め方"), "team": _("取り組む人たち")}
    asked = ("summary", "story") if project.is_the_towns_own else tuple(names)
    missing = [names[name] for name in asked if not getattr(project, name)]
    return _("まだ書かれていない項目があります：%(names)s", names=joined(missing)) if missing else ""


def budget_adds_up(project: Project) -> str:
    """The lines make the goal, to the last yen."""
    if not project.budget or project.goal_yen <= 0:
        return _("目標額と、使いみちの内訳を書いてください。")
    if project.budget_total == project.goal_yen:
        return ""
    return _(
        "使いみちの合計（%(total)s円）と目標額（%(goal)s円）が合いません。どちらかを直してください。",
        total=f"{project.budget_total:,}",
        goal=f"{project.goal_yen:,}",
    )


def goals_are_in_order(project: Project) -> str:
    """Minimum, ideal, then each further goal above the one before."""
    if not 0 < project.minimum_yen <= project.goal_yen:
        return _("最低目標は、1円から理想の目標額までの金額にしてください。")
    steps = [project.goal_yen, *(stretch["yen"] for stretch in project.stretches)]
    if steps == sorted(set(steps)):
        return ""
    return _("次の目標（ストレッチゴール）は、理想の目標額より大きい順に書いてください。")


def period_fits(project: Project) -> str:
    """Not past, not too long, and over before the books of the year close."""
    if project.closes_on < today():
        return _("受付の最終日が過ぎています。日付を直してください。")
    most = int(municipalities.setting("project_most_days", project.municipality_code))
    if (project.closes_on - project.opens_on).days + 1 > most:
        return _("受付期間は%(most)s日までです。初日か最終日を直してください。", most=most)
    cutoff = cutoff_of(project)
    if project.closes_on <= cutoff:
        return ""
    return _("受付は、その年度の予算の手続きに間に合うように、%(day)sまでに終えてください。", day=show_date(cutoff))


def cutoff_of(project: Project) -> date:
    """The last day on which donations of the fiscal year in which it opens can be taken."""
    days = int(municipalities.setting("project_cutoff_days", project.municipality_code))
    return date(fiscal_year(project.opens_on) + 1, 3, 31) - timedelta(days=days)


def promises_are_made(project: Project) -> str:
    """What happens below and above the goal is said before anybody pays."""
    if not project.below_goal or not project.above_goal:
        return _("目標に届かなかったときと、超えたときの使いみちを書いてください。寄附する人に、支払いの前に見せます。")
    needs_name = project.below_choice is Below.ALTERNATIVE
    if needs_name and not project.alternative:
        return _("別の使いみちを選んだときは、その使いみちの名前を書いてください。")
    if project.above_choice is Above.STRETCH and not project.stretches:
        return _("次の目標（ストレッチゴール）を選んだときは、その金額と内容を書いてください。")
    return ""


def schedule_is_set(project: Project) -> str:
    """Steps with days, an end, and a day for the final report."""
    if project.is_the_towns_own and project.ends_on is None:
        return ""
    if project.ends_on is None or project.report_due_on is None:
        return _("取り組みが終わる日と、実績報告の期限を決めてください。")
    if project.ends_on <= project.closes_on or project.report_due_on < project.ends_on:
        return _("取り組みが終わる日は受付の最終日より後、実績報告の期限はその日以降にしてください。")
    days = [milestone.due_on for milestone in milestones_of(project)]
    if not days and not project.is_the_towns_own:
        return _("途中の予定（日付と、そのときまでにすること）を、一つ以上書いてください。")
    if all(project.opens_on < day <= project.ends_on for day in days):
        return ""
    return _("途中の予定の日付は、受付の初日より後、取り組みが終わる日までにしてください。")


def gifts_are_lawful(project: Project) -> str:
    """No gift beyond its share, and all costs of raising within theirs."""
    for gift in gifts_of(project):
        if problem := gift_rules.too_dear(project.municipality_code, gift.from_yen, gift.cost_yen):
            return _("返礼品「%(title)s」：%(problem)s", title=gift.title, problem=problem)
    return gift_rules.raising_too_dear(project, project.minimum_yen)
