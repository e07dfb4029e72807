"""What the person who started the demo reads: the address, the accounts, what to try."""

from collections.abc import Iterable, Sequence

from webapp.demo.surroundings import Surroundings
from webapp.demo.world import PASSWORD

TO_TRY = (
    ("さがす", "/listings", "search homes, jobs and needs of real towns by word, kind and place"),
    ("おすすめ", "/my/matches", "as resident: ranked matches, each with its reasons"),
    ("登録", "/my/registrations", "as resident: apply to a town; your own home town is refused, with the reason"),
    ("受付", "/staff/registrations", "as clerk: approve, ask for a correction, refuse; approval issues a certificate"),
    ("応援する", "/projects", "pledge to a project; no money moves; the test page can also decline"),
    ("メール", "/demo/mail", "every letter the service has sent"),
)


def text(around: Surroundings, accounts: Iterable[Sequence[str]], seconds: float) -> str:
    """The greeting after a start that took so many seconds; each account is an address, a role and a name."""
    address = around.address
    steps = [f"    {address + path:42} {name}: {words}" for name, path, words in TO_TRY]
    if around.payment_port is not None:
        backstage = f"http://127.0.0.1:{around.payment_port}/"
        steps.append(f"    {backstage:42} 決済の裏側: play the till, the card's bank and the payout to the town's bank")
    lines = [
        "",
        f"  ふたまち  {address}   ready after {seconds:.1f} s; Ctrl-C stops everything",
        "",
        f"  Demo accounts (fictional), all with the password {PASSWORD}",
        *[f"    {email:28} {role}　{name}" for email, role, name in accounts],
        "",
        "  What to try",
        *steps,
        "",
        f"  Data and logs: {around.home}",
        "",
    ]
    return "\n".join(lines)
