"""The evidence pack: everything that an audit rests on in one archive, with digests and a signature.

It holds the reports, the graph, what the fleet demanded, the gates as they were asked, and the versions
behind every verdict. ``manifest.json`` has the SHA-256 of each file and ``manifest.sig`` vouches for the
manifest. The same audit gives the same bytes.
"""

import hashlib
from collections.abc import Iterator, Mapping

from exporters.model import Exporter, File, Material, Unavailable
from exporters.parts.file_names import file_names
from exporters.parts.text import json_bytes, scalar
from gitops_assets.core.archive import zipped
from gitops_assets.core.dependencies.graph.documents import graph_document
from gitops_assets.core.evidence import MANIFEST, SCHEMA, SIGNATURE
from gitops_assets.core.times import iso

FILE = "evidence.zip"
REPORTS = ("json", "sarif", "xlsx", "cyclonedx")
"""Formats whose main file is packed; the manifest names those that could not be written."""

_NO_ENDING = "/"

_README = """Evidence of one audit, made by gitops-assets.

manifest.json    what this is about, and the SHA-256 digest of every other file
manifest.sig     an ed25519 signature (RFC 8032) of manifest.json; absent where nobody signed
report.*         the report of the audit; bom.* what everything is made of
graph.json       what depends on what
policy/          what the fleet demanded, as it was written
gates.json       the gates that were asked, and how
versions.json    the tool, its rules, the advisories: what every verdict depends on besides the code

To check it: gitops-assets evidence verify evidence.zip --key PUBLIC-KEY
By hand: unzip it, and compare the output of sha256sum with manifest.json.
"""


def files(material: Material) -> Iterator[File]:
    """The archive."""
    reports, left_out = _reports(material)
    held = {**reports, **_sources(material)}
    manifest = json_bytes(_manifest(material, held, left_out))
    signature = material.sign(manifest)
    signed = {} if signature is None else {SIGNATURE: f"{signature}\n".encode()}
    yield File(FILE, zipped({**held, MANIFEST: manifest, **signed}))


def _sources(material: Material) -> dict[str, bytes]:
    """What the reports rest on, by path."""
    report, places = material.report, file_names(material.policy, _NO_ENDING)
    policy = {f"policy/{places[name]}": text for name, text in material.policy.items()}
    return {
        "README.txt": _README.encode(),
        "graph.json": json_bytes(graph_document(report.dependencies.graph)),
        "gates.json": json_bytes(_gates(material)),
        "versions.json": json_bytes(_versions(material)),
        **{path: scalar(text).encode() for path, text in sorted(policy.items())},
    }


def _reports(material: Material) -> tuple[dict[str, bytes], dict[str, str]]:
    """The reports by file, and why those formats are left out that cannot be written."""
    from exporters import EXPORTERS  # noqa: PLC0415 - the registry lists this module too

    written, left_out = {}, {}
    for exporter in map(EXPORTERS.get, REPORTS):
        try:
            written[exporter.file_name] = exporter.render(material)
        except Unavailable as why:
            left_out[exporter.id] = str(why)
    return written, left_out


def _gates(material: Material) -> dict[str, object]:
    asked = [
        {
            "id": tally.gate.id,
            "title": tally.gate.title,
            "severity": tally.gate.severity,
            "required": tally.gate.required,
            "weight": tally.gate.weight,
            "version": tally.gate.version,
            "answers": {str(outcome): number for outcome, number in sorted(tally.outcomes.items())},
        }
        for tally in material.report.quality.gates
    ]
    return {"rule_version": material.report.audit.rule_version, "gates": asked}


def _versions(material: Material) -> dict[str, object]:
    audit = material.report.audit
    return {
        "tool": audit.tool_version,
        "rules": audit.rule_version,
        "policy": audit.policy_digest,
        "advisories": material.advisories,
    }


def _manifest(
    material: Material, held: Mapping[str, bytes], left_out: Mapping[str, str]
) -> dict[str, object]:
    audit = material.report.audit
    return {
        "schema": SCHEMA,
        "fleet": material.report.fleet,
        "audit": audit.id,
        "started": iso(audit.started),
        "finished": iso(audit.finished),
        "policy_files": bool(material.policy),
        "left_out": [{"format": name, "why": why} for name, why in left_out.items()],
        "files": [
            {"path": path, "bytes": len(held[path]), "sha256": hashlib.sha256(held[path]).hexdigest()}
            for path in sorted(held)
        ],
    }


EXPORTER = Exporter(
    id="evidence",
    title="Evidence pack: one signed archive for an audit",
    file_name=FILE,
    media_type="application/zip",
    files=files,
    takes=REPORTS,
)
