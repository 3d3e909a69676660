"""Everything that is measured, in one go: ``make bench``, or ``python -m benchmarks.run``.

Builds the fleets where they are missing, runs each benchmark as a program of its own and writes their tables
between the markers of ``benchmarks/README.md``. Each benchmark prints Markdown; progress goes to stderr.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.fleet import build_fleet
from benchmarks.timing import machine

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- figures: written by make bench -->\n", "<!-- end of figures -->\n"
SMALL = 25


def fleet_of(folder: Path, repositories: int) -> Path:
    """The fleet of that size below ``folder``, built when it is not there."""
    place = folder / f"fleet{repositories}"
    done = folder / f"fleet{repositories}.built"
    if not done.exists():
        build_fleet(place, repositories, cache=folder / "cache")
        done.touch()
    return place


def figures(module: str, arguments: Sequence[str]) -> str:
    """What one benchmark prints, or why it did not."""
    print(f"benchmarks.{module} …", file=sys.stderr)
    ran = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if ran.returncode:
        return f"`benchmarks.{module}` exited with {ran.returncode}; run it by itself to see why.\n"
    return ran.stdout.strip() + "\n"


def splice(page: str, text: str) -> str:
    """The page with ``text`` between its markers; raises ``ValueError`` when they are missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{README.name} has lost its markers; put {BEGIN.strip()} and {END.strip()} back")
    return f"{before}{BEGIN}\n{text.strip()}\n\n{END}{after}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, default=Path(".cache/benchmarks"), help="fleets and archives")
    parser.add_argument("--repositories", type=int, default=int(os.environ.get("BENCH", "1000")))
    options = parser.parse_args()
    folder = options.folder.absolute()
    fleets = [str(fleet_of(folder, size)) for size in sorted({SMALL, options.repositories})]
    parts = [
        f"Measured with {machine()}. Medians; contenders take turns.\n",
        figures("state", fleets[-1:]),
        figures("status", [*fleets, "--gita", str(folder / "gita")]),
        figures("audit", fleets),
        figures("event_log", []),
        figures("tree", []),
        figures("dependencies", fleets[-1:]),
        figures("gates", fleets[-1:]),
        figures("graph", []),
        figures("models", []),
        figures("inbox", []),
        figures("deliveries", []),
        figures("reports", []),
        figures("templates", fleets),
    ]
    README.write_text(splice(README.read_text(encoding="utf-8"), "\n".join(parts)), encoding="utf-8")
    print(f"written to {README}", file=sys.stderr)


if __name__ == "__main__":
    main()
