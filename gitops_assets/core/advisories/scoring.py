"""How bad a vulnerability is: its CVSS vectors first, then the word of whoever reviewed it.

Source: [OSV severity](https://ossf.github.io/osv-schema/#severity-field),
[CVSS v4.0 qualitative scale](https://www.first.org/cvss/v4.0/specification-document#Qualitative-Severity-Rating-Scale).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gitops_assets.core.model import Severity

LONGEST = 300
"""Characters of a vector; one with every metric of version 4 has fewer."""

_FLOORS = ((9.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MEDIUM), (0.1, Severity.LOW))
_VERSIONS = {"CVSS_V4": 4, "CVSS_V3": 3, "CVSS_V2": 2}
_WORDS = {
    "CRITICAL": Severity.CRITICAL,
    "HIGH": Severity.HIGH,
    "IMPORTANT": Severity.HIGH,
    "MODERATE": Severity.MEDIUM,
    "MEDIUM": Severity.MEDIUM,
    "LOW": Severity.LOW,
}
_REMARKS = {"unmaintained": Severity.INFO, "notice": Severity.INFO, "unsound": Severity.LOW}
"""RustSec's ``informational`` advisories, of which cargo-audit only warns."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A severity, and the score and vector that it comes from; both None where only a word is known."""

    severity: Severity
    score: float | None = None
    vector: str | None = None


UNRATED = Rating(Severity.MEDIUM)
"""What nobody rated: neither harmless nor a reason to stop everything."""


def rating(record: dict[str, Any]) -> Rating:
    """The rating of a record; of several vectors the newest CVSS version's worst counts."""
    if str(record.get("id")).startswith("MAL-"):
        return Rating(Severity.CRITICAL)
    affected = [each for each in _list(record.get("affected")) if isinstance(each, dict)]
    vectors = [*_vectors(record), *(vector for each in affected for vector in _vectors(each))]
    scored = [
        (version, value, vector)
        for version, vector in dict.fromkeys(vectors)
        if (value := score(version, vector)) is not None
    ]
    if scored:
        _, worst, vector = max(scored)
        return Rating(_of_score(worst), worst, vector)
    return next(_worded(record, affected), UNRATED)


@lru_cache(maxsize=65_536)
def score(version: int, vector: str) -> float | None:
    """The base score of a vector of that version of CVSS; None for one that is not valid."""
    from cvss import CVSS2, CVSS3, CVSS4  # noqa: PLC0415 - whoever only asks a snapshot needs no calculator
    from cvss.exceptions import CVSSError  # noqa: PLC0415

    if len(vector) > LONGEST:
        return None
    try:
        found = {2: CVSS2, 3: CVSS3, 4: CVSS4}[version](vector).base_score
    except (CVSSError, ValueError, ArithmeticError, LookupError, TypeError):
        return None
    return None if found is None else float(found)


def _of_score(value: float) -> Severity:
    return next((severity for floor, severity in _FLOORS if value >= floor), Severity.INFO)


def _vectors(holder: dict[str, Any]) -> Iterator[tuple[int, str]]:
    for each in _list(holder.get("severity")):
        if isinstance(each, dict):
            version, vector = _VERSIONS.get(str(each.get("type"))), each.get("score")
            if version is not None and isinstance(vector, str):
                yield version, vector


def _worded(record: dict[str, Any], affected: list[dict[str, Any]]) -> Iterator[Rating]:
    for holder in (record, *affected):
        for key in ("database_specific", "ecosystem_specific"):
            said = holder.get(key)
            if isinstance(said, dict):
                word = _WORDS.get(str(said.get("severity")).upper())
                remark = _REMARKS.get(str(said.get("informational")))
                yield from (Rating(found) for found in (word, remark) if found is not None)


def _list(value: object) -> Iterable[Any]:
    return value if isinstance(value, list) else ()
