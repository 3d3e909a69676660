"""Sections on dependencies with hostile contents, for hypothesis."""

from collections.abc import Sequence

from hypothesis import strategies as st

from gitops_assets.core.dependencies.graph.build import connected
from gitops_assets.core.dependencies.graph.model import Conflict, ConflictKind, Edge, Level, Proposal
from gitops_assets.core.dependencies.inventory import Technology, Used
from gitops_assets.core.dependencies.model import Confidence, Kind, Scope, Skipped
from gitops_assets.core.dependencies.section import DependencySection, SkippedFile, Unread
from tests.exporters.golden_dependencies import claim, edge, node

LINES = st.integers(1, 10**9)


def sections(slugs: Sequence[str], texts: st.SearchStrategy[str]) -> st.SearchStrategy[DependencySection]:
    """A few rows of each kind, about these repositories and about one that nobody knows."""
    named = st.sampled_from([*slugs, "nobody/knows"])
    perhaps = st.none() | texts
    claims = st.builds(claim, named, perhaps, path=texts, line=LINES, resolved=perhaps)
    lists = st.lists(texts, max_size=6).map(tuple)
    conflicts = st.builds(
        Conflict,
        name=texts,
        ecosystem=texts,
        kind=st.sampled_from(ConflictKind),
        claims=st.lists(claims, max_size=3).map(tuple),
        why=texts,
        breaks=lists,
        proposal=st.none() | st.builds(Proposal, texts, st.lists(claims, max_size=2).map(tuple)),
    )
    used = st.builds(
        Used,
        kind=st.sampled_from(Kind),
        ecosystem=texts,
        name=texts,
        versions=lists,
        constraints=lists,
        repositories=st.lists(named, unique=True, max_size=2).map(tuple),
        internal=st.booleans(),
    )
    skipped = st.builds(SkippedFile, named, st.builds(Skipped, path=texts, reason=texts, line=LINES))
    return st.builds(
        lambda edges, **rows: DependencySection(
            graph=connected([node(slug) for slug in {*slugs, "nobody/knows"}], edges), **rows
        ),
        st.lists(_edges(named, texts), max_size=5),
        conflicts=st.lists(conflicts, max_size=2).map(tuple),
        packages=st.lists(used, max_size=2).map(tuple),
        technologies=st.lists(st.builds(Technology, texts, lists), max_size=2).map(tuple),
        skipped=st.lists(skipped, max_size=2).map(tuple),
        unread=st.lists(st.builds(Unread, named, texts), max_size=1).map(tuple),
    )


def _edges(named: st.SearchStrategy[str], texts: st.SearchStrategy[str]) -> st.SearchStrategy[Edge]:
    perhaps = st.none() | texts
    return st.builds(
        edge,
        named,
        named,
        kind=st.sampled_from(Kind),
        ecosystem=texts,
        name=texts,
        path=texts,
        line=LINES,
        scope=st.sampled_from(Scope),
        constraint=perhaps,
        resolved=perhaps,
        confidence=st.sampled_from(Confidence),
        level=st.sampled_from(Level),
        last_validated=st.integers(-(2**63), 2**63),
        missing=st.booleans(),
    )
