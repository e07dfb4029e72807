"""What a town may weigh. Money and families are not among it: no town is to choose people by them."""

from typing import Any

from webapp.core.i18n import lazy as _l

MOST = 100
#: field of the ranking → its name and what it looks at
FIELDS: dict[str, tuple[Any, Any]] = {
    "themes": (_l("してみたいこと"), _l("してみたいことと、掲載の内容が同じか")),
    "skills": (_l("できること"), _l("できることが、掲載の求めるものに合うか")),
    "experience": (_l("これまでの経験"), _l("似た内容に関わった経験があるか")),
    "text": (_l("文章の近さ"), _l("本人の文章と、掲載の文章が近いか")),
    "area": (_l("希望の地域"), _l("このまちや県を、名指しで希望しているか")),
    "distance": (_l("住まいからの近さ"), _l("通いやすい距離に住んでいるか")),
    "rhythm": (_l("滞在のしかた"), _l("来られる日数や曜日が合うか")),
    "stay": (_l("滞在の長さ"), _l("希望する滞在の長さが合うか")),
    "remote": (_l("離れた場所からの関わり"), _l("離れた場所からも関われるか")),
    "environment": (_l("まわりの環境"), _l("海・山・雪など、希望する環境に合うか")),
    "kind": (_l("探しているもの"), _l("この種類の掲載を探しているか")),
}
