"""`python -m webapp.identity.local_provider --port N`: runs the local provider until it is told to stop."""

import argparse
import os
import sys

from webapp.core.stopping import wait_until_told
from webapp.identity.local_provider.server import LocalIdentity


def main(arguments: list[str]) -> int:
    """Serve until SIGTERM or Ctrl-C; a taken port ends in one sentence."""
    parser = argparse.ArgumentParser(prog="python -m webapp.identity.local_provider", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="port on 127.0.0.1")
    port = parser.parse_args(arguments).port
    server = LocalIdentity(port)
    try:
        server.start()
    except (OSError, SystemExit) as error:
        said = os.strerror(error.errno or 0) if isinstance(error, OSError) else "it is taken"
        sys.stderr.write(f"The local identity provider cannot use port {port}: {said}.\n")
        return 1
    wait_until_told()
    server.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
