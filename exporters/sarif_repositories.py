"""One SARIF file for each repository, as code scanning takes it, and a list of what to upload where.

URIs are relative to the repository's root, and waived findings are left out. ``uploads.json`` names for each
repository its files, and the commit and the ref that an upload has to tell.
"""

from collections.abc import Iterator, Mapping

from exporters.model import Exporter, File, Material
from exporters.parts.file_names import file_names
from exporters.parts.sarif_limits import deliveries
from exporters.parts.sarif_run import Frame, log, run_of
from exporters.parts.sarif_uris import provenance_of, remote_url
from exporters.parts.text import json_bytes
from gitops_assets.core.model import FindingRecord, RepositoryState
from gitops_assets.core.report import Report, Rule

FILE, FOLDER = "uploads.json", "sarif"
SCHEMA = "gitops-assets/uploads/1"
CATEGORY = "gitops-assets"

Deliveries = list[list[list[FindingRecord]]]


def files(material: Material) -> Iterator[File]:
    """The list, then every repository's file; further ones where a repository has too much for one."""
    report = material.report
    states = {row.state.slug: row.state for row in report.repositories}
    found: dict[str, list[FindingRecord]] = {slug: [] for slug in sorted(states)}
    for finding in report.open_findings:
        found.setdefault(finding.slug, []).append(finding)
    names = file_names(found, ".sarif")
    split = {slug: deliveries(findings) for slug, findings in found.items()}
    entries = [_entry(slug, states.get(slug), names[slug], split[slug]) for slug in sorted(found)]
    yield File(FILE, json_bytes({"schema": SCHEMA, "audit": report.audit.id, "repositories": entries}))
    known = Frame(report=report, category="", provenance=(), base="").known()
    for slug in sorted(found):
        yield from _files(_frame(report, states.get(slug)), names[slug], split[slug], known)


def _frame(report: Report, state: RepositoryState | None) -> Frame:
    return Frame(
        report=report,
        category=CATEGORY,
        provenance=provenance_of(state) if state else (),
        base="The root of the repository.",
        slugs=False,
    )


def _path(name: str, nth: int) -> str:
    return f"{FOLDER}/{name}.sarif" if nth == 1 else f"{FOLDER}/{name}+{nth}.sarif"


def _files(frame: Frame, name: str, split: Deliveries, known: Mapping[str, Rule]) -> Iterator[File]:
    parts = sum(map(len, split))
    part = 0
    for nth, runs in enumerate(split, 1):
        told = []
        for found in runs:
            part += 1
            told.append(run_of(frame, found, known, part=part, parts=parts))
        yield File(_path(name, nth), log(told))


def _entry(slug: str, state: RepositoryState | None, name: str, split: Deliveries) -> dict[str, object]:
    first = 1
    listed: list[dict[str, object]] = []
    for nth, runs in enumerate(split, 1):
        parts = range(first, first + len(runs))
        first += len(runs)
        listed.append(
            {
                "path": _path(name, nth),
                "categories": [CATEGORY if part == 1 else f"{CATEGORY}/{part}" for part in parts],
                "results": [len(found) for found in runs],
            }
        )
    return {
        "slug": slug,
        "repository": remote_url(state) if state else None,
        "commit": state.head if state else None,
        "ref": f"refs/heads/{state.branch}" if state and state.branch else None,
        "files": listed,
    }


EXPORTER = Exporter(
    id="sarif-repositories",
    title="Findings of each repository, to upload to code scanning",
    file_name=FILE,
    media_type="application/json",
    files=files,
    folder=FOLDER,
)
