"""Packing an audit out of the store."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exporters import evidence
from gitops_assets.assets.material import material_of
from gitops_assets.cli.failures import told
from gitops_assets.cli.report_choice import Choice
from gitops_assets.core.evidence import MANIFEST, SIGNATURE
from resources.home import find_home
from resources.report_files import write_report
from resources.reporting import report_of
from resources.store.store import Store


@dataclass(frozen=True, slots=True)
class Pack:
    """An evidence pack in memory, and what it is about; ``left_out`` are formats, each with its reason."""

    content: bytes
    audit: int
    fleet: str
    signed: bool
    left_out: Sequence[tuple[str, str]] = ()

    @property
    def size(self) -> int:
        """Bytes of the archive."""
        return len(self.content)

    def write(self, path: Path) -> None:
        """Write it in one step; raises ``Stop`` where that cannot be done."""
        with told():
            write_report(path, self.content)


def pack(as_of: str | None, fleet: str | None) -> Pack:
    """The pack of the audit that is meant; raises ``Stop`` where there is none."""
    with told():
        home = find_home()
    with told(), Store.open(home.store_url) as store:
        store.check()
        audit = Choice(store, home, fleet).audit(as_of)
        material = material_of(store, report_of(store, audit.id))
        content = evidence.EXPORTER.render(material)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        left_out = json.loads(archive.read(MANIFEST))["left_out"]
    told_why = [(each["format"], each["why"]) for each in left_out]
    return Pack(content, audit.id, audit.fleet, SIGNATURE in names, told_why)
