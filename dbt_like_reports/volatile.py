"""Models are functions of the store alone: asked twice about one audit, they answer the same.

Source: https://duckdb.org/docs/stable/sql/functions/timestamptz and .../numeric, .../utility: what these
functions answer depends on the clock or on chance.
"""

import re

from dbt_like_reports.errors import ModelError

_CALLED = (
    "now",
    "today",
    "get_current_time",
    "get_current_timestamp",
    "transaction_timestamp",
    "statement_timestamp",
    "current_localtime",
    "current_localtimestamp",
    "txid_current",
    "random",
    "setseed",
    "uuid",
    "uuidv4",
    "uuidv7",
    "gen_random_uuid",
    "nextval",
)
_BARE = ("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp")

# What stands in texts, quoted names and comments calls nothing; an open one ends with the file.
_SILENT = re.compile(r"'[^']*(?:'|\Z)|\"[^\"]*(?:\"|\Z)|--[^\n]*|/\*[\s\S]*?(?:\*/|\Z)")
_VOLATILE = re.compile(
    rf"(?<![\w.])(?:(?P<called>{'|'.join(_CALLED)})\s*\(|(?P<bare>{'|'.join(_BARE)})\b)", re.IGNORECASE
)


def demand_pure(name: str, path: str, sql: str) -> None:
    """Raise :class:`ModelError` with file and line where SQL asks nothing, or asks the clock or chance."""
    spoken = _SILENT.sub(lambda silent: " " + "\n" * silent[0].count("\n"), sql)
    if not spoken.strip():
        raise ModelError(f"the model {name!r} is empty: {path}:1; write a select into it, or remove the file")
    found = _VOLATILE.search(spoken)
    if found is None:
        return
    function = found["called"] or found["bare"]
    line = spoken.count("\n", 0, found.start()) + 1
    raise ModelError(
        f"the model {name!r} asks {function.lower()!r}, which answers differently each time: {path}:{line}; "
        "take moments from the store, as finished_at of ref('stg_audits')"
    )
