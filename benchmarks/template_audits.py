"""What an audit costs that has nothing to do with templates, beside one whose fleet follows one."""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.timing import Row, Run, in_turn, measure, ratio
from resources.home import find_home
from resources.instance import open_instance

SLOWER = 1.05
"""How many times the work an audit without templates may be of one by the code before there were any."""
_HERE = Path(__file__).parents[1]
_NONE, _ONE, _BEFORE = "`audit`, no templates", "`audit`, one template of all", "`audit` by the code before"
_TEMPLATES = ("template_catalog", "template_drift", "template_plan")
_WITH = 'templates:\n  devops-baseline:\n    repositories: ["*"]\n'


def audits(fleet: Path, folder: Path, rounds: int, before: str) -> Iterator[Row]:
    """The same fleet cold without templates, with one, and by the code of the commit ``before``."""
    file = folder / "fleet.yaml"
    file.write_text(_WITH)
    ways = {_NONE: (_HERE, ()), _ONE: (_HERE, ("--fleet", str(file)))}
    with _old(before, folder / "before") as old:
        ways |= {_BEFORE: (old, ())} if old else {}
        contenders = {
            name: partial(_fresh, code, fleet, folder, words) for name, (code, words) in ways.items()
        }
        runs = in_turn(contenders, rounds)
    for name, taken in runs.items():
        yield Row(f"{name}, cold", f"{_wall(taken):.2f} s, processor {_work(taken):.2f} s")
    if _BEFORE in runs:
        what = "no templates against the code before, by the processor"
        yield ratio(what, _work(runs[_NONE]), _work(runs[_BEFORE]), at_most=SLOWER)
    for name, (code, words) in list(ways.items())[:2]:
        home = folder / "measured" / str(len(words))
        _audit(code, fleet, home, words)
        share = _share(home / "home")
        reached = share == 0 if name == _NONE else None
        bound = "0 %" if name == _NONE else ""
        yield Row(f"{name}: templates' share of the time of all assets", f"{share:.1%}", bound, reached)


@contextmanager
def _old(before: str, place: Path) -> Iterator[Path | None]:
    """The code of a commit, as a work tree of its own while it lasts."""
    if not before:
        yield None
        return
    run = partial(subprocess.run, check=True)
    run(["git", "-C", str(_HERE), "worktree", "add", "--quiet", "--detach", str(place), before])
    try:
        yield place
    finally:
        run(["git", "-C", str(_HERE), "worktree", "remove", "--force", str(place)])


def _fresh(code: Path, fleet: Path, folder: Path, words: Sequence[str]) -> Run:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        return _audit(code, fleet, Path(place), words)


def _audit(code: Path, fleet: Path, place: Path, words: Sequence[str]) -> Run:
    """One audit by the code that lies there, with its home and reports below ``place``."""
    called = [sys.executable, "-m", "gitops_assets.cli.main", "audit", str(fleet), *words]
    return measure(
        [*called, "-o", str(place / "reports")],
        env={"GITOPS_HOME": str(place / "home"), "HOME": str(place), "PYTHONPATH": str(code)},
    )


def _share(home: Path) -> float:
    """Which part of the seconds of all assets of the last audit was theirs, by Dagster's event log."""
    with open_instance(find_home({"GITOPS_HOME": str(home)})) as instance:
        (run,) = instance.get_runs(limit=1)
        spent = {
            each.step_key: each.end_time - each.start_time
            for each in instance.get_run_step_stats(run.run_id)
            if each.start_time and each.end_time
        }
    return sum(spent.get(key, 0.0) for key in _TEMPLATES) / sum(spent.values())


def _wall(runs: Sequence[Run]) -> float:
    return statistics.median(each.seconds for each in runs)


def _work(runs: Sequence[Run]) -> float:
    return statistics.median(each.cpu for each in runs)
