"""The words that linters use for how bad something is, in our own."""

from collections.abc import Mapping

from gitops_assets.core.model import Severity

LEVELS: Mapping[str, Severity] = {
    **{severity.value: severity for severity in Severity},
    "error": Severity.HIGH,
    "fatal": Severity.HIGH,
    "warning": Severity.MEDIUM,
    "warn": Severity.MEDIUM,
    "moderate": Severity.MEDIUM,
    "note": Severity.LOW,
    "style": Severity.LOW,
    "hint": Severity.LOW,
    "none": Severity.INFO,
    "information": Severity.INFO,
    "informational": Severity.INFO,
}
"""Levels of SARIF 2.1.0 (section 3.27.10) and what linters write besides; in lower case."""

_SCORES = ((9.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MEDIUM), (0.1, Severity.LOW))


def level(word: object, otherwise: Severity = Severity.MEDIUM) -> Severity:
    """The severity of a word; ``otherwise`` for what nobody knows."""
    return LEVELS.get(word.strip().lower(), otherwise) if isinstance(word, str) else otherwise


def scored(score: object) -> Severity | None:
    """The severity of a number from 0 to 10, by the bands of CVSS v3.1 section 5; None for no number."""
    if isinstance(score, bool) or not isinstance(score, str | int | float):
        return None
    try:
        value = float(score)
    except ValueError:
        return None
    if not 0 <= value <= 10:
        return None
    return next((severity for least, severity in _SCORES if value >= least), Severity.INFO)
