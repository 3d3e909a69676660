"""A full audit, cold and again unchanged, with its memory; and the price of ``--help``.

``python -m benchmarks.audit FLEET…``. Cold means a home that does not exist yet: the store and Dagster's own
storage are made on the way. Unchanged means the same command again.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.timing import Row, Run, in_turn, limit, measure, peak, product, seconds, table

ROUNDS = 3
SMALL = 100
WISHES = {
    "`audit --skip dependencies --skip gates`": ("dependencies", "gates"),
    "`audit --skip gates`": ("gates",),
    "`audit`": (),
}
TARGETS = {True: (5.0, 5.0), False: (20.0, 12.0)}
"""Seconds cold and unchanged, for a small fleet and for a thousand repositories."""


def audit_once(root: Path, folder: Path, skip: Sequence[str]) -> Run:
    """One audit of ``root`` with its home and all its reports below ``folder``."""
    left_out = [word for part in skip for word in ("--skip", part)]
    command = product("audit", str(root), "-o", str(folder / "reports"), *left_out)
    return measure(command, env={"GITOPS_HOME": str(folder / "home"), "HOME": str(folder)})


def audit_twice(root: Path, rounds: int, skip: Sequence[str]) -> tuple[list[Run], list[Run]]:
    """Cold and unchanged audits, each pair in a home of its own."""
    cold, again = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            cold.append(audit_once(root, Path(folder), skip))
            again.append(audit_once(root, Path(folder), skip))
    return cold, again


def compare(root: Path, rounds: int) -> list[Row]:
    """Seconds and memory of three audits: of state alone, with dependencies, and of everything."""
    count = sum(1 for _ in root.glob("*/*"))
    first, second = TARGETS[count <= SMALL]
    rows = []
    for what, skip in WISHES.items():
        cold, again = audit_twice(root, rounds, skip)
        rows += [
            limit(f"{what}, cold, with all reports", seconds(cold), "s", at_most=first),
            limit(f"{what}, again, nothing changed", seconds(again), "s", at_most=second),
            limit(f"{what}, peak memory of one process", peak([*cold, *again]), "MB", at_most=500),
        ]
    return rows


def help_time(rounds: int) -> list[Row]:
    """What every call pays before it does anything."""
    runs = in_turn({"help": lambda: measure(product("--help"))}, rounds)
    return [limit("`gitops-assets --help`", seconds(runs["help"]), "s", at_most=0.3)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("fleet", type=Path, nargs="+", help="a folder built by benchmarks.fleet")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    print(table("Start", help_time(5 * options.rounds)))
    for fleet in options.fleet:
        root = (fleet / "fleet").resolve()
        rows = compare(root, options.rounds)
        print(table(f"Audit of {sum(1 for _ in root.glob('*/*'))} work trees", rows))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
