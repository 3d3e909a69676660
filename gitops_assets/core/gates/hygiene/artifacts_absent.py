"""Nothing is committed that a build, an interpreter, an editor or a desktop left behind.

Such files differ on every machine, go stale with the next build, hide changes in reviews and may carry what
their author had open. Told once for each folder, by names alone; test data is left out.

Source: [gitignore templates](https://github.com/github/gitignore).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.own_files import own
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import counted, shown
from gitops_assets.core.model import Severity

_FOLDER = re.compile(
    r"^((?:.*/)?(?:__pycache__|node_modules|bower_components|\.venv|\.tox|\.nox|\.mypy_cache|\.pytest_cache"
    r"|\.ruff_cache|\.gradle|\.terraform|\.eggs|[^/]+\.egg-info|\.idea/workspace\.xml))(?:/|\Z)",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"(?:^|/)(?:\.DS_Store|Thumbs\.db|ehthumbs\.db|desktop\.ini|npm-debug\.log|yarn-error\.log|\.coverage"
    r"|[^/]+\.(?:py[co]|class|o|obj|exe|swp|swo|orig|rej|tfstate))\Z",
    re.IGNORECASE,
)
_FEW = 10
"""Single files that are told one by one; more of them in a folder are one finding."""


def find(facts: Facts) -> Iterator[Finding]:
    """Flag folders and files that a tool makes anew, each folder once."""
    found: dict[str, list[str]] = {}
    for path in facts.files.paths:
        folder = _FOLDER.match(path)
        if folder and own(folder[1]):
            found.setdefault(folder[1], []).append(path)
        elif _FILE.search(path) and own(path):
            found.setdefault(path.rpartition("/")[0], []).append(path)
    for folder_path, paths in found.items():
        if _FOLDER.match(folder_path) or len(paths) > _FEW:
            yield _finding(facts, folder_path, f"{counted(len(paths), 'file')} that a tool made", paths[0])
        else:
            for path in paths:
                yield _finding(facts, path, "a file that a tool made", path)


def _finding(facts: Facts, path: str, what: str, first: str) -> Finding:
    place = path or "."
    verb = "holds" if place != first else "is"
    return Finding(
        message=f"{shown(place)} {verb} {what}.",
        path=first,
        remedy=f"{facts.git('rm', '-r', '--cached', operands=(place,))} and add it to .gitignore.",
        subject=place,
    )


GATE = Gate(
    id="artifacts-absent",
    title="Nothing is committed that a tool makes",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Take it out of the index, keep it on disk, and add it to .gitignore.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
)
