"""Checks run before each commit.

What a hook says in a second costs a round of CI and of review later. A configuration in the repository gives
everybody the same hooks, with versions.

Source: [Scientific Python, PY006](https://learn.scientific-python.org/development/guides/style/#pre-commit),
[pre-commit](https://pre-commit.com/).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.python_projects import told
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity

_FILES = (
    *(".pre-commit-config.y*ml", "prek.toml", "lefthook.y*ml", ".lefthook.y*ml", "lefthook.toml"),
    *(".huskyrc*", ".lintstagedrc*", "lint-staged.config.*", ".overcommit.yml", "hk.pkl", "captainhook.json"),
)
_FOLDERS = (".husky/*", ".githooks/*", ".git-hooks/*", "githooks/*")
_NAMES = (
    '"husky"',
    '"lint-staged"',
    '"simple-git-hooks"',
    '"pre-commit"',
    '"lefthook"',
    '"ghooks"',
    '"yorkie"',
)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a tree that configures no hooks of pre-commit, lefthook, husky or the like."""
    files = facts.files
    if files.at_root(*_FILES) or files.matching(*_FOLDERS) or told(files, ("package.json",), _NAMES):
        return
    yield Finding(
        message="No checks are configured to run before a commit.",
        path=".pre-commit-config.yaml",
        remedy="Add a .pre-commit-config.yaml with the project's checks, then: pre-commit install",
    )


GATE = Gate(
    id="commit-hooks-configured",
    title="Checks run before each commit",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Add a .pre-commit-config.yaml, or hooks of lefthook or husky.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
)
