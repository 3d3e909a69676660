"""The report as a stream: one typed JSON object a line (NDJSON), for fleets too large to load at once.

``type`` says what a line is. The first is the header, the last the footer with how many lines of each type
stand between: a stream without it was cut off. The objects are those of ``report.json``; their shape is
``docs/stream.schema.json``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

from exporters.json_report import (
    audit_document,
    change_document,
    finding_document,
    fleet_document,
    repository_document,
    rule_document,
    summary_document,
)
from exporters.model import Exporter, of_report
from exporters.parts.text import json_line
from gitops_assets.core.compliance.document import quality_document
from gitops_assets.core.dependencies.graph.documents import (
    conflict_document,
    edge_document,
    node_document,
)
from gitops_assets.core.dependencies.section_document import (
    skipped_document,
    technology_document,
    unread_document,
    used_document,
)
from gitops_assets.core.report import Report, summarise
from gitops_assets.core.stream import STREAM
from gitops_assets.core.templates.document import templates_document
from gitops_assets.core.times import iso

Document = Mapping[str, object]


def render(report: Report) -> bytes:
    """``report.ndjson``; besides the bytes themselves only one line is held at a time."""
    out = BytesIO()
    out.writelines(stream(report))
    return out.getvalue()


def stream(report: Report) -> Iterator[bytes]:
    """The lines, each with its line feed."""
    yield _line("header", _header(report))
    counts: Counter[str] = Counter()
    for kind, documents in _body(report):
        for document in documents:
            counts[kind] += 1
            yield _line(kind, document)
    summary = summary_document(summarise(report))
    yield _line("footer", {"lines": dict(sorted(counts.items())), "summary": summary})


def _line(kind: str, document: Document) -> bytes:
    return json_line({"type": kind, **document})


def _header(report: Report) -> Document:
    return {
        "schema": STREAM,
        "generated": iso(report.generated),
        "audit": audit_document(report.audit),
        "fleet": fleet_document(report),
    }


def _body(report: Report) -> Iterator[tuple[str, Iterable[Document]]]:
    known, graph = report.dependencies, report.dependencies.graph
    yield "repository", (repository_document(row, report) for row in report.repositories)
    yield "finding", map(finding_document, report.findings)
    yield "change", map(change_document, report.changes)
    yield "rule", (rule_document(report.rules[key]) for key in sorted(report.rules))
    yield "node", map(node_document, graph.nodes)
    yield "edge", map(edge_document, graph.edges)
    yield "cycle", ({"slugs": list(slugs)} for slugs in graph.cycles)
    yield "generation", ({"slugs": list(slugs)} for slugs in graph.generations)
    yield "conflict", map(conflict_document, known.conflicts)
    yield "package", map(used_document, known.packages)
    yield "technology", map(technology_document, known.technologies)
    yield "skipped", map(skipped_document, known.skipped)
    yield "unread", map(unread_document, known.unread)
    yield "quality", (quality_document(report.quality),)
    yield "templates", (templates_document(report.templates),)


EXPORTER = Exporter(
    id="ndjson",
    title="Everything as a stream, one object a line",
    file_name="report.ndjson",
    media_type="application/x-ndjson",
    files=of_report("report.ndjson", render),
)
