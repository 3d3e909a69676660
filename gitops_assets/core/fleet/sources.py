"""What the sources of an inventory say should exist: text in, entries out.

A record is what :func:`gitops_assets.core.fleet.entries.entry_of` reads; ``source`` is what entries and
messages call the text's origin. Every parser raises :class:`InventoryFault` for what it cannot read, and
nothing else.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePath

from gitops_assets.core.fleet.document import read_document, shown
from gitops_assets.core.fleet.entries import entry_of
from gitops_assets.core.fleet.faults import InventoryFault
from gitops_assets.core.model import InventoryEntry

REPORT_SCHEMA = "gitops-assets/report/"

Parser = Callable[[str, str], tuple[InventoryEntry, ...]]


def parse_items(items: Iterable[object], source: str) -> tuple[InventoryEntry, ...]:
    """Entries of a list that is already in memory, as ``list:`` of fleet.yaml gives it."""
    return tuple(entry_of(item, source, f"entry {nth}") for nth, item in enumerate(items, 1))


def parse_csv(text: str, source: str) -> tuple[InventoryEntry, ...]:
    """Entries of a comma-separated table with a header (RFC 4180) that has a ``slug`` or a ``url`` column."""
    rows = _csv_rows(text, source)
    header = [name.strip().lower() for name in next(rows, (1, []))[1]]
    _check_header(header, source)
    return tuple(
        entry_of(_csv_record(header, row, line, source), source, "this row", line) for line, row in rows
    )


def parse_json(text: str, source: str) -> tuple[InventoryEntry, ...]:
    """Entries of a JSON list, or of the list below ``repositories``."""
    return parse_items(_records(_json(text, source), source), source)


def parse_yaml(text: str, source: str) -> tuple[InventoryEntry, ...]:
    """Entries of a YAML list, or of the list below ``repositories``."""
    document = read_document(text)
    for fault in document.faults:
        raise InventoryFault(source, fault.message, fault.hint, fault.line)
    records = _records(document.value, source)
    above = ("repositories",) if isinstance(document.value, Mapping) else ()
    lines = (document.place((*above, nth)).value[0] for nth in range(len(records)))
    return tuple(
        entry_of(record, source, f"entry {nth}", line)
        for nth, (record, line) in enumerate(zip(records, lines, strict=True), 1)
    )


def parse_report(text: str, source: str) -> tuple[InventoryEntry, ...]:
    """Entries of another machine's ``report.json``: what it has or misses, without what it found extra."""
    report = _json(text, source)
    schema = report.get("schema") if isinstance(report, Mapping) else None
    if not isinstance(schema, str) or not schema.startswith(REPORT_SCHEMA):
        hint = "name a report.json that 'gitops-assets audit' wrote"
        raise InventoryFault(source, "this is not a report of gitops-assets", hint)
    rows = enumerate(_records(report, source), 1)
    return tuple(
        entry_of(_report_record(row), source, f"repository {nth}") for nth, row in rows if not _is_extra(row)
    )


PARSERS: Mapping[str, Parser] = {
    ".csv": parse_csv,
    ".json": parse_json,
    ".yaml": parse_yaml,
    ".yml": parse_yaml,
}


def parse_file(text: str, source: str) -> tuple[InventoryEntry, ...]:
    """Entries of a file by the ending of its name, the source; other endings are a fault."""
    ending = PurePath(source).suffix.lower()
    if ending not in PARSERS:
        hint = f"name a file that ends in {', '.join(PARSERS)}"
        raise InventoryFault(source, f"the ending {ending!r} says nothing about its format", hint)
    return PARSERS[ending](text, source)


def _check_header(header: list[str], source: str) -> None:
    if not {"slug", "url"} & set(header):
        hint = "name the columns in the first line: slug or url, default_branch, archived, fork, private"
        raise InventoryFault(source, "no column is called slug or url", hint, 1)
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise InventoryFault(source, f"two columns are called {shown(twice[0])}", "remove one of them", 1)


def _csv_rows(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line on which it starts: quoted cells may span several."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    line = 1
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                yield line, row
            line = rows.line_num + 1
    except csv.Error as error:
        hint = "save the file as comma-separated UTF-8, with quotes around texts that hold commas"
        raise InventoryFault(source, f"this is not CSV: {error}", hint, line) from None


def _csv_record(header: list[str], row: list[str], line: int, source: str) -> dict[str, str]:
    if any(cell.strip() for cell in row[len(header) :]):
        hint = "put texts that hold commas in quotes"
        raise InventoryFault(source, "this row has more cells than there are columns", hint, line)
    return dict(zip(header, row, strict=False))


def _json(text: str, source: str) -> object:
    hint = "check it with 'python -m json.tool'"
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise InventoryFault(source, f"this is not JSON: {error.msg}", hint, error.lineno) from None
    except (RecursionError, ValueError):
        raise InventoryFault(source, "values nest too deep or a number is too long", hint) from None


def _records(value: object, source: str) -> list[object]:
    records = value.get("repositories") if isinstance(value, Mapping) else value
    if not isinstance(records, list):
        hint = "write a list of repositories, or a mapping with the list below 'repositories'"
        raise InventoryFault(source, "there is no list of repositories", hint, 1)
    return records


def _is_extra(row: object) -> bool:
    states = row.get("states") if isinstance(row, Mapping) else None
    return isinstance(states, list) and "extra" in states


def _report_record(row: object) -> object:
    if not isinstance(row, Mapping):
        return None
    return {"slug": row.get("slug"), "url": _origin(row), "default_branch": row.get("default_branch")}


def _origin(row: Mapping[str, object]) -> object:
    remotes = row.get("remotes")
    named = [remote for remote in remotes if isinstance(remote, Mapping)] if isinstance(remotes, list) else []
    origin = next((remote for remote in named if remote.get("name") == "origin"), named[0] if named else {})
    return origin.get("url")
