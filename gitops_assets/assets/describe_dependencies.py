"""What a person sees of dependencies in the Dagster UI."""

from collections import Counter
from collections.abc import Sequence

import dagster as dg

from gitops_assets.assets.describe import PAGES, Metadata, table
from gitops_assets.core.dependencies.model import Kind, RepositoryDependencies


def of_scans(read: Sequence[RepositoryDependencies]) -> Metadata:
    """What one run read: how much of each kind, who needs most, and what could not be read."""
    kinds = Counter(each.kind for known in read for each in known.dependencies)
    offered = Counter(each.kind for known in read for each in known.publications)
    most = sorted(read, key=lambda known: (-len(known.dependencies), known.slug))
    skipped = [(known.slug, each.path, each.reason) for known in read for each in known.skipped]
    return {
        "repositories read": dg.MetadataValue.int(len(read)),
        "by kind": table(
            ("kind", "needed", "offered"),
            [(kind, kinds[kind], offered[kind]) for kind in Kind if kinds[kind] or offered[kind]],
        ),
        "most dependencies": table(
            ("repository", "dependencies"), [(known.slug, len(known.dependencies)) for known in most]
        ),
        "skipped files": dg.MetadataValue.int(len(skipped)),
        "skipped": table(("repository", "file", "why"), skipped),
    }


def scan_pages(read: Sequence[RepositoryDependencies]) -> dict[str, Metadata]:
    """What the page of each partition says, by slug."""
    return {known.slug: _page(known) for known in read[:PAGES]}


def _page(known: RepositoryDependencies) -> Metadata:
    needed = [
        (each.kind, each.name, each.constraint or "", f"{each.path}:{each.line}")
        for each in known.dependencies
    ]
    offered = [(each.kind, each.name, each.version or "") for each in known.publications]
    about = {"commit": known.commit, "unknown": known.unknown}
    return {
        **{label: dg.MetadataValue.text(value) for label, value in about.items() if value},
        "dependencies": dg.MetadataValue.int(len(known.dependencies)),
        "needs": table(("kind", "name", "constraint", "where"), needed),
        "offers": table(("kind", "name", "version"), offered),
        "skipped": table(("file", "why"), [(each.path, each.reason) for each in known.skipped]),
    }
