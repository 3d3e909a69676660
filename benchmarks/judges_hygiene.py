"""Our gates against sp-repo-review on the same Python projects: `python -m benchmarks.judges_hygiene REPO…`.

Prints a Markdown table, a row a check that both ask: how often both are content, both are not, and only one
is not. What one of the two does not ask is left out. ``repo-review`` with its plugin ``sp-repo-review`` is
taken from PATH; it reads a copy of the root's files and of the workflows, and empty files for all others.
``--show`` prints where the two disagree.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.judges_ci import facts_of
from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.engine import evaluate
from gitops_assets.core.model import Outcome
from gitops_assets.core.tree import Blob
from resources.git.tree import CommitTree

CHECKS = {
    "PY002": "readme-present",
    "PY003": "licence-present",
    "PY006": "commit-hooks-configured",
    "PY008": "gitignore-present",
    "PP002": "build-backend-declared",
    "GH100": "tests-run-in-ci",
    "GH102": "concurrency-set",
    "GH105": "packages-published-by-workflow",
    "GH200": "dependency-update-tool",
    "MY100": "types-checked",
    "RF001": "linter-configured",
    "SEC001": "sast-configured",
}
"""Checks of sp-repo-review, and the gate that asks nearest to the same."""

ANSWERS = {Outcome.PASS: True, Outcome.FAIL: False}


def theirs(tree: CommitTree, paths: Sequence[str]) -> dict[str, bool | None]:
    """What sp-repo-review says of a tree; None where it did not ask."""
    wanted = [path for path in paths if "/" not in path or path.startswith(".github/")]
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            target = Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch()
        for each in tree.read_many(wanted):
            if isinstance(each, Blob) and not each.link:
                Path(folder, each.path).write_bytes(each.body)
        command = ("repo-review", "--format", "json", folder)
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    found: dict[str, bool | None] = {
        name: check["result"] for name, check in json.loads(run.stdout)["checks"].items()
    }
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repositories", nargs="+", metavar="REPO", help="a work tree, or a git directory")
    parser.add_argument("--show", action="store_true", help="print where the two disagree")
    options = parser.parse_args(arguments)
    if not shutil.which("repo-review"):
        print("repo-review is not on PATH: pip install sp-repo-review[cli]")
        return 1
    counts: Counter[tuple[str, str]] = Counter()
    projects = 0
    for repository in options.repositories:
        with CommitTree(os.fsencode(repository), "HEAD") as tree:
            paths = list(tree.paths())
            if not {"pyproject.toml", "setup.py"} & set(paths):
                continue
            projects += 1
            said = theirs(tree, paths)
            facts = facts_of(tree, paths)
            for check, gate in CHECKS.items():
                evaluation = evaluate(facts, GATES.get(gate))
                row = verdict(ANSWERS.get(evaluation.outcome), said.get(check))
                counts[check, row] += 1
                if options.show and row.startswith("only"):
                    why = evaluation.why or [each.message for each in evaluation.findings][:1]
                    print(f"{row}: {check} {gate} {repository[-40:]} {evaluation.outcome}: {why}")
    print_table(counts, projects)
    return 0


def verdict(mine: bool | None, theirs: bool | None) -> str:  # noqa: FBT001 - an answer
    if mine is None or theirs is None:
        return "not asked by both"
    if mine is theirs:
        return "both content" if mine else "both flag"
    return "only we flag" if theirs else "only they flag"


def print_table(counts: Counter[tuple[str, str]], projects: int) -> None:
    rows = ("both content", "both flag", "only we flag", "only they flag", "not asked by both")
    print(f"| check of sp-repo-review, {projects} projects | gate | {' | '.join(rows)} |")
    print(f"|---|---|{'--:|' * len(rows)}")
    for check, gate in CHECKS.items():
        print(f"| {check} | {gate} | {' | '.join(str(counts[check, row]) for row in rows)} |")


if __name__ == "__main__":
    sys.exit(main())
