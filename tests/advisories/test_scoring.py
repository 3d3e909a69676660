import pytest

from gitops_assets.core.advisories.scoring import UNRATED, rating
from gitops_assets.core.model import Severity
from tests.advisories.records import CRITICAL


@pytest.mark.parametrize(
    ("kind", "vector", "score", "severity"),
    [
        ("CVSS_V3", CRITICAL, 9.8, Severity.CRITICAL),
        ("CVSS_V3", "CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N", 1.8, Severity.LOW),
        ("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0, Severity.INFO),
        ("CVSS_V2", "AV:N/AC:L/Au:N/C:P/I:P/A:P", 7.5, Severity.HIGH),
        (
            "CVSS_V4",
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N",
            6.9,
            Severity.MEDIUM,
        ),
    ],
)
def test_a_vector_says_how_bad_it_is(kind: str, vector: str, score: float, severity: Severity) -> None:
    found = rating({"id": "X-1", "severity": [{"type": kind, "score": vector}]})
    assert (found.severity, found.score, found.vector) == (severity, score, vector)


def test_the_newest_version_of_cvss_counts() -> None:
    newer = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N"
    both = [{"type": "CVSS_V3", "score": CRITICAL}, {"type": "CVSS_V4", "score": newer}]
    assert rating({"id": "X-1", "severity": both}).score == 6.9


def test_a_vector_may_stand_at_a_package() -> None:
    entry = {"severity": [{"type": "CVSS_V3", "score": CRITICAL}]}
    assert rating({"id": "X-1", "affected": [entry]}).score == 9.8


@pytest.mark.parametrize(
    ("said", "severity"),
    [
        ({"severity": "MODERATE"}, Severity.MEDIUM),
        ({"severity": "critical"}, Severity.CRITICAL),
        ({"informational": "unmaintained"}, Severity.INFO),
        ({"informational": "unsound"}, Severity.LOW),
    ],
)
def test_where_nobody_scored_it_a_word_counts(said: dict[str, str], severity: Severity) -> None:
    assert rating({"id": "X-1", "database_specific": said}).severity is severity


@pytest.mark.parametrize("score", ["", "9.8", "CVSS:3.1/AV:N", "CVSS:3.1/" + "A" * 5000, None, 7])
def test_what_is_no_vector_is_passed_over(score: object) -> None:
    assert rating({"id": "X-1", "severity": [{"type": "CVSS_V3", "score": score}]}) == UNRATED


def test_malicious_packages_are_critical() -> None:
    assert rating({"id": "MAL-2026-1"}).severity is Severity.CRITICAL
