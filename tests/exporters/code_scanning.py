"""What code scanning refuses, as far as its documentation tells: one fault loses a whole upload."""

import gzip
import json
import re
from collections.abc import Iterator
from typing import Any

_URI = re.compile(r"([A-Za-z0-9._~-]|%[0-9A-F]{2}|/)+")


def faults(body: bytes) -> list[str]:
    """Everything that is wrong with a file."""
    return list(_log(json.loads(body), body))


def _log(log: dict[str, Any], body: bytes) -> Iterator[str]:
    if len(gzip.compress(body, 1)) > 10_000_000:
        yield "larger than 10 MB"
    if not (log.get("$schema") and log.get("version") == "2.1.0"):
        yield "no schema or version"
    runs = log["runs"]
    if not 1 <= len(runs) <= 20:
        yield f"{len(runs)} runs"
    categories = [run["automationDetails"]["id"].rpartition("/")[0] for run in runs]
    if len(set(categories)) != len(runs):
        yield f"one category twice: {categories}"
    for run in runs:
        yield from _run(run)


def _run(run: dict[str, Any]) -> Iterator[str]:
    driver = run["tool"]["driver"]
    rules = driver["rules"]
    if not driver["name"] or not driver["semanticVersion"]:
        yield "a tool without name or version"
    if len(rules) > 25_000 or len({rule["id"] for rule in rules}) != len(rules):
        yield "too many rules, or one twice"
    if len(run["results"]) > 5_000:
        yield f"{len(run['results'])} results, of which 5,000 are kept"
    for rule in rules:
        yield from _rule(rule)
    for result in run["results"]:
        yield from _result(result, rules)


def _rule(rule: dict[str, Any]) -> Iterator[str]:
    texts = rule["shortDescription"]["text"], rule["fullDescription"]["text"]
    if not all(0 < len(text) <= 1024 for text in texts) or not 0 < len(rule["name"]) <= 255:
        yield f"{rule['id']}: a text is empty or too long"
    if not rule["help"]["text"] or not rule["help"]["markdown"]:
        yield f"{rule['id']}: no help"
    if not rule.get("helpUri", "https://").startswith("https://"):
        yield f"{rule['id']}: its address is not absolute"
    properties = rule["properties"]
    if not 1 <= len(properties["tags"]) <= 10:
        yield f"{rule['id']}: {len(properties['tags'])} tags"
    if properties["precision"] not in ("very-high", "high", "medium", "low"):
        yield f"{rule['id']}: precision"
    if properties["problem.severity"] not in ("error", "warning", "recommendation"):
        yield f"{rule['id']}: problem.severity"
    score = properties.get("security-severity")
    if score is not None and not (isinstance(score, str) and 0.0 < float(score) <= 10.0):
        yield f"{rule['id']}: security-severity {score!r}"
    if (score is not None) != ("security" in properties["tags"]):
        yield f"{rule['id']}: a security rule has a score and the tag"


def _result(result: dict[str, Any], rules: list[dict[str, Any]]) -> Iterator[str]:
    if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
        yield "ruleIndex leads to another rule"
    if result["level"] not in ("note", "warning", "error"):
        yield "a level that is none"
    if not result["message"]["text"].endswith((".", "!", "?")):
        yield "a message that is no sentence"
    if not result["partialFingerprints"]["primaryLocationLineHash"]:
        yield "no fingerprint"
    if "suppressions" in result:
        yield "a suppressed result, which would be shown as open"
    if not 1 <= len(result["locations"]) <= 100:
        yield "no location, or too many"
    for location in result["locations"]:
        yield from _place(location["physicalLocation"])


def _place(place: dict[str, Any]) -> Iterator[str]:
    uri = place["artifactLocation"]["uri"]
    if not _URI.fullmatch(uri) or uri.startswith("/") or {"..", ".", ""} & set(uri.split("/")):
        yield f"an address that is not relative: {uri}"
    region = place["region"]
    if not 1 <= region["startLine"] <= region["endLine"]:
        yield "lines that do not follow each other"
    if region["startLine"] == region["endLine"] and region.get("endColumn", 1 << 31) < region["startColumn"]:
        yield "columns that do not follow each other"
    around = place.get("contextRegion", region)
    if not around["startLine"] <= region["startLine"] <= region["endLine"] <= around["endLine"]:
        yield "a context that does not hold its region"
