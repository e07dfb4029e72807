"""`./dev run` starts this folder as a program, so that even a missing package ends in a sentence."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])


def main() -> int:
    """Start the demo; whatever keeps it from starting is told in one sentence."""
    try:
        from click import ClickException

        from webapp.core.errors import FutamachiError
        from webapp.demo.supervise import run
    except ModuleNotFoundError as missing:
        return complain(f"the package {missing.name} is missing; ./dev setup --fresh installs all of them anew")
    try:
        return run(sys.argv[1:])
    except FutamachiError as refused:
        return complain(refused.sentence)
    except ClickException as refused:
        return complain(refused.message)


def complain(sentence: str) -> int:
    """Say why nothing runs; the exit status of a failed start."""
    sys.stderr.write(f"futamachi: {sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
