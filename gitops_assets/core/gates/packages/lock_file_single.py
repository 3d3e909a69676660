"""One package manager writes the lock file of a folder.

Two lock files of different tools answer the same manifest differently, and only the one that somebody's
command happens to read counts: a colleague and the build install different versions, and updates reach one
of them.

Source: [Yarn, migrating from npm](https://classic.yarnpkg.com/lang/en/docs/migrating-from-npm/).
"""

from collections import defaultdict
from collections.abc import Iterator

from gitops_assets.core.dependencies.parsers.tree_path import file_of, folder_of
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.packages.places import aside, run_in
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_FAMILIES = (
    ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"),
    ("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"),
)
_FAMILY = {name: nth for nth, names in enumerate(_FAMILIES) for name in names}
_ALIKE = {"bun.lockb": "bun.lock"}


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each lock file beyond the first of a folder that locks the same packages."""
    folders: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for path in facts.files.paths:
        family = _FAMILY.get(file_of(path))
        if family is not None and not aside(path):
            folders[folder_of(path), family].append(path)
    if not folders:
        raise NotApplicable("there is no lock file")
    for (_, family), paths in sorted(folders.items()):
        ordered = sorted(paths, key=lambda each: _FAMILIES[family].index(file_of(each)))
        first = _ALIKE.get(file_of(ordered[0]), file_of(ordered[0]))
        for path in ordered[1:]:
            if _ALIKE.get(file_of(path), file_of(path)) != first:
                yield Finding(
                    message=f"{shown(path)} locks what {shown(ordered[0])} locks too.",
                    path=path,
                    subject=path,
                    remedy=run_in(path, "git", "rm", "--", file_of(path)),
                )


GATE = Gate(
    id="lock-file-single",
    title="One package manager writes the lock file of a folder",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Keep the lock file of the tool that the build uses and remove the other.",
    find=find,
    category=Category.PACKAGES,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
)
