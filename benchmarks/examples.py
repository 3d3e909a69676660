"""Example reports of a real public fleet: ``make examples``, or ``python -m benchmarks.examples [FOLDER]``.

25 projects of PyPI and npm, audited as they stood at twelve moments, nine days apart, each audit by a clock
that is set back to its moment: so ages, trends and causes are what they would have been. The files are those
of the projects; the days on which their commits were made are made up (``benchmarks.fleet``). Then every
format is written into ``FOLDER``, by default ``site/examples``, where the documentation's page finds them.
"""

import argparse
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from benchmarks.run import SMALL, fleet_of
from gitops_assets.cli.main import main as gitops_assets
from resources.sample_fleet.authoring import git

DAY = 86_400
FIRST = 1_767_441_600  # 2026-01-03T12:00:00Z
MOMENTS = tuple(FIRST + 9 * DAY * number for number in range(12))
FORMATS = ("all",)
TIP = "refs/examples/tip"
"""Where the project ends: the branch of the remote moves with the clone."""
OWNERS = {
    "tools team": ("numpy", "pytest", "black", "tox", "packaging", "hatchling", "sphinx"),
    "data team": ("sqlalchemy", "celery", "urllib3", "requests", "aiohttp", "scrapy"),
    "web team": ("*",),
}
CRITICAL = ("fastapi", "flask", "fastify", "starlette")


def fleet_file() -> str:
    """Who answers for what, and on what much depends."""
    owners = (f'  "public/{name}": {owner}' for owner, names in OWNERS.items() for name in names)
    critical = (f'  "public/{name}": high' for name in CRITICAL)
    return "\n".join(
        ("name: public projects", "roots: [.]", "owners:", *owners, "criticality:", *critical, "")
    )


def clones(source: Path, target: Path) -> list[Path]:
    """A clone of each project of the bench fleet, by the project's own name."""
    found = []
    for project in sorted(source.glob("*/*")):
        if (project / ".git").is_dir():
            name = project.name.rpartition("-")[0]
            clone = target / "public" / name
            clone.parent.mkdir(parents=True, exist_ok=True)
            git(clone.parent, "clone", "--quiet", "--branch", "main", str(project), name, at=FIRST)
            git(clone, "remote", "set-url", "origin", f"https://git.example/public/{name}.git", at=FIRST)
            git(clone, "update-ref", TIP, "HEAD", at=FIRST)
            found.append(clone)
    return found


def move(clone: Path, moment: int) -> None:
    """Let the clone stand where it stood then, fetched a day before."""
    stood = git(clone, "rev-list", "-1", f"--before={moment}", TIP, at=moment)
    git(clone, "reset", "--quiet", "--hard", stood, at=moment)
    git(clone, "update-ref", "refs/remotes/origin/main", stood, at=moment)
    fetched = clone / ".git/FETCH_HEAD"
    fetched.write_text(f"{stood}\t\tbranch 'main' of origin\n", "utf-8")
    os.utime(fetched, (moment - DAY,) * 2)


@contextmanager
def clock(moment: int) -> Iterator[None]:
    """A clock that goes on from that moment."""
    real = time.time
    behind = real() - moment
    with patch.object(time, "time", lambda: real() - behind):
        yield


def call(*arguments: str) -> None:
    """The command line, in this process: the clock is this process's."""
    try:
        gitops_assets(list(arguments))
    except SystemExit as ended:
        if ended.code not in {0, 1}:
            raise


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=Path("site/examples"))
    parser.add_argument("--cache", type=Path, default=Path(".cache/benchmarks"), help="where the fleet is")
    parser.add_argument("--formats", nargs="+", default=FORMATS)
    options = parser.parse_args()
    written = options.folder.absolute()
    work = written.with_name(f".{written.name}-work")
    shutil.rmtree(work, ignore_errors=True)
    os.environ["GITOPS_HOME"] = str(work / "home")
    audit(work / "fleet", fleet_of(options.cache.absolute(), SMALL) / "fleet", MOMENTS)
    shutil.rmtree(written, ignore_errors=True)
    call("report", *options.formats, "-o", str(written))
    shutil.rmtree(work)


def audit(fleet: Path, source: Path, moments: Sequence[int]) -> None:
    """The clones of the bench fleet below that folder, audited at each moment."""
    found = clones(source, fleet)
    (fleet / "fleet.yaml").write_text(fleet_file(), "utf-8")
    for moment in moments:
        with clock(moment):
            for clone in found:
                move(clone, moment)
            print(time.strftime("%Y-%m-%d", time.gmtime(moment)), file=sys.stderr)
            call(
                "audit",
                "--fleet",
                str(fleet / "fleet.yaml"),
                "-o",
                str(fleet.parent / "last"),
                "--format",
                "json",
            )


if __name__ == "__main__":
    main()
