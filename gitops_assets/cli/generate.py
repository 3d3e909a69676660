"""``python -m gitops_assets.cli.generate`` (``make docs``): write what the documentation takes from the code.

Whole files, and blocks of files that people wrote: a block stands between ``<!-- generated: name -->`` and
``<!-- end of name -->``.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from exporters import EXPORTERS
from gitops_assets.assets import ASSETS
from gitops_assets.cli.main import COMMANDS
from gitops_assets.cli.reference import commands_page, exits_table, schemas_table
from gitops_assets.cli.shipped_page import shipped_templates
from gitops_assets.core.dependencies.page import (
    extractors_table,
    levels_text,
    linkers_table,
    score_text,
)
from gitops_assets.core.events.schema import event_schema
from gitops_assets.core.fleet.page import configuration_tables
from gitops_assets.core.fleet.schema import fleet_schema
from gitops_assets.core.gates.page import gates_page, gates_table
from gitops_assets.core.state.page import facts_table, meanings_table
from gitops_assets.core.stream import stream_schema

ROOT = Path(__file__).parents[2]

Text = Callable[[], str]


class Unmarked(Exception):  # noqa: N818 - reads as the sentence it is
    """A file lacks the marks between which a block belongs."""


def commands_table() -> str:
    """Every command with the line that ``--help`` gives it."""
    rows = [f"| `gitops-assets {name}` | {line} |" for name, line in COMMANDS.items()]
    return "\n".join(("| command | what it does |", "|---|---|", *rows, ""))


def files_table() -> str:
    """Every report file and what it is for."""
    rows = [
        f"| `{each.file_name}` | `{each.id}` | {each.title} | {'yes' if each.by_default else 'when asked'} |"
        for each in EXPORTERS
    ]
    return "\n".join(("| file | format | for | written |", "|---|---|---|---|", *rows, ""))


def assets_table() -> str:
    """Every asset, its group, whether it has partitions, and the first paragraph of its description."""
    rows = [_asset_row(spec) for asset in ASSETS for spec in asset.specs]
    return "\n".join(("| asset | group | partitions | what it is |", "|---|---|---|---|", *rows, ""))


def _asset_row(asset: dg.AssetSpec) -> str:
    partitions = "one a repository" if asset.partitions_def else "none"
    first = " ".join((asset.description or "").split("\n\n")[0].split())
    return f"| `{asset.key.to_user_string()}` | {asset.group_name} | {partitions} | {first} |"


def report_schema() -> Mapping[str, Any]:
    """The schema of report.json, which people write; that of the stream is made from it."""
    schema: Mapping[str, Any] = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))
    return schema


FILES: Mapping[str, Text] = {
    "docs/gates.md": gates_page,
    "docs/event.schema.json": event_schema,
    "docs/fleet.schema.json": fleet_schema,
    "docs/stream.schema.json": lambda: stream_schema(report_schema()),
    "docs/reference/commands.md": commands_page,
}
BLOCKS: Mapping[str, Mapping[str, Text]] = {
    "README.md": {
        "commands": commands_table,
        "exits": exits_table,
        "files": files_table,
        "states": meanings_table,
        "gates": lambda: gates_table(page="docs/gates.md"),
    },
    "docs/configuration.md": {"keys": configuration_tables},
    "docs/dagster.md": {"assets": assets_table},
    "docs/dependencies.md": {
        "extractors": extractors_table,
        "linkers": linkers_table,
        "levels": levels_text,
        "score": score_text,
    },
    "docs/reference/schemas.md": {"schemas": lambda: schemas_table(ROOT / "docs")},
    "docs/reports.md": {"files": files_table},
    "docs/shipped-templates.md": {"templates": shipped_templates},
    "docs/states.md": {"states": facts_table},
}


def generated(root: Path = ROOT) -> Iterator[tuple[Path, str]]:
    """Every file with something generated in it, and its text as it should be; raises :class:`Unmarked`."""
    for name, text in FILES.items():
        yield root / name, text()
    for name, blocks in BLOCKS.items():
        page = (root / name).read_text("utf-8")
        for block, text in blocks.items():
            page = filled(page, block, text(), name)
        yield root / name, page


def filled(page: str, block: str, text: str, name: str) -> str:
    """The page with this text between the marks of the block."""
    start, end = f"<!-- generated: {block} -->\n", f"<!-- end of {block} -->"
    before, found, rest = page.partition(start)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise Unmarked(
            f"{name} has no place for {block!r}; write the lines '{start.strip()}' and '{end}' there"
        )
    return f"{before}{start}\n{text}\n{end}{after}"


def main(root: Path = ROOT) -> int:
    """Write every file that is not current, and say so."""
    for path, text in list(generated(root)):
        old = path.read_text("utf-8") if path.exists() else None
        if text != old:
            path.write_text(text, "utf-8")
        print(f"{'current' if text == old else 'wrote  '} {path.relative_to(root)}")  # noqa: T201 - its report
    return 0


if __name__ == "__main__":
    sys.exit(main())
