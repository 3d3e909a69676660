"""Results from JSON of no standard: a list of objects, or an object that holds one, by the usual keys."""

from collections.abc import Iterator, Mapping
from itertools import islice

from gitops_assets.core.tools import values
from gitops_assets.core.tools.levels import level
from gitops_assets.core.tools.model import RESULT_LIMIT, ToolResult, Unreadable
from gitops_assets.core.tools.sarif import read_sarif

_LISTS = ("findings", "issues", "results", "diagnostics", "problems", "violations", "errors", "comments")
_MESSAGES = ("message", "msg", "text", "description", "title", "reason")
_RULES = ("rule", "rule_id", "ruleId", "code", "check_id", "id", "kind")
_PATHS = ("path", "file", "filename", "filePath", "file_path", "uri")
_LINES = ("line", "startLine", "start_line", "line_number", "row")
_LEVELS = ("severity", "level", "priority", "impact", "type")


def read_json(text: str) -> Iterator[ToolResult]:
    """SARIF, or findings by the usual keys; an object without any list of them is no answer."""
    value = values.parsed(text)
    if "runs" in values.mapping(value):
        return read_sarif(text)
    return islice(map(_result, map(values.mapping, listed(value))), RESULT_LIMIT)


def listed(value: object) -> list[object]:
    """The list of findings in a value; raises :class:`Unreadable` where nobody can tell one."""
    if isinstance(value, list):
        return value
    known = values.mapping(value)
    for key in _LISTS:
        if isinstance(known.get(key), list):
            return values.items(known[key])
    raise Unreadable(f"has no list of findings (none of {', '.join(_LISTS)})")


def _result(item: Mapping[str, object]) -> ToolResult:
    place = values.mapping(item.get("location"))
    start = values.mapping(item.get("start")) or values.mapping(place.get("start"))
    return ToolResult(
        message=values.text(_first(item, _MESSAGES)) or "It says nothing more",
        rule=values.text(_first(item, _RULES), 120),
        severity=level(_first(item, _LEVELS)),
        path=values.uri(_first(item, _PATHS) or _first(place, _PATHS)),
        line=values.line(_first(item, _LINES) or _first(place, _LINES) or start.get("line")),
        mark=values.text(item.get("fingerprint"), 120),
        help=values.address(item.get("help") or item.get("url")),
    )


def _first(item: Mapping[str, object], keys: tuple[str, ...]) -> object:
    found = (item[key] for key in keys if isinstance(item.get(key), str | int | float))
    return next(found, None)
