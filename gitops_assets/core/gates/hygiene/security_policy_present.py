"""Whoever finds a hole is told where to report it.

Without a policy the finder opens a public issue, or tells nobody. Forges show the file to whoever is about
to report. One that an organisation keeps for all its repositories is not seen from here: waive the gate.

Source: [GitHub, adding a security policy](https://docs.github.com/en/code-security/getting-started/adding-a-security-policy-to-your-repository).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import FROM_MERGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity

_PLACES = (
    "security*.md",
    "security*.rst",
    "security*.txt",
    "security*.adoc",
    "security",
    ".github/security*",
    ".gitlab/security*",
    "docs/security*.md",
    "docs/security*.rst",
    "doc/security*",
    "*.well-known/security.txt",
)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag a tree without a security policy where forges look for one."""
    if not facts.files.matching(*_PLACES):
        yield Finding(
            message="There is no security policy: nobody is told where to report a hole.",
            path="SECURITY.md",
            remedy="Add a SECURITY.md that says which versions are maintained and where to report.",
        )


GATE = Gate(
    id="security-policy-present",
    title="A security policy is present",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Add a SECURITY.md that says which versions are maintained and where to report.",
    find=find,
    category=Category.HYGIENE,
    needs=frozenset({Need.TREE}),
    stages=FROM_MERGE,
    required=False,
)
