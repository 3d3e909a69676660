from dataclasses import replace
from datetime import date

import pytest

from gitops_assets.core.fleet.policy import Criticality, GateRule, Policy, Profile, Waiver
from gitops_assets.core.model import Severity
from tests.fleet.findings import FINGERPRINT, found

TODAY = date(2026, 11, 21)


def waiver(
    *, expires: date = date(2026, 12, 31), subject: str | None = None, repositories: str = "acme/*"
) -> Waiver:
    return Waiver(
        gate="commits-pushed", repositories=repositories, reason="shown", expires=expires, subject=subject
    )


def test_without_a_file_every_gate_is_asked_at_its_own_severity_and_nothing_is_waived() -> None:
    policy = Policy()
    assert policy.enabled("commits-pushed")
    assert policy.severity("commits-pushed", Severity.LOW) is Severity.LOW
    assert policy.waiver(found("acme/api", "commits-pushed", ""), TODAY) is None
    assert policy.profile("acme/api") == Profile()


def test_a_gate_can_be_switched_off_and_judged_otherwise() -> None:
    policy = Policy(gates={"a": GateRule(enabled=False), "b": GateRule(severity=Severity.CRITICAL)})
    assert not policy.enabled("a")
    assert policy.severity("a", Severity.LOW) is Severity.LOW
    assert policy.severity("b", Severity.LOW) is Severity.CRITICAL


def test_a_waiver_excuses_its_gate_in_its_repositories_whatever_their_case() -> None:
    policy = Policy(waivers=(waiver(),))
    assert policy.waiver(found("Acme/API", "commits-pushed", "main"), TODAY) == waiver()
    assert policy.waiver(found("other/api", "commits-pushed", "main"), TODAY) is None
    assert policy.waiver(found("acme/api", "stash-empty", "main"), TODAY) is None


def test_a_waiver_with_a_subject_excuses_only_that_one() -> None:
    policy = Policy(waivers=(waiver(subject="main"),))
    assert policy.waiver(found("acme/api", "commits-pushed", "main"), TODAY)
    assert policy.waiver(found("acme/api", "commits-pushed", "Main"), TODAY) is None


@pytest.mark.parametrize(("expires", "holds"), [(TODAY, True), (date(2026, 11, 20), False)])
def test_a_waiver_holds_through_its_last_day(expires: date, holds: bool) -> None:  # noqa: FBT001 - a table
    policy = Policy(waivers=(waiver(expires=expires),))
    assert (policy.waiver(found("acme/api", "commits-pushed"), TODAY) is not None) is holds


def test_of_several_waivers_the_one_that_holds_longest_is_shown() -> None:
    short, long = waiver(), waiver(expires=date(2027, 6, 1), repositories="*")
    assert Policy(waivers=(short, long)).waiver(found("acme/api", "commits-pushed", ""), TODAY) == long
    assert Policy(waivers=(long, short)).waiver(found("acme/api", "commits-pushed", ""), TODAY) == long


def test_the_most_specific_pattern_names_owner_and_criticality_and_all_give_tags() -> None:
    policy = Policy(
        owners={"acme/api": "api team", "acme/*": "platform"},
        criticality={"*": Criticality.LOW, "acme/*": Criticality.HIGH},
        tags={"*": ("all",), "acme/api": ("python", "all")},
    )
    assert policy.profile("acme/api") == Profile("api team", Criticality.HIGH, ("all", "python"))
    assert policy.profile("acme/web") == Profile("platform", Criticality.HIGH, ("all",))
    assert policy.profile("home/dots") == Profile(None, Criticality.LOW, ("all",))


def test_a_waiver_may_mean_only_some_files_or_one_finding() -> None:
    docs = Policy(waivers=(replace(waiver(), path="docs/*"),))
    assert docs.waiver(found("acme/api", "commits-pushed", path="docs/a/b.md"), TODAY)
    assert docs.waiver(found("acme/api", "commits-pushed", path="src/docs"), TODAY) is None
    one = Policy(waivers=(replace(waiver(), fingerprint=FINGERPRINT),))
    assert one.waiver(found("acme/api", "commits-pushed"), TODAY)
    other = Policy(waivers=(replace(waiver(), fingerprint="f" * 32),))
    assert other.waiver(found("acme/api", "commits-pushed"), TODAY) is None
