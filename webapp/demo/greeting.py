"""What the person who started the demo reads: the address, the accounts, what to try."""

from webapp.core.actor import Role
from webapp.demo.people import PEOPLE
from webapp.demo.surroundings import Surroundings
from webapp.demo.world import PASSWORD

_TRY = (
    ("さがす", "/listings", "search homes, jobs and needs of real towns by word, kind and place"),
    ("おすすめ", "/matches", "as resident: ranked matches, each with its reasons"),
    ("登録", "/my/registrations", "as resident: apply to a town; your own home town is refused, with the reason"),
    ("受付", "/staff/registrations", "as clerk: approve, ask for a correction, refuse; approval issues a certificate"),
    ("応援する", "/projects", "pledge to a project; card 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined"),
    ("メール", "/demo/mail", "every letter the service has sent"),
)


def text(around: Surroundings, seconds: float) -> str:
    """The greeting after a start that took so many seconds."""
    address = around.address
    people = [_account(key, name, role or Role(key)) for key, (name, role, _) in PEOPLE.items()]
    steps = [f"    {address + path:42} {name}: {words}" for name, path, words in _TRY]
    lines = [
        "",
        f"  ふたまち  {address}   ready after {seconds:.1f} s; Ctrl-C stops everything",
        "",
        f"  Demo accounts (fictional), all with the password {PASSWORD}",
        *people,
        "",
        "  What to try",
        *steps,
        "",
        f"  Data and logs: {around.home}",
        "",
    ]
    return "\n".join(lines)


def _account(key: str, name: str, role: Role) -> str:
    return f"    {key}@demo.example".ljust(30) + f"{role.value:20}{role.label}　{name}"
