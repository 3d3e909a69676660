"""What a fleet says about its dependencies: what is read, what counts, what is banned, pinned or corrected.

Plain values: a fleet without a file has :class:`DependencyPolicy` as it stands, one with a file gets it from
:attr:`gitops_assets.core.fleet.config.Fleet.dependency_policy`. Patterns are those of
:mod:`gitops_assets.core.fleet.globs`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from gitops_assets.core.dependencies.model import Kind
from gitops_assets.core.fleet.globs import covers

IGNORED = (
    "node_modules",
    "bower_components",
    "vendor",
    "vendored",
    "third_party",
    "third-party",
    "site-packages",
    ".venv",
    "venv",
    ".tox",
    ".nox",
    ".terraform",
    "testdata",
    "fixtures",
    "__fixtures__",
    "__snapshots__",
)
"""Folders whose manifests are somebody else's, or made up for a test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Banned:
    """A dependency that nobody shall have; ``versions`` None means every version of it."""

    name: str
    reason: str
    ecosystem: str | None = None
    versions: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """Dependencies that must be at an exact version in some repositories."""

    name: str = "*"
    ecosystem: str | None = None
    repositories: str = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class SameRange:
    """A dependency whose constraint must be the same everywhere."""

    name: str
    ecosystem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeRule:
    """An edge that nobody can read from the files, or one that was guessed and is wrong (``remove``).

    ``kind`` and ``name`` None mean any when it is removed; an edge that is added has a kind.
    """

    source: str
    target: str
    kind: Kind | None = None
    name: str | None = None
    remove: bool = False
    reason: str

    def removes(self, source: str, target: str, kind: Kind, name: str) -> bool:
        """Whether that edge is the one to take away."""
        named = (self.source, self.target) == (source, target)
        return self.remove and named and self.kind in (None, kind) and self.name in (None, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A name under which a repository can be depended on, though its files do not say so."""

    ecosystem: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyPolicy:
    """What one fleet says. ``disabled`` are ids of extractors; ``publishes`` is keyed by slug.

    ``ignore`` are patterns over paths: one without a slash means every folder and file of that name.
    ``inferred`` says whether rows that were guessed count.
    """

    disabled: frozenset[str] = frozenset()
    ignore: tuple[str, ...] = IGNORED
    inferred: bool = True
    banned: tuple[Banned, ...] = ()
    pinned: tuple[Pinned, ...] = ()
    same_range: tuple[SameRange, ...] = ()
    edges: tuple[EdgeRule, ...] = ()
    publishes: Mapping[str, tuple[Published, ...]] = field(default_factory=dict)

    def ignores(self, path: str) -> bool:
        """Whether a file is passed over."""
        return ignored(path, self.ignore)

    def removes(self, source: str, target: str, kind: Kind, name: str) -> bool:
        """Whether somebody said that this edge is not there."""
        return any(rule.removes(source, target, kind, name) for rule in self.edges)


@lru_cache(maxsize=65_536)
def ignored(path: str, globs: tuple[str, ...]) -> bool:
    """Whether a pattern means the path or a folder that it is in; without a slash it means any name."""
    names = path.split("/")
    whole = tuple(glob for glob in globs if "/" in glob)
    return any(covers(glob, name) for glob in globs if "/" not in glob for name in names) or any(
        covers(glob, "/".join(names[: nth + 1])) for glob in whole for nth in range(len(names))
    )
