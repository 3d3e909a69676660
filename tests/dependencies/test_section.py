"""What a report counts of dependencies, for the fleet and for each repository."""

from dataclasses import replace

from gitops_assets.core.dependencies.graph.model import ConflictKind
from gitops_assets.core.dependencies.section import UNSEEN, DependencySection, Share, counted, shares
from tests.exporters.golden_dependencies import SCRIPT, SECTION


def test_the_fleet_is_counted_once_for_all_formats() -> None:
    counts = counted(SECTION)
    assert (counts.repositories, counts.packages) == (4, 3)
    assert (counts.pairs, counts.edges, counts.cycles) == (7, 8, 1)
    assert (counts.skipped, counts.unread) == (2, 1)
    assert list(counts.conflicts) == [
        ConflictKind.CONFLICT,
        ConflictKind.RESOURCE,
        ConflictKind.CYCLE,
        ConflictKind.SKEW,
    ]


def test_a_repository_has_its_part_and_skew_is_no_conflict() -> None:
    parts = shares(SECTION)
    assert parts["acme/api"] == Share(dependencies=1, dependents=2, conflicts=3, skipped=1)
    skewed = replace(SECTION, conflicts=SECTION.conflicts[-1:])
    assert shares(skewed)["acme/web"].conflicts == 0


def test_of_what_is_missing_or_was_not_read_only_the_dependents_are_known() -> None:
    parts = shares(SECTION)
    assert parts["tools/gone"] == Share(None, 1, None, None)
    assert parts[SCRIPT] == Share(None, 1, None, None)
    assert shares(DependencySection()).get("acme/api", UNSEEN) == Share(None, None, None, None)
