"""No file holds the marks of a merge that nobody finished.

Git writes both sides between `<<<<<<<` and `>>>>>>>`; committed, they break whatever reads the file, or are
shown to users. Tests and code blocks of documentation may hold them on purpose and are left out.

Source: [git-merge, how conflicts are presented](https://git-scm.com/docs/git-merge#_how_conflicts_are_presented).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.hygiene.markdown import is_markdown, prose
from gitops_assets.core.gates.hygiene.merge_markers import MERGE_MARKERS
from gitops_assets.core.gates.hygiene.own_files import own
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_LITERAL = (".rst", ".adoc", ".patch", ".diff")
"""Texts that quote others in ways that are not read here."""


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each conflict where it begins, in the order of files and lines."""
    for path, hit in facts.files.hits(MERGE_MARKERS):
        if own(path) and not path.lower().endswith(_LITERAL) and not _quoted(facts, path, hit.line):
            yield Finding(
                message=f"An unfinished merge stands in {shown(path)}.",
                path=path,
                line=hit.line,
                remedy="Choose one side or combine them, and delete the lines with the marks.",
                subject=path,
            )


def _quoted(facts: Facts, path: str, line: int) -> bool:
    """Whether a line of Markdown stands in a block of code."""
    if not is_markdown(path):
        return False
    return not prose(facts.files.text(path).text).split("\n")[line - 1].strip()


GATE = Gate(
    id="merge-markers-absent",
    title="No file holds merge-conflict markers",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Resolve the conflicts and commit the result.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    by_file=True,
)
