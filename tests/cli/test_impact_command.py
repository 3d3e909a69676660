"""What ``impact`` says of a change, to people and to pipelines."""

import pytest

from gitops_assets.cli.dependency_source import Question
from tests.cli.command_line import gitops
from tests.cli.made_fleet import MEMBERS, asking
from tests.dependencies.members import member


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Question]:
    return asking(monkeypatch, *MEMBERS)


def test_dependents_are_told_with_way_and_place_and_the_score_with_its_reasons() -> None:
    done = gitops("impact", "acme/base")
    assert done.code == 0
    assert done.out.splitlines() == [
        "high    acme/api  → acme/base             ada  Dockerfile:1",
        "medium  acme/web  → acme/api → acme/base       package.json:3",
        "",
        "A change of acme/base weighs 18 of 100.",
        "  2 repositories of 4 (50%) depend on it: 1 directly, 1 through others.",
        "  The worst level is high: acme/api.",
        "gitops-assets graph --focus acme/base shows what lies around it.",
    ]


def test_a_path_and_a_package_narrow_the_question() -> None:
    for subject in ("acme/lib:ui/index.ts", "acme/lib@@acme/ui"):
        document = gitops("impact", subject, "--json").document
        assert [each["slug"] for each in document["dependents"]] == ["acme/web"]
        assert document["subject"] == subject[9:]


def test_depth_ends_the_search() -> None:
    document = gitops("impact", "acme/base", "--depth", "1", "--json").document
    assert [each["slug"] for each in document["dependents"]] == ["acme/api"]


def test_folders_follow_the_subject(asked: list[Question]) -> None:
    gitops("impact", "acme/lib", "a", "b")
    assert asked == [Question((b"a", b"b"))]


def test_fail_on_ends_with_one_from_that_level_on() -> None:
    done = gitops("impact", "acme/base", "--fail-on", "medium")
    assert (done.code, done.err) == (1, "gitops-assets: 2 repositories at or above medium: exit 1\n")
    assert gitops("impact", "acme/base", "--fail-on", "high", "--json").code == 1
    assert gitops("impact", "acme/base", "--fail-on", "critical").code == 0


def test_nobody_breaks() -> None:
    done = gitops("impact", "acme/alone", "--fail-on", "low")
    assert done.code == 0
    assert done.out.splitlines()[:2] == [
        "A change of acme/alone weighs 0 of 100.",
        "  No repository of the fleet is known to depend on it.",
    ]


@pytest.mark.parametrize(
    ("subject", "beats"),
    [
        ("acme/lbi", ("'acme/lbi' is no repository of the fleet", "did you mean 'acme/lib'?")),
        ("lib", ("'lib' is no repository of the fleet", "did you mean 'acme/lib'?")),
        ("acme/lib@lbi", ("'lbi' is no package that acme/lib publishes", "did you mean 'lib'?")),
        ("acme/lib:../x", ("leads out of the repository", "name one inside of it")),
    ],
)
def test_what_there_is_not_is_a_usage_error(subject: str, beats: tuple[str, ...]) -> None:
    gitops("impact", subject).told(2, *beats)


def test_a_slug_with_every_mark_in_it_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    asking(monkeypatch, member("a/b@c:d", offers=["lib"]), member("a/b"), member("web", ["lib"]))
    assert len(gitops("impact", "a/b@c:d@lib", "--json").document["dependents"]) == 1
