"""Results from SARIF 2.1.0, with the metadata of their own rules; whatever else it holds is passed over.

Severity is the rule's ``security-severity`` where there is one (GitHub's convention, a CVSS score), else
the result's level, else its rule's, else warning (sections 3.27.10 and 3.50.3).
"""

from collections.abc import Iterator, Mapping
from itertools import islice

from gitops_assets.core.model import Severity
from gitops_assets.core.tools import values
from gitops_assets.core.tools.levels import level, scored
from gitops_assets.core.tools.model import RESULT_LIMIT, ToolResult, Unreadable

_QUIET = ("pass", "notApplicable", "informational")
_MARKS = ("primaryLocationLineHash", "matchBasedId/v1")
_PLACES = 200
"""Extensions of a run whose rules are read."""


def read_sarif(text: str) -> Iterator[ToolResult]:
    """The results of all runs; those that are suppressed or no complaint are left out."""
    log = values.mapping(values.parsed(text))
    if "runs" not in log:
        raise Unreadable("is no SARIF")
    return islice(_results(log), RESULT_LIMIT)


def _results(log: Mapping[str, object]) -> Iterator[ToolResult]:
    for run in values.items(log["runs"]):
        rules = _Rules(values.mapping(run))
        for result in map(values.mapping, values.items(values.within(run, "results"))):
            kind = result.get("kind", "fail")
            if kind not in _QUIET and not _suppressed(result) and result.get("baselineState") != "absent":
                yield _result(result, rules)


def _suppressed(result: Mapping[str, object]) -> bool:
    given = values.items(result.get("suppressions"))
    return bool(given) and all(values.within(each, "status") in (None, "accepted") for each in given)


class _Rules:
    """The rules of one run, by component: what a result's ``ruleIndex`` or id leads to."""

    def __init__(self, run: Mapping[str, object]) -> None:
        tool = run.get("tool")
        extensions = values.items(values.within(tool, "extensions"))[:_PLACES]
        self._listed = [values.items(values.within(part, "rules")) for part in extensions]
        self._driver = values.items(values.within(tool, "driver", "rules"))
        named = [rule for rules in (*self._listed, self._driver) for rule in rules]
        self._named = {str(values.within(rule, "id")): values.mapping(rule) for rule in named}

    def of(self, result: Mapping[str, object]) -> Mapping[str, object]:
        """The rule of a result, by index or by id (SARIF 2.1.0, 3.52); empty where it has none."""
        index = values.within(result, "rule", "index")
        index = result.get("ruleIndex") if index is None else index
        component = values.within(result, "rule", "toolComponent", "index")
        listed = self._driver
        if isinstance(component, int) and 0 <= component < len(self._listed):
            listed = self._listed[component]
        if isinstance(index, int) and 0 <= index < len(listed):
            return values.mapping(listed[index])
        named = str(values.within(result, "rule", "id") or result.get("ruleId") or "")
        # An id may name a rule's part: CA1000/1 is told by the rule CA1000 (section 3.27.5).
        return self._named.get(named) or self._named.get(named.rpartition("/")[0]) or {}


def _result(result: Mapping[str, object], rules: _Rules) -> ToolResult:
    rule = rules.of(result)
    place = values.within(result, "locations", 0, "physicalLocation")
    return ToolResult(
        rule=values.text(result.get("ruleId") or values.within(result, "rule", "id") or rule.get("id"), 120),
        message=_message(result, rule),
        severity=_severity(result, rule),
        path=values.uri(values.within(place, "artifactLocation", "uri")),
        line=values.line(values.within(place, "region", "startLine")),
        mark=_mark(result),
        help=values.address(rule.get("helpUri")),
    )


def _severity(result: Mapping[str, object], rule: Mapping[str, object]) -> Severity:
    score = scored(values.within(result, "properties", "security-severity"))
    score = score or scored(values.within(rule, "properties", "security-severity"))
    said = result.get("level") or values.within(rule, "defaultConfiguration", "level")
    return score or level(said)


def _message(result: Mapping[str, object], rule: Mapping[str, object]) -> str:
    """The message, its template filled in where the rule keeps it (section 3.11)."""
    message = values.mapping(result.get("message"))
    said = message.get("text") or values.within(rule, "messageStrings", str(message.get("id")), "text")
    said = said or values.within(rule, "shortDescription", "text") or values.within(rule, "name")
    template = values.text(said) or "It says nothing more"
    for nth, argument in enumerate(values.items(message.get("arguments"))[:10]):
        template = template.replace(f"{{{nth}}}", values.text(argument, 120))
    return values.text(template)


_NO_MARKS = frozenset({"requires login"})
"""What semgrep writes for every result as long as nobody has logged in to its vendor."""


def _mark(result: Mapping[str, object]) -> str:
    """What the tool itself knows the result by: a partial fingerprint, or nothing."""
    known = values.mapping(result.get("partialFingerprints")) or values.mapping(result.get("fingerprints"))
    first = next((key for key in _MARKS if key in known), min(known, default=""))
    mark = values.text(known.get(first), 120)
    return "" if mark in _NO_MARKS else mark
