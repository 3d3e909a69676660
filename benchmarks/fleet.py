"""Build a fleet of any size from real projects: ``python -m benchmarks.fleet --repositories 1000 FOLDER``.

``FOLDER/fleet/TEAM/NAME`` are the clones, ``FOLDER/remotes/TEAM/NAME.git`` their remotes and
``FOLDER/projects`` the imported projects. Every repository has a tip commit of its own, so nothing that is
remembered by commit helps. Packs are hard links of the projects' packs: only work trees take room. The same
seed gives the same fleet.
"""

import argparse
import os
import random
import shutil
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.conditions import WORK, draw_steps, set_fetch_age
from benchmarks.importing import import_project
from benchmarks.projects import Project, fetch_projects
from resources.sample_fleet.authoring import git
from resources.sample_fleet.stream import blob, commit

TEAM_SIZE = 40
THREADS = 4
RACY_SECONDS = 1.1


@dataclass(frozen=True, slots=True)
class Plan:
    """One repository to be: where it goes and what it is made of."""

    number: int
    team: str
    name: str
    project: str
    seed: int


def plan_fleet(repositories: int, projects: Sequence[Project], seed: int) -> list[Plan]:
    """Every project once, then drawn by weight."""
    draw = random.Random(seed)  # noqa: S311 - repeatable, not secret
    weights = [project.weight for project in projects]
    extra = max(0, repositories - len(projects))
    chosen = [*projects, *draw.choices(projects, weights, k=extra)]
    if repositories < len(projects):
        chosen = draw.sample(projects, repositories)
    return [
        Plan(
            number,
            f"team-{number // TEAM_SIZE:02}",
            f"{project.name}-{number:04}",
            project.name,
            draw.getrandbits(32),
        )
        for number, project in enumerate(chosen)
    ]


def build_fleet(folder: Path, repositories: int, *, cache: Path, seed: int = 1) -> Path:
    """Build the fleet below ``folder`` and give the root to audit; refuses a folder that is not empty."""
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty; name a new folder or remove it first")
    projects = fetch_projects(cache)
    plans = plan_fleet(repositories, projects, seed)
    used = {plan.project for plan in plans}
    with ThreadPoolExecutor(THREADS) as pool:
        for project in projects:
            if project.name in used:
                pool.submit(import_project, project, _base(folder, project.name)).result()
        list(pool.map(lambda plan: build_repository(folder, plan), plans))
        time.sleep(RACY_SECONDS)
        list(pool.map(settle, sorted((folder / "fleet").glob("*/*"))))
    return folder / "fleet"


def _base(folder: Path, project: str) -> Path:
    return folder / "projects" / f"{project}.git"


def build_repository(folder: Path, plan: Plan) -> None:
    """Its remote, its clone, and what daily work did to the clone."""
    draw = random.Random(plan.seed)  # noqa: S311 - repeatable, not secret
    remote = folder / "remotes" / plan.team / f"{plan.name}.git"
    # Git replaces its files and never writes into them, so links to the project's files stay intact.
    shutil.copytree(_base(folder, plan.project), remote, copy_function=os.link)
    tip = commit("main", f"Make {plan.name} ours", WORK - 1, parent="refs/heads/main^0")
    tip += blob("SERVICE.md", f"# {plan.name}\n\nLooked after by {plan.team}.\n".encode())
    git(remote, "fast-import", "--quiet", at=WORK, stdin=tip)
    clone = folder / "fleet" / plan.team / plan.name
    clone.parent.mkdir(parents=True, exist_ok=True)
    git(clone.parent, "clone", "--quiet", str(remote), plan.name, at=WORK)
    set_fetch_age(clone, draw.expovariate(1 / 6), time.time())
    for step in draw_steps(draw):
        step(clone, draw)


def settle(clone: Path) -> None:
    """Let git write its index once more, so that no entry looks as if it had just been changed."""
    git(clone, "status", at=WORK)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repositories", type=int, default=1000)
    parser.add_argument("--cache", type=Path, default=Path(".cache/benchmarks"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    root = build_fleet(
        options.folder.absolute(), options.repositories, cache=options.cache, seed=options.seed
    )
    print(f"{options.repositories} repositories below {root} in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
