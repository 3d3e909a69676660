"""Bills of materials in CycloneDX 1.6 (ECMA-424): one for the fleet, one for each repository.

A repository's bill lists what its manifests ask for and every version that its lock files chose; only the
first are said to be needed by it directly. What could not be read makes a bill *incomplete*, which it says.
Serial numbers follow from the contents and times are those of the audit: the same audit, the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping

from exporters.model import Exporter, File, Material
from exporters.parts.bill import Bill, Document, Part, Use, bills, identity, merged, rendered
from exporters.parts.file_names import file_names
from exporters.parts.text import scalar
from gitops_assets.core.dependencies.model import Kind
from gitops_assets.core.report import Report
from gitops_assets.core.times import iso

FILE, FOLDER, ENDING = "bom.cdx.json", "cyclonedx", ".cdx.json"
_SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"
_TYPES: Mapping[Kind, str] = {Kind.IMAGE: "container", Kind.PACKAGE: "library"}
_OWN = "gitops-assets"


def files(material: Material) -> Iterator[File]:
    """The fleet's bill, then that of every repository."""
    every, report = bills(material), material.report
    yield File(FILE, rendered(fleet_bill(report, every)))
    names = file_names([bill.slug for bill in every], ENDING)
    for bill in every:
        yield File(f"{FOLDER}/{names[bill.slug]}{ENDING}", rendered(repository_bill(report, bill)))


def repository_bill(report: Report, bill: Bill) -> Document:
    """One repository as a document; its file paths begin at its root."""
    direct = [part.ref for part, use in bill.parts.items() if use.direct]
    return _document(
        report,
        _repository(bill),
        [_component(part, use) for part, use in bill.parts.items()],
        [_needs(bill.ref, direct), *(_needs(part.ref, ()) for part in bill.parts)],
        [bill],
    )


def fleet_bill(report: Report, every: list[Bill]) -> Document:
    """The fleet as a document: its repositories are components that need packages and each other."""
    root: Document = {"type": "platform", "bom-ref": "fleet", "name": scalar(report.fleet) or "fleet"}
    known = {bill.slug: bill for bill in every}
    edges: dict[str, set[str]] = {bill.ref: set() for bill in every}
    for bill in every:
        edges[bill.ref] |= {part.ref for part, use in bill.parts.items() if use.direct}
    for edge in report.dependencies.graph.edges:
        if edge.source in known and edge.target in known and edge.source != edge.target:
            edges[known[edge.source].ref].add(known[edge.target].ref)
    parts = merged(every)
    return _document(
        report,
        root,
        [*map(_repository, every), *(_component(part, None) for part in parts)],
        [
            _needs("fleet", [bill.ref for bill in every]),
            *(_needs(ref, sorted(needed)) for ref, needed in sorted(edges.items())),
            *(_needs(part.ref, ()) for part in parts),
        ],
        every,
    )


def _document(
    report: Report, root: Document, components: list[Document], needs: list[Document], every: list[Bill]
) -> Document:
    tool = {"type": "application", "name": _OWN, "version": report.audit.tool_version or "unknown"}
    body: Document = {
        "version": 1,
        "metadata": {
            "timestamp": iso(report.generated) or "1970-01-01T00:00:00Z",
            "tools": {"components": [tool]},
            "component": root,
        },
        "components": components,
        "dependencies": needs,
        "compositions": _compositions(every),
    }
    number = f"urn:uuid:{identity(body)}"
    return {
        "$schema": _SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": number,
        **body,
    }


def _repository(bill: Bill) -> Document:
    address = [{"type": "vcs", "url": bill.url}] if bill.url else []
    return {
        "type": "application",
        "bom-ref": scalar(bill.ref),
        "name": scalar(bill.slug) or "_",
        **({"version": scalar(bill.version)} if bill.version else {}),
        **({"externalReferences": address} if address else {}),
        **({"properties": _properties({"commit": [bill.commit]})} if bill.commit else {}),
    }


def _component(part: Part, use: Use | None) -> Document:
    told = {} if use is None else {"constraint": use.constraints, "place": use.places}
    properties = _properties({"ecosystem": [part.ecosystem], **told})
    return {
        "type": _TYPES.get(part.kind, "application" if part.kind is Kind.ACTION else "library"),
        "bom-ref": scalar(part.ref),
        "name": scalar(part.name) or "_",
        **({"version": scalar(part.version)} if part.version else {}),
        **({} if use is None else {"scope": "required" if use.runs else "optional"}),
        **({"purl": part.purl} if part.purl else {}),
        "properties": properties,
    }


def _properties(told: Mapping[str, Iterable[str]]) -> list[Document]:
    return [
        {"name": f"{_OWN}:{name}", "value": scalar(value)}
        for name, values in told.items()
        for value in values
    ]


def _needs(ref: str, needed: Iterable[str]) -> Document:
    return {"ref": scalar(ref), "dependsOn": [scalar(each) for each in dict.fromkeys(needed)]}


def _compositions(every: list[Bill]) -> list[Document]:
    """Which repositories are told of in full; what packages themselves need is never known."""
    told: list[Document] = []
    for aggregate, complete in (("complete", True), ("incomplete", False)):
        refs = [scalar(bill.ref) for bill in every if bill.complete is complete]
        if refs:
            told.append({"aggregate": aggregate, "assemblies": refs})
    return told


EXPORTER = Exporter(
    id="cyclonedx",
    title="Bills of materials, CycloneDX 1.6",
    file_name=FILE,
    media_type="application/vnd.cyclonedx+json",
    files=files,
    folder=FOLDER,
)
