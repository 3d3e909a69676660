"""The SQL models' tables for the page: all to look through, and past scores by repository."""

from collections import defaultdict
from collections.abc import Mapping
from operator import itemgetter

from exporters.model import Tables
from exporters.parts.page.columns import block, plain
from gitops_assets.core.tables import Cell, Table

ROWS = 10_000
"""Rows of one table in the page; the spreadsheet formats have all."""

POINTS = 24
"""Last audits whose scores are shown of one repository."""


def tables(models: Tables) -> list[Mapping[str, object]]:
    """Every table with its columns, the fleet's own told apart."""
    return [_table(table) for table in models.values()]


def _table(table: Table) -> Mapping[str, object]:
    return {
        "name": plain(table.name),
        "description": plain(table.description),
        "own": table.own,
        "total": len(table.rows),
        "kinds": [column.kind.value for column in table.columns],
        "told": [plain(column.description) for column in table.columns],
        "rows": block([column.name for column in table.columns], table.rows[:ROWS]),
    }


def history(models: Tables) -> Mapping[str, object]:
    """By repository, its last scores, oldest first, from the table ``score_history``; empty without it."""
    table = models.get("score_history")
    names = [column.name for column in table.columns] if table else []
    if table is None or not {"slug", "audit", "score"} <= set(names):
        return {}
    slug, audit, score = (names.index(name) for name in ("slug", "audit", "score"))
    numbers = {number for number in (row[audit] for row in table.rows) if isinstance(number, int)}
    wanted = frozenset(sorted(numbers)[-POINTS:])
    points: defaultdict[str, list[tuple[int, Cell]]] = defaultdict(list)
    for row in table.rows:
        number = row[audit]
        if isinstance(number, int) and number in wanted:
            points[str(row[slug])].append((number, row[score]))
    return {str(plain(name)): plain(sorted(each, key=itemgetter(0))) for name, each in points.items()}
