"""What does the whole state of one repository cost, in units of one ``git status``? One at a time."""

import argparse
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from resources.git.discovery import discover
from resources.git.state import Reading, observe

ROUNDS = 5
LIMIT = 100


def bare(path: bytes) -> None:
    subprocess.run(["git", "status"], cwd=path, capture_output=True, check=False)


def whole(path: bytes) -> None:
    observe(path, Reading())


def milliseconds(work: Callable[[bytes], None], paths: list[bytes]) -> float:
    begun = time.perf_counter()
    for path in paths:
        work(path)
    return (time.perf_counter() - begun) * 1000 / len(paths)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fleet", type=Path, help="a folder built by benchmarks.fleet")
    fleet = parser.parse_args().fleet / "fleet"
    paths = [found.path for found in discover([bytes(fleet.absolute())]).found][:LIMIT]
    rounds = [(milliseconds(bare, paths), milliseconds(whole, paths)) for _ in range(ROUNDS)]
    git, ours = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(b / a for a, b in rounds)
    print(f"### State of one repository ({len(paths)}, one after the other)\n")
    print("| what | measured | must reach | reached |\n|---|--:|--:|---|")
    print(f"| one `git status` | {git:.2f} ms | | |")
    print(f"| the whole state | {ours:.2f} ms | | |")
    print(f"| ratio | {ratio:.2f} times | ≤ 1.2 times | {'yes' if ratio <= 1.2 else 'no'} |")


if __name__ == "__main__":
    main()
