"""Histories in memory: `behind(commit(), commit(signed=True))`."""

from dataclasses import replace

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.history_facts import CommitFact, HistoryFacts
from tests.gates.build import AT
from tests.gates.trees import seen

PERSON = "Ada <ada@example.org>"


def commit(**fields: object) -> CommitFact:
    """An ordinary commit of a person with an address."""
    plain = CommitFact(
        oid="0123456789abcdef0123456789abcdef01234567",
        committed=AT,
        author=PERSON,
        committer=PERSON,
        signed=False,
        merge=False,
        subject="Change",
    )
    return replace(plain, **fields)  # type: ignore[arg-type] # a test's shorthand


def behind(*commits: CommitFact, **fields: object) -> Facts:
    """What a gate sees of a repository with these commits, newest first."""
    past = replace(HistoryFacts(commits=commits), **fields)  # type: ignore[arg-type] # a test's shorthand
    return replace(seen({"README.md": "x"}), history=past)
