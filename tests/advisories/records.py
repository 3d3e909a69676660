"""OSV records for tests: `osv("GHSA-1", "npm", "left-pad", introduced="0", fixed="1.2.0")`."""

import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gitops_assets.core.advisories.matching import Verdict, affected
from gitops_assets.core.advisories.record import read_record

CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def osv(
    name: str,
    ecosystem: str,
    package: str,
    *events: tuple[str, str],
    kind: str = "ECOSYSTEM",
    versions: Iterable[str] = (),
    entry: dict[str, Any] | None = None,
    **more: Any,  # noqa: ANN401 - whatever a record may say
) -> dict[str, Any]:
    """One record with one range of these events, and whatever else it says."""
    ranges = [{"type": kind, "events": [{each: version} for each, version in events]}] if events else []
    described = {"package": {"ecosystem": ecosystem, "name": package}, "ranges": ranges}
    affected = [{**described, "versions": list(versions), **(entry or {})}]
    return {"id": name, "modified": "2026-05-01T00:00:00Z", "affected": affected, **more}


def said(record: dict[str, Any], ecosystem: str, name: str, version: str) -> Verdict:
    """What the record says of that version."""
    return affected(read_record(record), ecosystem, name, version)


def archive(path: Path, *records: dict[str, Any]) -> Path:
    """A zip as OSV publishes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for record in records:
            made.writestr(f"{record['id']}.json", json.dumps(record))
    return path
