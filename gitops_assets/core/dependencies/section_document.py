"""A report's section on dependencies as JSON; keys are part of its schema: add some, rename none."""

from collections.abc import Mapping

from gitops_assets.core.dependencies.graph.documents import Document, conflicts_document, graph_document
from gitops_assets.core.dependencies.inventory import Technology, Used
from gitops_assets.core.dependencies.section import DependencyCounts, DependencySection, SkippedFile, Unread


def section_document(section: DependencySection) -> Document:
    """Graph and conflicts in the shapes of the commands of those names, and what is used and was not read."""
    return {
        "graph": graph_document(section.graph),
        "conflicts": conflicts_document(section.conflicts)["conflicts"],
        "packages": [used_document(each) for each in section.packages],
        "technologies": [technology_document(each) for each in section.technologies],
        "skipped": [skipped_document(each) for each in section.skipped],
        "unread": [unread_document(each) for each in section.unread],
    }


def counts_document(counts: DependencyCounts) -> Mapping[str, object]:
    """How much there is of each."""
    return {
        "repositories": counts.repositories,
        "packages": counts.packages,
        "pairs": counts.pairs,
        "edges": counts.edges,
        "cycles": counts.cycles,
        "conflicts": {str(kind): number for kind, number in counts.conflicts.items()},
        "skipped": counts.skipped,
        "unread": counts.unread,
    }


def used_document(used: Used) -> Document:
    """One thing that is needed."""
    return {
        "kind": used.kind,
        "ecosystem": used.ecosystem,
        "name": used.name,
        "purl": used.purl,
        "versions": list(used.versions),
        "constraints": list(used.constraints),
        "repositories": list(used.repositories),
        "internal": used.internal,
    }


def technology_document(technology: Technology) -> Document:
    """One technology."""
    return {"name": technology.name, "repositories": list(technology.repositories)}


def skipped_document(each: SkippedFile) -> Document:
    """One file that gave no rows."""
    return {
        "slug": each.slug,
        "path": each.skipped.path,
        "line": each.skipped.line,
        "reason": each.skipped.reason,
    }


def unread_document(each: Unread) -> Document:
    """One repository that could not be read."""
    return {"slug": each.slug, "why": each.why}
