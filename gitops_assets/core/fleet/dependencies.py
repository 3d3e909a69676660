"""The ``dependencies`` section of fleet.yaml: what is read, what counts, what is forbidden or corrected."""

import json
from typing import Any

from pydantic import Field, model_validator

from gitops_assets.core.dependencies.model import Kind
from gitops_assets.core.dependencies.policy import (
    IGNORED,
    Banned,
    DependencyPolicy,
    EdgeRule,
    Pinned,
    Published,
    SameRange,
)
from gitops_assets.core.fleet.section import Section
from gitops_assets.core.fleet.words import ExtractorId, Flag, Glob, Slug, Text, problem


class BannedSection(Section):
    """A dependency that nobody shall have."""

    name: Glob
    """Its name, as a pattern: event-stream, acme-*."""
    ecosystem: Text | None = None
    """Only there: npm, pypi, golang, docker, … Without it the name is banned everywhere."""
    versions: Text | None = None
    """Only these versions, in the ecosystem's own syntax (<2.17.1), a pattern for tags; without it all."""
    reason: Text
    """Why; it is shown with every finding."""

    @model_validator(mode="after")
    def _is_understood(self) -> "BannedSection":
        if self.versions is not None and self.ecosystem is None:
            raise problem("versions are compared by the rules of an ecosystem", "add 'ecosystem: …'")
        if self.versions is not None and not _understood(self.ecosystem or "", self.versions):
            raise problem(
                "these are no versions in this ecosystem's syntax", "write a constraint such as '<2.17.1'"
            )
        return self


class PinnedSection(Section):
    """Dependencies that must be at an exact version."""

    name: Glob = "*"
    """Which, as a pattern over names."""
    ecosystem: Text | None = None
    """Only there; docker means by digest, github by commit."""
    repositories: Glob = "*"
    """In which repositories, as a pattern over slugs."""

    @model_validator(mode="after")
    def _names_something(self) -> "PinnedSection":
        if self.name == "*" and self.ecosystem is None:
            raise problem("neither name nor ecosystem says what is pinned", "add one of the two")
        return self


class SameRangeSection(Section):
    """A dependency whose constraint must be the same wherever it stands."""

    name: Glob
    """Which, as a pattern over names."""
    ecosystem: Text
    """In which ecosystem."""


class EdgeSection(Section):
    """An edge of the graph that the files do not show, or one that was guessed and is wrong."""

    source: Slug = Field(alias="from")
    """The repository that depends."""
    target: Slug = Field(alias="to")
    """The repository that is depended on."""
    kind: Kind | None = None
    """What kind of dependency it is; required unless it is removed."""
    name: Text | None = None
    """Remove only the edge of this name; without it all between the two of that kind."""
    remove: Flag = False
    """Take the edge away instead of adding it."""
    reason: Text
    """How it is known."""

    @model_validator(mode="after")
    def _says_what_it_adds(self) -> "EdgeSection":
        if self.kind is None and not self.remove:
            raise problem("an edge that is added needs a kind", "add 'kind: api', say, or 'remove: true'")
        if self.name is not None and not self.remove:
            raise problem("an edge that is added is named by its target", "remove the key 'name'")
        return self


class PublishedSection(Section):
    """A name under which others depend on a repository."""

    ecosystem: Text
    """Where the name is known: npm, docker, …"""
    name: Text
    """The name."""


class DependenciesSection(Section):
    """What is read of the repositories' dependencies, what counts, and what is forbidden or corrected."""

    disable: tuple[ExtractorId, ...] = ()
    """Extractors to switch off, by their id."""
    ignore: tuple[Glob, ...] = IGNORED
    """Files that are passed over, as patterns over paths, or over names of folders if they hold no slash."""
    inferred: Flag = True
    """Whether what was guessed from texts that are no manifests counts."""
    banned: tuple[BannedSection, ...] = ()
    """Dependencies that nobody shall have."""
    pinned: tuple[PinnedSection, ...] = ()
    """Dependencies that must be at an exact version."""
    same_range: tuple[SameRangeSection, ...] = ()
    """Dependencies whose constraint must be the same wherever it stands."""
    edges: tuple[EdgeSection, ...] = ()
    """Edges of the graph to add or to take away."""
    publishes: dict[Slug, tuple[PublishedSection, ...]] = Field(default_factory=dict)
    """Names under which repositories can be depended on, though their files do not say so: slug to list."""

    @property
    def policy(self) -> DependencyPolicy:
        """The section as a plain value."""
        return DependencyPolicy(
            disabled=frozenset(self.disable),
            ignore=self.ignore,
            inferred=self.inferred,
            banned=tuple(Banned(**each.model_dump()) for each in self.banned),
            pinned=tuple(Pinned(**each.model_dump()) for each in self.pinned),
            same_range=tuple(SameRange(**each.model_dump()) for each in self.same_range),
            edges=tuple(EdgeRule(**each.model_dump()) for each in self.edges),
            publishes={
                slug: tuple(Published(**each.model_dump()) for each in named)
                for slug, named in self.publishes.items()
            },
        )

    def verdict_inputs(self) -> dict[str, Any]:
        """What verdicts depend on, with no regard to the order of lists; nothing where nothing is said."""
        if self == DependenciesSection():
            return {}
        written = self.model_dump(mode="json", by_alias=True)
        lists = {key: _sorted(value) for key, value in written.items() if isinstance(value, list)}
        published = {slug: _sorted(named) for slug, named in written["publishes"].items()}
        return {"dependencies": {**written, **lists, "publishes": published}}


def _sorted(items: list[Any]) -> list[Any]:
    return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))


def _understood(ecosystem: str, versions: str) -> bool:
    from gitops_assets.core.dependencies.versions import scheme_of  # noqa: PLC0415 - few files ban versions

    scheme = scheme_of(ecosystem)
    return not scheme.shared or scheme.constraint(versions) is not None
