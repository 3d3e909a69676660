"""What ``conflicts`` shows; what disagrees is found elsewhere."""

from dataclasses import replace

import pytest

from gitops_assets.cli import dependency_source
from gitops_assets.core.dependencies.graph.model import Conflict, ConflictKind, Proposal, VersionClaim
from tests.cli.command_line import gitops
from tests.cli.made_fleet import MEMBERS, asking


def claim(slug: str, constraint: str, resolved: str | None = None) -> VersionClaim:
    return VersionClaim(slug=slug, path="package.json", line=3, constraint=constraint, resolved=resolved)


OLD, NEW = claim("acme/web", "^1"), claim("acme/api", "^2", "2.1.0")
SKEW = Conflict(
    name="left-pad", ecosystem="npm", kind=ConflictKind.SKEW, claims=(OLD, NEW), why="Versions differ."
)
CONFLICT = Conflict(
    name="react",
    ecosystem="npm",
    kind=ConflictKind.CONFLICT,
    claims=(OLD, NEW),
    why="No version fits all.",
    proposal=Proposal("2.1.0", (OLD,)),
)


@pytest.fixture(autouse=True)
def found(monkeypatch: pytest.MonkeyPatch) -> list[Conflict]:
    conflicts = [SKEW, CONFLICT]
    asking(monkeypatch, *MEMBERS)
    monkeypatch.setattr(dependency_source, "conflicts_of", lambda *_: tuple(conflicts))
    return conflicts


def test_each_disagreement_is_told_with_its_claims_and_what_settles_it() -> None:
    done = gitops("conflicts")
    assert done.code == 0
    assert done.out.splitlines() == [
        "conflict react (npm): No version fits all.",
        "  ^1          acme/web  package.json:3",
        "  ^2 = 2.1.0  acme/api  package.json:3",
        "  All meet on 2.1.0 with 1 change: acme/web.",
        "",
        "skew left-pad (npm): Versions differ.",
        "  ^1          acme/web  package.json:3",
        "  ^2 = 2.1.0  acme/api  package.json:3",
        "",
        "2 disagreements: 1 conflict, 1 skew.",
        "No repository needs two sides of a conflict at once: today they break nobody.",
        "gitops-assets impact SLUG says who breaks when one of these repositories changes its mind.",
    ]


def test_the_document_has_the_worst_first() -> None:
    document = gitops("conflicts", "--json").document
    assert document["schema"] == "gitops-assets/conflicts/1"
    assert [each["name"] for each in document["conflicts"]] == ["react", "left-pad"]


def test_a_kind_shows_only_its_own() -> None:
    document = gitops("conflicts", "--kind", "skew", "--json").document
    assert [each["kind"] for each in document["conflicts"]] == ["skew"]


def test_fail_on_ends_with_one_from_that_kind_on() -> None:
    done = gitops("conflicts", "--fail-on", "conflict")
    assert (done.code, done.err) == (1, "gitops-assets: 1 at or above conflict: exit 1\n")
    assert gitops("conflicts", "--kind", "skew", "--fail-on", "conflict").code == 0
    assert gitops("conflicts", "--fail-on", "skew", "--json").code == 1


def test_repositories_that_say_the_same_stand_in_one_line_most_first(found: list[Conflict]) -> None:
    same = [claim(f"acme/r{number}", "^2") for number in range(3)]
    found[:] = [replace(SKEW, claims=(OLD, *same), proposal=Proposal("2.0.0", ()))]
    assert gitops("conflicts").out.splitlines()[1:4] == [
        "  ^2  acme/r0 and 2 more  package.json:3",
        "  ^1  acme/web            package.json:3",
        "  All of them allow 2.0.0.",
    ]


def test_who_claims_a_port_or_stands_in_a_circle_is_told_one_by_one(found: list[Conflict]) -> None:
    circle = replace(SKEW, kind=ConflictKind.CYCLE, claims=(claim("a", "^1"), claim("b", "^1")))
    found[:] = [replace(circle, name="a b", ecosystem="repository", why="2 depend on each other: a and b.")]
    assert gitops("conflicts").out.splitlines()[:3] == [
        "cycle: 2 depend on each other: a and b.",
        "  ^1  a  package.json:3",
        "  ^1  b  package.json:3",
    ]


def test_a_conflict_that_breaks_somebody_comes_first_and_names_whom(found: list[Conflict]) -> None:
    found.append(replace(CONFLICT, name="zod", breaks=("acme/shop",)))
    lines = gitops("conflicts").out.splitlines()
    assert lines[0].startswith("conflict zod (npm):")
    assert lines[3] == "  Needed together by acme/shop."
    assert not any("break nobody" in line for line in lines)


def test_nothing_disagrees(found: list[Conflict]) -> None:
    found.clear()
    assert gitops("conflicts", "--fail-on", "skew").out == "0 disagreements.\n"


def test_what_is_too_much_to_read_is_counted(found: list[Conflict]) -> None:
    many = Conflict(
        name="x",
        ecosystem="",
        kind=ConflictKind.RESOURCE,
        why="Twice.",
        claims=tuple(claim(f"acme/r{number}", "") for number in range(11)),
    )
    found[:] = [many] * 52
    out = gitops("conflicts").out
    assert "resource x: Twice." in out
    assert "  … and 3 more\n" in out
    assert "… and 2 more; --json has all of them" in out
