"""`python -m webapp.payments.local_stripe`: runs the local payment server until it is told to stop."""

import argparse
import json
import os
import sqlite3
import sys
from pathlib import Path

from webapp.core.stopping import wait_until_told
from webapp.payments.local_stripe.dispatcher import Webhook
from webapp.payments.local_stripe.server import LocalStripe, Opening, Options


def parse(arguments: list[str]) -> Options:
    """The command line as options."""
    parser = argparse.ArgumentParser(prog="python -m webapp.payments.local_stripe", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1")
    parser.add_argument("--webhook", help="address that receives the signed events")
    parser.add_argument(
        "--secret",
        default=os.environ.get("FUTAMACHI_STRIPE_WEBHOOK_SECRET", ""),
        help="what events are signed with (default: FUTAMACHI_STRIPE_WEBHOOK_SECRET)",
    )
    parser.add_argument("--db", type=Path, help="SQLite file that keeps everything (default: memory)")
    parser.add_argument("--public-url", help="address a browser reaches the pages at (default: http://127.0.0.1:PORT)")
    parser.add_argument(
        "--key",
        default=os.environ.get("FUTAMACHI_STRIPE_SECRET_KEY") or None,
        help="the first account's key (default: FUTAMACHI_STRIPE_SECRET_KEY; without any, every test key)",
    )
    parser.add_argument(
        "--accounts", type=Path, help='JSON file of more accounts: [{"name": …, "key": …, "webhook": …, "secret": …}]'
    )
    given = parser.parse_args(arguments)
    if given.webhook and not given.secret:
        parser.error("--webhook needs --secret")
    try:
        webhook = Webhook(given.webhook, given.secret) if given.webhook else None
        more = accounts(given.accounts) if given.accounts else ()
    except (ValueError, KeyError, OSError) as error:
        parser.error(str(error))
    return Options(
        port=given.port, webhook=webhook, db=given.db, public_url=given.public_url, key=given.key, accounts=more
    )


def accounts(path: Path) -> tuple[Opening, ...]:
    """The accounts a file names; ValueError or KeyError for one that is not as it should be."""
    listed = json.loads(path.read_text(encoding="utf-8"))
    return tuple(Opening(one["name"], one["key"], Webhook(one["webhook"], one["secret"])) for one in listed)


def main(arguments: list[str]) -> int:
    """Serve until SIGTERM or Ctrl-C; a taken port or an unwritable file ends in one sentence."""
    options = parse(arguments)
    try:
        server = LocalStripe(options)
        server.start()
    except OSError as error:
        sys.stderr.write(f"The local payment server cannot use port {options.port}: {os.strerror(error.errno or 0)}.\n")
        return 1
    except sqlite3.Error as error:
        sys.stderr.write(f"The local payment server cannot write {options.db}: {error}.\n")
        return 1
    wait_until_told()
    server.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
