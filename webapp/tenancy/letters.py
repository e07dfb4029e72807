"""Letters about taking part and leaving; each function writes one."""

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.municipalities.models import Municipality


def joined(town: Municipality, department: str) -> Draft:
    """To operators: a town has started."""
    return Draft(
        _("%(town)sが参加しました", town=town.full_name),
        [_("招待したまちの管理者が内容を確かめ、参加を始めました。まちのページが公開されています。")],
        [(_("まち"), town.full_name), (_("担当"), department)],
        "/operator",
        _("市町村の参加を開く"),
    )


def started(town: Municipality) -> Draft:
    """To the town's own office: what is open now, and what to do next."""
    return Draft(
        _("ふたまちでの受付が始まりました"),
        [
            _("%(town)sのページが公開され、登録の申請や寄附の申出を受けられるようになりました。", town=town.full_name),
            _("つぎに、制度の設定と首長の名前を確かめ、一緒に働く職員を招待してください。"),
        ],
        [(_("まち"), town.full_name)],
        f"/municipalities/{town.code}",
        _("まちのページを見る"),
    )


def leaving_announced(town: Municipality, reason: str) -> Draft:
    """To operators and the town's people: it will leave."""
    return Draft(
        _("%(town)sが参加を終える手続きを始めました", town=town.full_name),
        [
            _("新しい登録・掲載・寄附の受付が止まりました。手続きの途中のものは、終わりまで進められます。"),
            _("データの書き出しが済み、運営者が終了を確かめると、職員の役割も終わります。それまでは取り消せます。"),
        ],
        [(_("まち"), town.full_name), (_("理由"), reason)],
        "/staff/town",
        _("まちの管理を開く"),
    )


def leaving_taken_back(town: Municipality) -> Draft:
    """To operators and the town's people: it stays."""
    return Draft(
        _("%(town)sは参加を続けます", town=town.full_name),
        [_("参加を終える手続きが取り消され、受付が再開しました。")],
        [(_("まち"), town.full_name)],
        "/staff/town",
        _("まちの管理を開く"),
    )


def left(town: Municipality, reason: str) -> Draft:
    """To everybody who worked for the town: it is over."""
    return Draft(
        _("%(town)sは参加を終えました", town=town.full_name),
        [
            _("運営者が終了を確かめました。このまちの職員・ハブ人材・協力店の役割は、きょうで終わりました。"),
            _("書き出したデータは、まちの規程に従って保管してください。"),
        ],
        [(_("まち"), town.full_name), (_("確かめた内容"), reason)],
    )


def data_exported(town: Municipality, who: str) -> Draft:
    """To the town's office: somebody took everything out."""
    return Draft(
        _("%(town)sのデータが書き出されました", town=town.full_name),
        [
            _(
                "まちの管理者が、個人情報を含むすべてのデータを書き出しました。心当たりのないときは、すぐに運営者へ連絡してください。"
            )
        ],
        [(_("書き出した人"), who)],
        "/staff/town",
        _("まちの管理を開く"),
    )
