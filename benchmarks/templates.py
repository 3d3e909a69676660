"""What do templates cost: preview, apply, batches, drift, audits without them; and how often do they go in?

``python -m benchmarks.templates FLEET…``: the first fleet is audited and gets the shipped templates, the last
is asked for its drift. Beside ours runs what one would type instead on the same template and repositories:
``copier copy``, ``copier update`` and ``cruft diff``, for many in a loop, two at a time. Nothing is written
into a fleet: what is applied goes into clones. Prints Markdown.
"""

import argparse
import json
import os
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

from benchmarks.template_audits import audits
from benchmarks.template_fleet import (
    commit,
    cookiecutter_template,
    copier_template,
    repositories,
    repository,
)
from benchmarks.template_peers import GIT, Unavailable, copier, cruft
from benchmarks.template_success import success
from benchmarks.timing import Row, Run, in_turn, measure, product, table

ROUNDS = 5
MANY = 100
OLD, NEW = "v1.0.0", "v2.0.0"
UPDATE = ("update", "--defaults", "--overwrite", "--quiet", "--vcs-ref", NEW, "REPO")
PREVIEW, APPLY = "`template preview`", "`template apply --in-place`"
PARTS = ("one", "many", "small-drift", "drift", "audit", "success")
FOLLOWED = 'templates:\n  devops-baseline:\n    repositories: ["*"]\n'

Contender = Callable[[Path], Run]


class Bench:
    """The template in both dialects, and small repositories: bare, with copier's answers, with cruft's."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.count = folder, count
        self.template = str(copier_template(folder / "house-rules"))
        self.cookies = str(cookiecutter_template(folder / "cookies"))
        self.bare, self.one, self.applied = folder / "bare", folder / "one", folder / "applied"
        repositories(self.bare, count)
        shutil.copytree(self.bare / "repository-000", self.one / "repository-000")
        shutil.copytree(self.bare, self.applied)
        copier().loop(self.copy(OLD), self.applied)
        for each in self.applied.iterdir():
            commit(each, "Take the template over")

    def copy(self, tag: str, *more: str) -> list[str]:
        """The words for copier that bring a version over what is there."""
        fixed = ("copy", "--defaults", "--overwrite", "--quiet", "--vcs-ref", tag)
        return [*fixed, *more, self.template, "REPO"]

    def ours(self, *words: str, place: Path, new: bool = False) -> Run:
        """One call of ours for all repositories below ``place``, in a home that is kept or in a new one."""
        with tempfile.TemporaryDirectory(dir=self.folder) as fresh:
            home = fresh if new else str(self.folder / "home")
            called = product("template", *words, *map(str, sorted(place.iterdir())))
            return measure(called, env={**GIT, "GITOPS_HOME": home, "HOME": home})

    def crufted(self) -> Path:
        """As many repositories that cruft made and knows of. Raises :class:`Unavailable`."""
        place = self.folder / "crufted"
        if not place.exists():
            place.mkdir()
            words = ["create", "--no-input", "--checkout", OLD, "--output-dir", str(place), self.cookies]
            for number in range(self.count):
                name = f"repository-{number:03}"
                measure(
                    [*cruft().command, *words, "--extra-context", json.dumps({"project_name": name})],
                    env=cruft().env,
                )
                repository(place / name, {})
        return place


def in_copies(
    bench: Bench, source: Path, contenders: Mapping[str, Contender], rounds: int
) -> dict[str, list[Run]]:
    """Every contender once per round, each on fresh copies; a first round only warms up."""

    def once(contender: Contender) -> Run:
        with tempfile.TemporaryDirectory(dir=bench.folder) as scratch:
            place = Path(scratch, "fleet")
            shutil.copytree(source, place, symlinks=True)
            return contender(place)

    return in_turn({name: partial(once, contender) for name, contender in contenders.items()}, rounds)


def rows_of(
    runs: Mapping[str, Sequence[Run]], bounds: Mapping[str, float], against: str = ""
) -> Iterator[Row]:
    """Each on the clock and by the processor; then ours, which have bounds, against what one would type."""
    for name, taken in runs.items():
        most = bounds.get(name)
        shown = f"{wall(taken):.2f} s, processor {work(taken):.2f} s"
        yield Row(name, shown, f"≤ {most:g} s" if most else "", wall(taken) <= most if most else None)
    for name in bounds if against in runs else ():
        on_clock = wall(runs[name]) / wall(runs[against])
        worked = work(runs[name]) / work(runs[against])
        yield Row(f"{name} against {against}", f"{on_clock:.2f} times, processor {worked:.2f} times")


def wall(runs: Sequence[Run]) -> float:
    """The median on the clock."""
    return statistics.median(run.seconds for run in runs)


def work(runs: Sequence[Run]) -> float:
    """The median of the processor: what else the machine does hardly moves it."""
    return statistics.median(run.cpu for run in runs)


def for_one(bench: Bench, rounds: int) -> Iterator[Row]:
    """Preview and apply, in a home that knows the template and in a new one."""
    shown, brought = "`copier copy --pretend`", "`copier copy`"
    words = ("apply", bench.template, "--in-place", "--version", OLD)
    runs = in_copies(
        bench,
        bench.one,
        {
            PREVIEW: lambda place: bench.ours("preview", bench.template, "--version", OLD, place=place),
            f"{PREVIEW}, new home": lambda place: bench.ours(
                "preview", bench.template, place=place, new=True
            ),
            shown: lambda place: copier().loop(bench.copy(OLD, "--pretend"), place),
            APPLY: lambda place: bench.ours(*words, place=place),
            f"{APPLY}, new home": lambda place: bench.ours(*words, place=place, new=True),
            brought: lambda place: copier().loop(bench.copy(OLD), place),
        },
        rounds,
    )
    names = list(runs)
    bounds = {name: 1.0 if name.startswith(PREVIEW) else 2.0 for name in names if "copier" not in name}
    yield from rows_of({name: runs[name] for name in names[:3]}, dict(list(bounds.items())[:2]), shown)
    yield from rows_of({name: runs[name] for name in names[3:]}, dict(list(bounds.items())[2:]), brought)


def for_many(bench: Bench, rounds: int) -> Iterator[Row]:
    """A batch, an update and the drift of the small repositories, two at a time."""
    apply, brought = "`template apply --workers 2`", "`copier copy` in a loop, two at a time"
    update, moved = "`template update --workers 2`", "`copier update` in a loop, two at a time"
    workers = ("--in-place", "--workers", "2")
    ours = {apply: lambda place: bench.ours("apply", bench.template, "--version", OLD, *workers, place=place)}
    theirs = {brought: lambda place: copier().loop(bench.copy(OLD), place)}
    yield from rows_of(in_copies(bench, bench.bare, {**ours, **theirs}, rounds), {apply: 60.0}, brought)
    ours = {update: lambda place: bench.ours("update", bench.template, *workers, place=place)}
    theirs = {moved: lambda place: copier().loop(UPDATE, place)}
    yield from rows_of(in_copies(bench, bench.applied, {**ours, **theirs}, rounds), {update: 60.0}, moved)


def drift_of_small(bench: Bench, rounds: int) -> Iterator[Row]:
    """Our drift in a new home against ``cruft diff``, over as many repositories that each knows."""
    ours, theirs = "`template drift`, new home", "`cruft diff` in a loop, two at a time"
    file = bench.folder / "small.yaml"
    file.write_text(f"templates:\n  house-rules:\n    source: {bench.template}\n    repositories: ['*']\n")
    contenders = {ours: lambda: bench.ours("drift", "--fleet", str(file), place=bench.applied, new=True)}
    try:
        crufted = bench.crufted()
        contenders[theirs] = lambda: cruft().loop(["diff", "--exit-code", "--project-dir", "REPO"], crufted)
    except Unavailable as why:
        yield Row(theirs, str(why))
    yield from rows_of(in_turn(contenders, rounds), {ours: 60.0}, theirs)


def drift_of_fleet(fleet: Path, folder: Path) -> Iterator[Row]:
    """Every repository of the fleet has to follow the baseline: in a new home, and again."""
    file = folder / "fleet.yaml"
    file.write_text(FOLLOWED)
    home = {"GITOPS_HOME": str(folder / "drifting"), "HOME": str(folder)}
    command = product("template", "drift", "--fleet", str(file), "--json", str(fleet))
    for what, most in (("cold, new home", 120.0), ("unchanged", 10.0)):
        run = measure(command, env=home)
        name = f"`template drift`, {what}"
        yield from rows_of({name: [run]}, {name: most})
        yield Row(f"{name}: peak memory of one process", f"{run.peak:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("fleet", type=Path, nargs="+", help="a folder built by benchmarks.fleet")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--repositories", type=int, default=MANY, help="how many small ones")
    parser.add_argument("--before", default="", help="a commit without templates, to audit by its code too")
    parser.add_argument("--only", action="append", choices=PARTS, help="measure this part alone; repeatable")
    options = parser.parse_args()
    small, large = ((each / "fleet").resolve() for each in (options.fleet[0], options.fleet[-1]))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch).resolve()
        few = max(1, options.rounds // 2)
        bench = cache(lambda: Bench(folder, options.repositories))
        parts = (
            ("Templates, one repository", lambda: for_one(bench(), options.rounds)),
            (f"Templates, {options.repositories} small repositories", lambda: for_many(bench(), few)),
            (f"Drift of {options.repositories} small repositories", lambda: drift_of_small(bench(), few)),
            (f"Drift of {_count(large):,} work trees", lambda: drift_of_fleet(large, folder)),
            (f"Audit of {_count(small)} work trees", lambda: audits(small, folder, few, options.before)),
            ("Shipped templates applied", lambda: success(small, folder)),
        )
        for part, (title, measured) in zip(PARTS, parts, strict=True):
            if part in (options.only or PARTS):
                before = os.getloadavg()[0]
                print(table(title, measured()))
                print(
                    f"Load of the machine {before:.1f} before, {os.getloadavg()[0]:.1f} after.\n", flush=True
                )


def _count(root: Path) -> int:
    return sum(1 for _ in root.glob("*/*"))


if __name__ == "__main__":
    main()
