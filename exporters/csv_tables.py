"""What to do, the most effective first, and every table behind it, one CSV file each.

Cells are safe from formulas as in ``repositories.csv``. Numbers are plain, moments ISO 8601 in UTC, truths
``true`` and ``false``; empty is *not known*. The SQL models' tables are in ``csv/models/``.
"""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from exporters.csv_repositories import cell
from exporters.model import Exporter, File, Material
from exporters.parts.file_names import file_names
from exporters.parts.sheets import model_tables, report_tables
from gitops_assets.core.tables import Cell, Table

FOLDER = "csv"


def files(material: Material) -> Iterator[File]:
    """``tasks.csv`` first, the others in a folder; ``repositories.csv`` is a format of its own."""
    for table in report_tables(material):
        if table.name != "repositories":
            yield File("tasks.csv" if table.name == "tasks" else f"{FOLDER}/{table.name}.csv", render(table))
    models = list(model_tables(material))
    names = file_names((table.name for table in models), ".csv")
    for table in models:
        yield File(f"{FOLDER}/models/{names[table.name]}.csv", render(table))


def render(table: Table) -> bytes:
    """One table."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(column.name) for column in table.columns])
    writer.writerows([_text(value) for value in row] for row in table.rows)
    return out.getvalue().encode()


def _text(value: Cell) -> str:
    if isinstance(value, str):
        return cell(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat() + "Z"
    return str(value)


EXPORTER = Exporter(
    id="csv-tables",
    title="What to do, findings, packages, and every SQL model, for spreadsheets",
    file_name="tasks.csv",
    media_type="text/csv; charset=utf-8; header=present",
    files=files,
    folder=FOLDER,
    uses_tables=True,
)
