"""Letters about accounts; each function writes one."""

from datetime import date

from webapp.accounts import queries
from webapp.accounts.models import OneTimeLink
from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft, SecretDraft
from webapp.core.templating import show_date, show_datetime

SIGN_IN = "/sign-in"
SETTINGS = "/settings"
FORGOT = "/forgot-password"


def verify_email(token: str) -> Draft:
    """Is this address yours?"""
    return SecretDraft(
        _("メールアドレスの確認"),
        [
            _("ふたまちへの登録を受け付けました。下のボタンを開いて、メールアドレスを確認してください。"),
            _("このリンクは24時間、1回だけ使えます。"),
        ],
        [],
        f"/verify-email/{token}",
        _("メールアドレスを確認する"),
    )


def already_member() -> Draft:
    """Somebody signed up with an address that has an account."""
    return Draft(
        _("このアドレスはすでに登録されています"),
        [
            _("このメールアドレスで登録の申込みがありましたが、すでにアカウントがあります。サインインして使えます。"),
            _(
                "パスワードを忘れたときは、サインイン画面の「パスワードを忘れたとき」から決め直せます。あなたの申込みでなければ、何もしなくてかまいません。"
            ),
        ],
        [],
        SIGN_IN,
        _("サインインする"),
    )


def take_over(token: str) -> Draft:
    """Somebody typed the code from paper and this address."""
    return SecretDraft(
        _("窓口などで申請した内容を、画面で見られるようにします"),
        [
            _(
                "紙に書かれた受け取りコードと、このメールアドレスが入力されました。下のボタンからパスワードを決めると、"
                "申請の状況や登録証を画面で見られます。これからのお知らせは、紙ではなくメールで届きます。"
            ),
            _("このリンクは24時間、1回だけ使えます。"),
        ],
        [],
        f"/take-over/{token}",
        _("パスワードを決める"),
    )


def take_over_invitation(town: str) -> Draft:
    """To the address that somebody told a town's clerk: it holds nothing about the person."""
    return Draft(
        _("%(town)sの窓口で申請した方へ", town=town),
        [
            _("%(town)sの担当者が、あなたの申し出を受けて申請を入力しました。", town=town),
            _(
                "担当者から受け取ったコードを入力すると、申請の状況を画面で見られ、お知らせがメールで届くようになります。"
                "何もしなくても、申請はそのまま進みます。お知らせは紙で届きます。"
            ),
        ],
        [],
        "/take-over",
        _("受け取りコードを入力する"),
    )


def reset_password(token: str) -> Draft:
    """Choose a new password."""
    return SecretDraft(
        _("パスワードの再設定"),
        [
            _("パスワードを決め直す申込みを受け付けました。下のボタンから新しいパスワードを決めてください。"),
            _("このリンクは1時間、1回だけ使えます。決め直すと、すべての端末からサインアウトします。"),
        ],
        [],
        f"/reset-password/{token}",
        _("新しいパスワードを決める"),
    )


def password_changed() -> Draft:
    """The password is another one now."""
    return Draft(
        _("パスワードが変わりました"),
        [
            _(
                "あなたのアカウントのパスワードが変わりました。心当たりのないときは、すぐにパスワードを決め直してください。"
            )
        ],
        [],
        FORGOT,
        _("パスワードを決め直す"),
    )


def confirm_new_address(token: str, display_name: str) -> Draft:
    """To the new address: is it yours?"""
    return SecretDraft(
        _("新しいメールアドレスの確認"),
        [
            _("このアドレスに変える申込みを受け付けました。下のボタンを開くと、変更が終わります。"),
            _("このリンクは24時間、1回だけ使えます。"),
        ],
        [(_("アカウントの名前"), display_name)],
        f"/confirm-email/{token}",
        _("このアドレスに変える"),
    )


def address_change_asked(new_email: str) -> Draft:
    """To the present address: somebody asked for another one."""
    return Draft(
        _("メールアドレスを変える申込みがありました"),
        [
            _("新しいアドレスで確認が済むと、アカウントのメールアドレスが変わります。"),
            _("心当たりのないときは、すぐにパスワードを決め直してください。この申込みは無効になります。"),
        ],
        [(_("新しいアドレス"), _masked(new_email))],
        FORGOT,
        _("パスワードを決め直す"),
    )


def address_changed(token: str, new_email: str) -> Draft:
    """To the old address: it changed, and can be undone."""
    return SecretDraft(
        _("メールアドレスが変わりました"),
        [
            _("あなたのアカウントのメールアドレスが変わりました。自分で変えたときは、何もする必要はありません。"),
            _(
                "心当たりのないときは、7日以内に下のボタンから元に戻してください。すべての端末からサインアウトし、パスワードを決め直せます。"
            ),
        ],
        [(_("新しいアドレス"), _masked(new_email))],
        f"/undo-email-change/{token}",
        _("元のアドレスに戻す"),
    )


def second_factor_added(kind: str) -> Draft:
    """Another way to prove who one is."""
    return _about_second_factor(_("二段階認証の手段が加わりました"), kind)


def second_factor_removed(kind: str) -> Draft:
    """One way less to prove who one is."""
    return _about_second_factor(_("二段階認証の手段が外れました"), kind)


def recovery_code_used(left: int) -> Draft:
    """Somebody signed in with a recovery code."""
    return _about_second_factor(_("回復コードが使われました"), _("残りの回復コードは%(left)s個です", left=left))


def _about_second_factor(subject: str, what: str) -> Draft:
    return Draft(
        subject,
        [
            _(
                "あなたのアカウントの二段階認証に変化がありました。心当たりのないときは、設定を確かめ、パスワードを変えてください。"
            )
        ],
        [(_("内容"), what)],
        f"{SETTINGS}/second-factor",
        _("二段階認証の設定を開く"),
    )


def factor_reset_asked(token: str, link: OneTimeLink) -> Draft:
    """The second factor will be taken away after a day, unless it is stopped."""
    return SecretDraft(
        _("二段階認証の解除の申込み"),
        [
            _("二段階認証を解除する申込みがありました。安全のため、24時間たつまで解除できません。"),
            _(
                "あなたの申込みでないときは、下のボタンから取り消してください。あわせて、パスワードを変えることをおすすめします。"
            ),
        ],
        [(_("解除できる時刻"), show_datetime(link.not_before)), (_("期限"), show_datetime(link.expires_at))],
        f"/second-factor-reset/{token}",
        _("解除または取消しの画面を開く"),
    )


def factor_reset_done() -> Draft:
    """The second factor is gone."""
    return Draft(
        _("二段階認証を解除しました"),
        [
            _("あなたのアカウントの二段階認証を解除し、すべての端末からサインアウトしました。"),
            _("パスワードでサインインしたあと、設定からもう一度設定してください。"),
        ],
        [],
        SIGN_IN,
        _("サインインする"),
    )


def invitation(token: str, link: OneTimeLink, inviter: str) -> Draft:
    """Come and work with us, in this role."""
    facts = [(_("役割"), str(link.role.label) if link.role else ""), (_("招待した人"), inviter)]
    if organisation := queries.organisation_of(link):
        facts.insert(0, (_("所属"), organisation))
    if link.valid_from:
        facts.append((_("はじまる日"), show_date(link.valid_from)))
    if link.valid_until:
        facts.append((_("おわる日"), show_date(link.valid_until)))
    return SecretDraft(
        _("ふたまちへの招待"),
        [
            _("ふたまちを使う職員・関係者として招待されました。下のボタンから内容を確かめ、参加してください。"),
            _("このリンクは14日間、1回だけ使えます。"),
        ],
        facts,
        f"/invitations/{token}",
        _("招待の内容を見る"),
    )


def role_ends(role: Role, on: date, successor: str | None) -> Draft:
    """To who leaves: until when, and who goes on."""
    return Draft(
        _("役割の終わる日が決まりました"),
        [
            _("この日まで、いまの役割で使えます。翌日からは、この役割の画面を開けなくなります。"),
            _("それまでに、手もとの下書きと、まちだけで続けるやり取りを引き継いでください。"),
        ],
        [
            (_("役割"), str(role.label)),
            (_("終わる日"), show_date(on)),
            (_("引き継ぐ人"), successor or _("決まっていません")),
        ],
        SETTINGS,
        _("設定を開く"),
    )


def work_handed_over(leaving: str, on: date, note: str) -> Draft:
    """To who goes on: whose work it is, from when, what to know."""
    facts = [(_("引き継ぐ相手"), leaving), (_("いつまで"), show_date(on))]
    return Draft(
        _("仕事を引き継いでください"),
        [_("審査や確認の仕事は、まちの作業一覧に残っています。期限の近いものから確かめてください。")],
        facts + ([(_("伝えたいこと"), note)] if note else []),
        "/staff/registrations",
        _("作業一覧を開く"),
    )


def role_changes(before: Role, role: Role, on: date) -> Draft:
    """Another role from a day on."""
    return Draft(
        _("役割が変わります"),
        [_("この日から、新しい役割でできることが変わります。")],
        [(_("いままで"), str(before.label)), (_("これから"), str(role.label)), (_("変わる日"), show_date(on))],
        SETTINGS,
        _("設定を開く"),
    )


def closed() -> Draft:
    """The account is closed."""
    return Draft(
        _("アカウントを閉じました"),
        [
            _("ふたまちのアカウントを閉じ、名前・メールアドレス・サインインの情報を消しました。"),
            _("登録や寄附の記録など、法令で残すものは、決められた期間だけ保管します。"),
        ],
        [],
    )


def _masked(email: str) -> str:
    """Enough of an address to recognise it."""
    name, _at, host = email.partition("@")
    return f"{name[:2]}…@{host}"
