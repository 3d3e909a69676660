"""What asking every gate costs: over a fleet, cold and again, and before one commit.

``python -m benchmarks.gates FLEET``. The fleet's figure is the phase *Asking gates* of a full audit, as its
own log tells it. The commit is one of ten files in a repository of 2,000.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

from benchmarks.timing import CALM, Row, in_turn, limit, measure, product, seconds, table
from resources.sample_fleet.authoring import git

WORK = 1_790_000_000
FILES, STAGED = 2_000, 10


def phase(root: Path, folder: Path) -> float:
    """Seconds of the phase in one audit whose home is below ``folder``."""
    ran = subprocess.run(
        product("audit", str(root), "-o", str(folder / "reports"), "--log", "json"),
        env={**CALM, "GITOPS_HOME": str(folder / "home"), "HOME": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = (json.loads(line) for line in ran.stderr.splitlines() if line.startswith("{"))
    return next(float(each["seconds"]) for each in told if each.get("phase") == "Asking gates")


def staged(place: Path) -> Path:
    """A repository of many files, some of which are about to be committed."""
    place.mkdir()
    git(place, "init", "--quiet", at=WORK)
    for number in range(FILES):
        file = place / f"src/part{number % 40}/module{number}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'"""Part {number}."""\n\nVALUE = {number}\n' * 20)
    git(place, "add", "--all", at=WORK)
    git(place, "commit", "--quiet", "--message", "Begin", at=WORK)
    for number in range(STAGED):
        (place / f"src/part{number}/module{number}.py").write_text(f"VALUE = {number + 1}\n")
    git(place, "add", "--all", at=WORK)
    return place


def before_a_commit(folder: Path, rounds: int) -> list[Row]:
    """The whole command with Python's start."""
    place = staged(folder / "staged")
    command = product("check", str(place), "--stage", "pre-commit", "--staged")
    environment = {"GITOPS_HOME": str(folder / "none"), "HOME": str(folder)}
    runs = in_turn({"check": lambda: measure(command, env=environment)}, rounds)
    what = f"`check --staged`, {FILES:,} files, {STAGED} staged"
    return [limit(what, seconds(runs["check"]), "s", at_most=1)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("fleet", type=Path, help="a folder built by benchmarks.fleet")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    root = (options.fleet / "fleet").resolve()
    with tempfile.TemporaryDirectory() as folder:
        cold, again = phase(root, Path(folder)), phase(root, Path(folder))
        rows = [
            limit("every gate of every repository, cold", cold, "s", at_most=120),
            limit("again, nothing changed", again, "s", at_most=10),
            *before_a_commit(Path(folder), options.rounds),
        ]
    print(table(f"Gates over {sum(1 for _ in root.glob('*/*'))} work trees", rows))


if __name__ == "__main__":
    main()
