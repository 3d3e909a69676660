"""Packages that come from a repository come from one commit.

A branch moves with every push of whoever owns it: the same manifest installs other code tomorrow, with no
release, no review and no advisory in between. A commit cannot move; a tag that names a version mostly does
not, and is not flagged.

Source: [pip, VCS support](https://pip.pypa.io/en/stable/topics/vcs-support/),
[Cargo, git dependencies](https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html#specifying-dependencies-from-git-repositories).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Dependency, Kind
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.packages.places import aside
from gitops_assets.core.gates.unknown import NotApplicable
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_COMMIT = re.compile(r"[0-9a-fA-F]{7,64}")
_VERSION = re.compile(r"(?:[A-Za-z_@/-]{0,60}[-_/@])?v?[0-9]{1,10}(?:[.][0-9A-Za-z+-]{1,40}){1,6}")
_ARCHIVES = (".whl", ".tar.gz", ".tgz", ".zip", ".tar.bz2", ".tar.xz", ".jar", ".gem")
_ECOSYSTEMS = frozenset({"npm", "pypi", "cargo", "gem", "composer"})


def find(facts: Facts) -> Iterator[Finding]:
    """Flag each package from a repository whose ref is a branch, or missing, and that no lock file pins."""
    rows = [row for row in facts.packages.dependencies if _from_repository(row)]
    if not rows:
        raise NotApplicable("no package comes from a repository")
    for row in rows:
        if row.resolved is None and not _fixed(row.constraint):
            ref = f"follows {shown(row.constraint)}" if row.constraint else "follows the default branch"
            yield Finding(
                message=f"{shown(row.name)} {ref} of a repository.",
                path=row.path,
                line=max(1, row.line),
                subject=f"{row.path}:{row.name}",
                remedy=f"Name the full commit of {shown(row.name)}: git ls-remote shows it for the branch.",
            )


def _from_repository(row: Dependency) -> bool:
    if row.kind is not Kind.PACKAGE or row.ecosystem not in _ECOSYSTEMS or row.local is not None:
        return False
    return row.url is not None and not row.url.lower().endswith(_ARCHIVES) and not aside(row.path)


def _fixed(ref: str | None) -> bool:
    ref = (ref or "").removeprefix("semver:").removeprefix("refs/tags/")
    return bool(_COMMIT.fullmatch(ref) or _VERSION.fullmatch(ref))


GATE = Gate(
    id="revisions-pinned",
    title="Packages from repositories come from one commit",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Name a full commit instead of a branch, or depend on a release.",
    find=find,
    category=Category.PACKAGES,
    needs=frozenset({Need.TREE, Need.MANIFESTS}),
    stages=EVERY_STAGE,
)
