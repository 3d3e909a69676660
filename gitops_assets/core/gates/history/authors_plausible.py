"""The newest commits name people who can be asked.

A commit whose address is that of an unconfigured machine (`root@localhost`) cannot be attributed: nobody
knows whom to ask, forges show no account for it, and audits of who changed what end there. Looked at are
the newest commits of the branch.

Source: [git-commit, commit information](https://git-scm.com/docs/git-commit#_commit_information).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import git_file, shown
from gitops_assets.core.model import Severity
from gitops_assets.core.templates.places import AUTHOR

_ADDRESS = re.compile(r"<([^<>]*)>\s*\Z")
_PLACEHOLDERS = frozenset(
    {"you@example.com", "your@email.com", "your.email@example.com", "email@example.com"}
)
_SHORT = 10


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each author or committer without an address, or with that of a machine or of a manual."""
    told: set[str] = set()
    for commit in facts.past.commits:
        for person in dict.fromkeys((commit.author, commit.committer)):
            why = _fault(person)
            if why and person not in told:
                told.add(person)
                yield Finding(
                    message=f"Commit {commit.oid[:_SHORT]} is by {shown(person)}, whose address {why}.",
                    path=git_file(facts.state, "config"),
                    remedy=facts.git("config", "user.email", "NAME@DOMAIN"),
                    subject=person,
                )


def _fault(person: str) -> str | None:
    found = _ADDRESS.search(person[-500:])
    address = found[1].strip().lower() if found else ""
    if not address:
        return "is empty"
    if address == AUTHOR[1]:  # what a template brought: the commit's message says who asked for it
        return None
    if address in _PLACEHOLDERS:
        return "is a placeholder"
    host = address.rpartition("@")[2]
    local = host in {"localhost", "(none)"} or host.endswith((".localdomain", ".local", ".(none)"))
    return "is that of a machine nobody can write to" if local else None


GATE = Gate(
    id="authors-plausible",
    title="Commits name people who can be asked",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Set user.name and user.email where the commits are made, also on build machines.",
    find=find,
    category=Category.HISTORY,
    needs=frozenset({Need.TREE, Need.HISTORY}),
    stages=FROM_MERGE,
    required=False,
)
