"""No two paths are the same where case or the form of letters does not count.

On Windows and macOS `Readme.md` and `README.md` are one file: a clone there has one of the two, is dirty at
once, and the next commit from it deletes the other. The same holds for letters with marks that are composed
in one name and not in the other.

Source: [git-config, core.ignoreCase](https://git-scm.com/docs/git-config#Documentation/git-config.txt-coreignoreCase).
"""

import unicodedata
from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each path that falls together with an earlier one, files with folders as well."""
    first: dict[str, str] = {}
    names = (*facts.files.paths, *sorted(facts.files.folders))
    folders = facts.files.folders
    for path in names:
        earlier = first.setdefault(_folded(path), path)
        if earlier != path and not (earlier in folders and path in folders):
            yield Finding(
                message=f"{shown(path)} and {shown(earlier)} are one file on Windows and macOS.",
                path=path if path not in folders else earlier,
                remedy=facts.git("mv", operands=(path, f"{path}-renamed")),
                subject=path,
            )


def _folded(path: str) -> str:
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


GATE = Gate(
    id="paths-distinct",
    title="No two paths differ in case alone",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Rename one of the two.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
)
