"""The evidence pack: everything that an audit rests on in one archive, with digests and a signature.

It holds the reports, the graph, what the fleet demanded, the gates as they were asked, and the versions
behind every verdict. ``manifest.json`` has the SHA-256 of each file and ``manifest.sig`` vouches for the
manifest. The same audit gives the same bytes.
"""

import hashlib
from collections.abc import Iterator, Mapping

from exporters.model import Exporter, File, Material, Unavailable
from exporters.parts.text import json_bytes, scalar
from gitops_assets.core.archive import zipped
from gitops_assets.core.dependencies.graph.documents import graph_document
from gitops_assets.core.times import iso

FILE = "evidence.zip"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
SCHEMA = "gitops-assets/evidence/1"
REPORTS = ("json", "sarif", "xlsx", "cyclonedx")
"""Formats whose main file is packed, where this version has them."""

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
    held = contents(material)
    manifest = json_bytes(_manifest(material, held))
    signature = material.sign(manifest)
    signed = {} if signature is None else {SIGNATURE: f"{signature}\n".encode()}
    yield File(FILE, zipped({**held, MANIFEST: manifest, **signed}))


def contents(material: Material) -> dict[str, bytes]:
    """Every file of the pack but the manifest and its signature, by path."""
    report = material.report
    policy = {f"policy/{_safe(name)}": text for name, text in material.policy.items()}
    return {
        **dict(_reports(material)),
        "README.txt": _README.encode(),
        "graph.json": json_bytes(graph_document(report.dependencies.graph)),
        "gates.json": json_bytes(_gates(material)),
        "versions.json": json_bytes(_versions(material)),
        **{path: scalar(text).encode() for path, text in sorted(policy.items())},
    }


def _reports(material: Material) -> Iterator[tuple[str, bytes]]:
    from exporters import EXPORTERS  # noqa: PLC0415 - the registry lists this module too

    for name in REPORTS:
        if name not in EXPORTERS.ids:
            continue
        exporter = EXPORTERS.get(name)
        try:
            yield exporter.file_name, exporter.render(material)
        except Unavailable:
            continue


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


def _manifest(material: Material, held: Mapping[str, bytes]) -> dict[str, object]:
    audit = material.report.audit
    return {
        "schema": SCHEMA,
        "fleet": material.report.fleet,
        "audit": audit.id,
        "started": iso(audit.started),
        "finished": iso(audit.finished),
        "policy_files": bool(material.policy),
        "files": [
            {"path": path, "bytes": len(held[path]), "sha256": hashlib.sha256(held[path]).hexdigest()}
            for path in sorted(held)
        ],
    }


def _safe(name: str) -> str:
    """The name of a file beside fleet.yaml as a path that stays inside the pack."""
    return "/".join(part for part in scalar(name).split("/") if part not in ("", ".", "..")) or "_"


EXPORTER = Exporter(
    id="evidence",
    title="Evidence pack: one signed archive for an audit",
    file_name=FILE,
    media_type="application/zip",
    files=files,
    takes=REPORTS,
)
