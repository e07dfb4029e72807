"""`./dev bench [NAME…]`: runs every measure (or the named ones) and prints one table; exit status 1 when a goal is missed."""

import sys
from importlib import import_module
from pathlib import Path

from tests.bench.harness import Report


def main(names: list[str]) -> int:
    """Run `measure(report)` of each `measure_<name>.py` in this folder."""
    known = sorted(path.stem.removeprefix("measure_") for path in Path(__file__).parent.glob("measure_*.py"))
    unknown = set(names) - set(known)
    if unknown:
        sys.exit(f"no such measure: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    report = Report()
    for name in names or known:
        sys.stderr.write(f"· measuring {name}\n")
        import_module(f"tests.bench.measure_{name}").measure(report)
    sys.stdout.write(report.table() + "\n")
    if report.missed():
        sys.stdout.write(f"missed: {', '.join(report.missed())}\n")
    return 1 if report.missed() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
