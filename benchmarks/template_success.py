"""How often the shipped templates go in, over clones of real projects: applied, conflicted, failed."""

import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.timing import BROKEN, CALM, Row, product
from resources.sample_fleet.authoring import git
from resources.templates.catalogue import SHIPPED_FOLDER

FEWEST = 95.0
_AT = 1_790_000_000


def clones(fleet: Path, place: Path) -> list[Path]:
    """A clone of each repository's HEAD: nothing is written into the fleet."""
    made = []
    for each in sorted(fleet.glob("*/*")):
        target = place / each.name
        place.mkdir(parents=True, exist_ok=True)
        git(place, "clone", "--quiet", "--no-tags", str(each), target.name, at=_AT)
        made.append(target)
    return made


def applied(name: str, repositories: list[Path], home: Path) -> list[Mapping[str, object]]:
    """What came of one template in each of them, on a branch of its own."""
    done = subprocess.run(
        product("template", "apply", name, *map(str, repositories), "--json"),
        env={**CALM, "GITOPS_HOME": str(home), "HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode < 0 or done.returncode == BROKEN:
        raise SystemExit(f"template apply {name} exited with {done.returncode}: {done.stderr[-500:]}")
    told = json.loads(done.stdout)
    return told if isinstance(told, list) else [told]


def success(fleet: Path, folder: Path) -> Iterator[Row]:
    """Each shipped template over the fleet, and all together; what did not go in has to be a conflict."""
    repositories = clones(fleet, folder / "clones")
    every: Counter[str] = Counter()
    for name in sorted(each.name for each in SHIPPED_FOLDER.iterdir() if each.is_dir()):
        told = Counter(str(each["outcome"]) for each in applied(name, repositories, folder / "home"))
        every += told
        yield Row(f"`{name}` in {len(repositories)} projects", _shown(told))
    well = _well(every)
    rest = every.total() - every["applied"] - every["unchanged"] - every["conflicted"]
    yield Row(
        f"all six, {every.total()} times",
        _shown(every),
        f"≥ {FEWEST:g} %, rest conflicts",
        well >= FEWEST and not rest,
    )


def _well(told: Counter[str]) -> float:
    return 100 * (told["applied"] + told["unchanged"]) / max(1, told.total())


def _shown(told: Counter[str]) -> str:
    words = ", ".join(f"{count} {outcome}" for outcome, count in sorted(told.items()))
    return f"{_well(told):.1f} % ({words})"
