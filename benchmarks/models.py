"""The SQL models over a year of audits, at several sizes: read the store, compute, test, take the tables.

``python -m benchmarks.models [--sizes 10 100 1000] [--folder .cache/benchmarks]``. Each size runs in a
process of its own, whose peak of memory is told.
"""

import argparse
import sys
import time
from pathlib import Path

from benchmarks.synthetic_repository import Fleet
from benchmarks.synthetic_store import made
from benchmarks.timing import Row, limit, measure, peak, table

FINDINGS, DAYS = 50, 365
MUST = 1_000
"""The size at which the limits hold."""


def once(url: str, audit: int) -> None:
    """What a report does to get its tables."""
    import gc  # noqa: PLC0415 - as little as the product's own command line before the clock runs

    from gitops_assets.assets.material import PROJECT, computed  # noqa: PLC0415 - the same
    from gitops_assets.cli.main import PATIENCE  # noqa: PLC0415 - the same
    from resources.store.store import Store  # noqa: PLC0415 - the same

    gc.set_threshold(*PATIENCE)
    with Store.open(url) as store:
        run = computed(store, audit, PROJECT)
    failed = [each.message for each in run.tests if not each.passed]
    if failed or run.faults:
        raise SystemExit("\n".join([*failed, *run.faults]))


def rows(folder: Path, repositories: int) -> list[Row]:
    """One size: time, memory, and against the limits where they are said for it."""
    store = made(folder / f"synthetic{repositories}.db", Fleet(repositories, FINDINGS, DAYS))
    command = [sys.executable, "-m", "benchmarks.models", "--once", store.url, str(store.last)]
    runs = [measure(command) for _ in range(2)]
    best = min(run.seconds for run in runs)
    name = f"{repositories:,} repositories, {repositories * FINDINGS:,} findings, {DAYS} audits"
    if repositories == MUST:
        return [
            limit(f"{name}: time", best, "s", at_most=10),
            limit(f"{name}: memory", peak(runs), "MB", at_most=1500),
        ]
    return [Row(f"{name}: time", f"{best:.2f} s"), Row(f"{name}: memory", f"{peak(runs):.0f} MB")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1_000])
    parser.add_argument("--folder", type=Path, default=Path(".cache/benchmarks"))
    parser.add_argument("--once", nargs=2, metavar=("URL", "AUDIT"))
    given = parser.parse_args()
    if given.once:
        began = time.perf_counter()
        once(given.once[0], int(given.once[1]))
        print(f"{time.perf_counter() - began:.2f} s", file=sys.stderr)
        return
    found = [row for size in given.sizes for row in rows(given.folder, size)]
    print(table("SQL models over a year (start of Python and all imports included)", found))


if __name__ == "__main__":
    main()
