"""What a fleet's dependencies cost, cold and unchanged: ``python -m benchmarks.dependencies FLEET``.

The floor reads the same files with one ``git cat-file --batch`` a repository and throws them away: it finds
no file by itself, parses nothing and keeps nothing. It knows nothing of what repositories share either.
"""

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.timing import Row, limit, ratio, table
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.model import RepositoryState
from gitops_assets.core.state.derive import Ages
from resources.auditing import Session, request
from resources.dependencies.analysis import analysis_of
from resources.dependencies.rescan import rescan
from resources.git.state import Reading
from resources.git.survey import Located, locate, survey
from resources.git.threads import in_threads
from resources.git.tree import CommitTree
from resources.home import find_home, prepare
from resources.store.model import Location
from resources.store.store import Store

THREADS = 4


def wanted(located: Sequence[Located]) -> dict[bytes, list[str]]:
    """By repository, the files that some extractor reads."""
    analysis = analysis_of(Fleet())

    def paths(each: Located) -> list[str]:
        with closing(CommitTree(each.path, "HEAD")) as tree:
            return [path for path in tree.paths() if any(analysis.readers(path))]

    return dict(zip([each.path for each in located], in_threads(paths, located, THREADS), strict=True))


def floor(files: dict[bytes, list[str]]) -> float:
    """Seconds for reading these files and nothing else."""

    def read(path: bytes) -> None:
        questions = "".join(f"HEAD:{name}\n" for name in files[path])
        subprocess.run(
            ("git", "cat-file", "--batch"),
            cwd=path,
            input=os.fsencode(questions),
            stdout=subprocess.PIPE,
            check=True,
        )

    began = time.perf_counter()
    in_threads(read, list(files), THREADS)
    return time.perf_counter() - began


def scans(located: Sequence[Located], states: Sequence[RepositoryState], root: Path) -> tuple[float, float]:
    """Seconds of the first and of the second reading of a fleet, into a store of its own."""
    with tempfile.TemporaryDirectory() as folder:
        home = find_home({"GITOPS_HOME": folder})
        prepare(home)
        places = [Location(each.slug, each.path, each.root) for each in located]
        with Store.open(home.store_url) as store:
            store.migrate()
            took = []
            for run in ("first", "second"):
                asked = request(Fleet(), [str(root)], fleet_file=None, output=None, run_id=run)
                session = Session(store, home, store.audit(store.begin_audit(asked)))
                store.record_repositories(session.id, session.at, places)
                store.record_states(session.id, session.at, states)
                began = time.perf_counter()
                for start in range(0, len(places), 250):
                    rescan(session, places[start : start + 250], lambda: None)
                took.append(time.perf_counter() - began)
                store.finish_audit(session.id, status="complete", at=session.at)
    return took[0], took[1]


def compare(root: Path, rounds: int) -> list[Row]:
    """Medians of all three and the ratios between them."""
    located = locate([os.fsencode(root)]).located
    states = survey(located, Reading(), Ages(now=int(time.time())))
    files = wanted(located)
    taken = [(floor(files), *scans(located, states, root)) for _ in range(rounds)]
    raw, cold, again = (sorted(each)[rounds // 2] for each in zip(*taken, strict=True))
    count = sum(map(len, files.values()))
    return [
        Row(f"one `git cat-file --batch` a repository, {count:,} files", f"{raw:.2f} s"),
        Row("read, parsed, linked and stored, cold", f"{cold:.2f} s"),
        Row("again, nothing changed", f"{again:.2f} s"),
        ratio("cold against reading alone", cold, raw, at_most=2),
        limit("unchanged, of cold", 100 * again / cold, "%", at_most=5),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fleet", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rows = compare(options.fleet.absolute(), options.rounds)
    print(table(f"Dependencies of the fleet {options.fleet.name}", rows))


if __name__ == "__main__":
    main()
