"""Bills of materials in SPDX 2.3 (ISO/IEC 5962 continued): one for the fleet, one for each repository.

The same contents as in CycloneDX. Licences are not asserted: a manifest says what a package is called, and
whoever concludes a licence has looked at it.
"""

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import quote

from exporters.model import Exporter, File, Material
from exporters.parts.bill import Bill, Document, Part, bills, identity, merged, rendered
from exporters.parts.file_names import file_names
from exporters.parts.text import scalar
from gitops_assets.core.report import Report
from gitops_assets.core.times import iso

FILE, FOLDER, ENDING = "bom.spdx.json", "spdx", ".spdx.json"
_PLAIN = re.compile(r"(?:https?|ssh|git)://[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?(?:/[A-Za-z0-9._~%+-]+)+")
"""Addresses that SPDX 2.3 (section 7.7) takes for sure; of any other nothing is said."""
_UNSAID = "NOASSERTION"
_SPACE = "https://spdx.org/spdxdocs"
_FLEET = "fleet"


def files(material: Material) -> Iterator[File]:
    """The fleet's document, then that of every repository."""
    every, report = bills(material), material.report
    yield File(FILE, rendered(fleet_document(report, every)))
    names = file_names([bill.slug for bill in every], ENDING)
    for bill in every:
        yield File(f"{FOLDER}/{names[bill.slug]}{ENDING}", rendered(repository_document(report, bill)))


def repository_document(report: Report, bill: Bill) -> Document:
    """One repository: it is described, depends on what it asks for, and contains what else is locked."""
    relations = [
        _relation(_id(bill.ref), "DEPENDS_ON" if use.direct else "CONTAINS", _id(part.ref))
        for part, use in bill.parts.items()
    ]
    packages = [_repository(bill), *map(_package, bill.parts)]
    return _document(report, bill.slug, bill.ref, packages, relations)


def fleet_document(report: Report, every: list[Bill]) -> Document:
    """The fleet: the document describes it, it contains its repositories, and they need packages."""
    known = {bill.slug: bill for bill in every}
    needs = {(bill.ref, part.ref) for bill in every for part, use in bill.parts.items() if use.direct}
    needs |= {
        (known[edge.source].ref, known[edge.target].ref)
        for edge in report.dependencies.graph.edges
        if edge.source in known and edge.target in known and edge.source != edge.target
    }
    relations = [
        *(_relation(_id(_FLEET), "CONTAINS", _id(bill.ref)) for bill in every),
        *(_relation(_id(source), "DEPENDS_ON", _id(target)) for source, target in sorted(needs)),
    ]
    root = _plain(_FLEET, report.fleet or "fleet", "")
    packages = [root, *map(_repository, every), *map(_package, merged(every))]
    return _document(report, report.fleet, _FLEET, packages, relations)


def _document(
    report: Report, name: str, described: str, packages: list[Document], relations: list[Document]
) -> Document:
    title = scalar(name) or "fleet"
    body: Document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": title,
        "creationInfo": {
            "created": iso(report.generated) or "1970-01-01T00:00:00Z",
            "creators": [f"Tool: gitops-assets-{report.audit.tool_version or 'unknown'}"],
        },
        "packages": list({str(package["SPDXID"]): package for package in packages}.values()),
        "relationships": [_relation("SPDXRef-DOCUMENT", "DESCRIBES", _id(described)), *relations],
    }
    return {**body, "documentNamespace": f"{_SPACE}/{quote(title, safe='')}-{identity(body)}"}


def _repository(bill: Bill) -> Document:
    at = f"@{bill.commit}" if bill.commit else ""
    return {
        **_plain(bill.ref, bill.slug, bill.version),
        **({"downloadLocation": f"git+{bill.url}{at}"} if bill.url and _PLAIN.fullmatch(bill.url) else {}),
        "primaryPackagePurpose": "SOURCE",
        **({} if bill.complete else {"comment": "Not everything in this repository could be read."}),
    }


def _package(part: Part) -> Document:
    reference = {
        "referenceCategory": "PACKAGE-MANAGER",
        "referenceType": "purl",
        "referenceLocator": part.purl,
    }
    plain = _plain(part.ref, part.name, part.version)
    return {**plain, **({"externalRefs": [reference]} if part.purl else {})}


def _plain(ref: str, name: str, version: str) -> Document:
    return {
        "SPDXID": _id(ref),
        "name": scalar(name) or "_",
        **({"versionInfo": scalar(version)} if version else {}),
        "downloadLocation": _UNSAID,
        "filesAnalyzed": False,
    }


def _relation(source: str, kind: str, target: str) -> Document:
    return {"spdxElementId": source, "relationshipType": kind, "relatedSpdxElement": target}


def _id(ref: str) -> str:
    """An identifier that SPDX accepts, the same in every document."""
    return f"SPDXRef-{hashlib.sha256(ref.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


EXPORTER = Exporter(
    id="spdx",
    title="Bills of materials, SPDX 2.3",
    file_name=FILE,
    media_type="application/spdx+json",
    files=files,
    folder=FOLDER,
)
