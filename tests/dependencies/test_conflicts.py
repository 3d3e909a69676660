from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gitops_assets.core.dependencies.disagreements.conflicts import all_conflicts, conflicts
from gitops_assets.core.dependencies.graph.model import (
    Conflict,
    ConflictKind,
    DependencyGraph,
    Edge,
    Level,
    Member,
    VersionClaim,
)
from gitops_assets.core.dependencies.model import (
    Claim,
    Confidence,
    Dependency,
    Kind,
    Locked,
    Publication,
    Scope,
)
from gitops_assets.core.dependencies.policy import Banned, DependencyPolicy, Pinned, SameRange
from tests.dependencies.fleet import member, needs, npm

PLAIN = DependencyPolicy()


def only(*members: Member, policy: DependencyPolicy = PLAIN) -> Conflict:
    (found,) = conflicts(members, policy)
    return found


def kinds(*members: Member, policy: DependencyPolicy = PLAIN) -> list[str]:
    return [each.kind.value for each in conflicts(members, policy)]


def test_ranges_without_a_common_version_conflict_and_the_fewest_have_to_change() -> None:
    found = only(
        member("acme/a", npm("react", "^17.0.0")),
        member("acme/b", npm("react", "^18.0.0")),
        member("acme/c", npm("react", "^18.2.0")),
    )
    assert found.kind is ConflictKind.CONFLICT
    assert found.why == "No version of 'react' satisfies both '^17.0.0' (acme/a) and '^18.0.0' (acme/b)."
    assert [claim.slug for claim in found.claims] == ["acme/a", "acme/b", "acme/c"]
    assert found.proposal is not None
    assert found.proposal.version == "18.2.0"
    assert found.proposal.bumps == (
        VersionClaim(slug="acme/a", path="package.json", line=3, constraint="^18.2.0"),
    )


def test_a_conflict_says_in_which_scope_it_is() -> None:
    found = only(
        member("acme/a", npm("jest", "^27.0.0", scope=Scope.DEV)),
        member("acme/b", npm("jest", "^29.0.0", scope=Scope.TEST)),
        member("acme/c", npm("jest", "^29.0.0", scope=Scope.TEST)),
    )
    assert "'^27.0.0' (acme/a, dev) and '^29.0.0' (2 repositories, test)" in found.why


def test_of_equally_small_changes_the_highest_version_is_proposed() -> None:
    found = only(member("acme/a", npm("x", "1.0.0")), member("acme/b", npm("x", "2.0.0")))
    assert found.proposal is not None
    assert (found.proposal.version, [each.slug for each in found.proposal.bumps]) == ("2.0.0", ["acme/a"])


def test_versions_that_differ_and_go_together_are_skew() -> None:
    found = only(
        member("acme/a", npm("react", "^18.0.0", resolved="18.0.1")),
        member("acme/b", npm("react", "^18.0.0", resolved="18.2.0")),
        member("acme/c", npm("react", "^18.0.0", resolved="18.2.0")),
    )
    assert found.kind is ConflictKind.SKEW
    assert (
        found.why == "'react' is at versions that differ: '18.2.0' in 2 repositories and '18.0.1' in acme/a."
    )
    assert found.proposal is not None
    assert found.proposal.bumps == (
        VersionClaim(slug="acme/a", path="package.json", line=3, constraint="^18.0.0", resolved="18.2.0"),
    )


def test_ranges_that_differ_and_meet_are_skew_that_nobody_has_to_change() -> None:
    found = only(member("acme/a", npm("x", "^1.0.0")), member("acme/b", npm("x", "^1.2.0")))
    assert found.kind is ConflictKind.SKEW
    assert found.proposal is not None
    assert (found.proposal.version, found.proposal.bumps) == ("1.2.0", ())


def test_a_locked_version_inside_of_the_others_range_is_no_skew() -> None:
    assert (
        kinds(member("acme/a", npm("x", "^1.0.0", resolved="1.4.0")), member("acme/b", npm("x", "^1.2.0")))
        == []
    )


def test_one_and_the_same_version_written_in_two_ways_is_no_skew() -> None:
    assert (
        kinds(member("acme/a", needs("pypi", "x", "==1.0")), member("acme/b", needs("pypi", "x", "==1.0.0")))
        == []
    )


def test_a_repository_that_disagrees_with_itself_is_nobodys_conflict() -> None:
    two = (npm("x", "^1.0.0"), npm("x", "^2.0.0", path="next/package.json"))
    assert kinds(member("acme/a", *two)) == []
    assert kinds(member("acme/a", *two), member("acme/b", npm("x", ">=1.0.0 <3.0.0"))) == ["skew"]
    assert kinds(member("acme/a", *two), member("acme/b", npm("x", "^1.0.0"))) == ["conflict"]


def test_three_that_meet_in_pairs_and_not_together_conflict() -> None:
    sides = ("1.0.0 || 2.0.0", "2.0.0 || 3.0.0", "1.0.0 || 3.0.0")
    found = only(*(member(f"acme/{nth}", npm("x", text)) for nth, text in enumerate(sides)))
    assert found.kind is ConflictKind.CONFLICT
    assert "'1.0.0 || 2.0.0' (acme/0), '1.0.0 || 3.0.0' (acme/2) and '2.0.0 || 3.0.0' (acme/1)" in found.why


def test_what_is_not_understood_never_conflicts() -> None:
    assert kinds(member("acme/a", npm("x", "latest")), member("acme/b", npm("x", "^1.0.0"))) == []
    assert kinds(member("acme/a", npm("x", ">2.0.0 <1.0.0")), member("acme/b", npm("x", "^1.0.0"))) == []


def test_a_wish_of_mavens_and_a_minimum_of_gos_never_conflict() -> None:
    assert kinds(
        member("acme/a", needs("maven", "g:a", "1.0")), member("acme/b", needs("maven", "g:a", "2.0"))
    ) == ["skew"]
    found = only(
        member("acme/a", needs("golang", "example.org/x", "v1.0.0")),
        member("acme/b", needs("golang", "example.org/x", "v1.4.0")),
    )
    assert found.kind is ConflictKind.SKEW
    assert found.proposal is not None
    assert [each.constraint for each in found.proposal.bumps] == ["v1.4.0"]


def test_images_and_actions_differ_and_never_exclude_each_other() -> None:
    found = only(
        member("acme/a", needs("docker", "python", "3.11", kind=Kind.IMAGE)),
        member("acme/b", needs("docker", "python", "3.12", kind=Kind.IMAGE)),
    )
    assert (found.kind, found.proposal and found.proposal.version) == (ConflictKind.SKEW, "3.12")


def test_what_stays_in_its_tree_or_is_gone_makes_no_claim() -> None:
    here = member("acme/a", npm("x", "^1.0.0"))
    assert kinds(here, member("acme/b", npm("x", "^2.0.0", local="libs/x"))) == []
    assert kinds(here, replace(member("acme/b", npm("x", "^2.0.0")), present=False)) == []


def test_a_resource_that_two_claim_is_told_once() -> None:
    port = Claim(resource="port", name="8080/tcp", path="compose.yaml", line=5, detail="8080:80")
    found = only(member("acme/b", claims=(port, port)), member("acme/a", claims=(port,)), member("acme/c"))
    assert found.kind is ConflictKind.RESOURCE
    assert (found.ecosystem, found.name) == ("port", "8080/tcp")
    assert found.why == "The port '8080/tcp' is claimed by acme/a and acme/b."
    assert [claim.slug for claim in found.claims] == ["acme/a", "acme/b"]
    assert kinds(member("acme/a", claims=(port, replace(port, line=9)))) == []


def test_an_image_name_is_published_by_one() -> None:
    image = Publication(kind=Kind.IMAGE, ecosystem="docker", name="acme/api", path="Dockerfile", line=1)
    package = replace(image, kind=Kind.PACKAGE)
    assert kinds(member("a/a", publications=(image,)), member("a/b", publications=(image,))) == ["resource"]
    assert kinds(member("a/a", publications=(package,)), member("a/b", publications=(package,))) == []


def banning(versions: str | None = None, ecosystem: str | None = "npm") -> DependencyPolicy:
    return DependencyPolicy(
        banned=(Banned(name="event-*", ecosystem=ecosystem, versions=versions, reason="it stole wallets"),)
    )


def test_what_is_banned_is_told_with_the_reason() -> None:
    found = only(member("acme/a", npm("event-stream", "^3.0.0")), policy=banning())
    assert (found.kind, found.why) == (ConflictKind.BANNED, "'event-stream' is banned: it stole wallets.")
    assert kinds(member("acme/a", npm("react", "^3.0.0")), policy=banning()) == []
    assert kinds(member("acme/a", npm("event-stream")), policy=banning(ecosystem="pypi")) == []


def test_a_version_is_banned_where_it_is_used_or_nothing_else_can_be() -> None:
    policy = banning(">=3.3.6 <4")
    assert kinds(member("a", npm("event-stream", "^3.0.0", resolved="3.3.6")), policy=policy) == ["banned"]
    assert kinds(member("a", npm("event-stream", "^3.0.0", resolved="3.3.5")), policy=policy) == []
    assert kinds(member("a", npm("event-stream", "~3.3.6")), policy=policy) == ["banned"]
    assert kinds(member("a", npm("event-stream", "^3.0.0")), policy=policy) == []
    assert kinds(member("a", npm("event-stream", "3.3.7-beta")), policy=policy) == ["banned"]


def test_a_ban_reaches_what_only_a_lock_file_has() -> None:
    lock = Locked(ecosystem="npm", name="event-stream", version="3.3.6", path="package-lock.json", line=40)
    found = only(member("acme/a", locked=(lock,)), policy=banning("3.3.6"))
    assert [(each.path, each.line, each.resolved) for each in found.claims] == [
        ("package-lock.json", 40, "3.3.6")
    ]
    assert kinds(member("acme/a", locked=(replace(lock, version="3.3.4"),)), policy=banning("3.3.6")) == []


def test_tags_are_banned_by_pattern() -> None:
    policy = DependencyPolicy(banned=(Banned(name="*", ecosystem="docker", versions="*latest", reason="r"),))
    assert kinds(member("a", needs("docker", "python", "latest")), policy=policy) == ["banned"]
    assert kinds(member("a", needs("docker", "python", "3.12")), policy=policy) == []


def test_what_must_be_pinned_is_told_where_it_is_open() -> None:
    policy = DependencyPolicy(pinned=(Pinned(ecosystem="npm", repositories="acme/*"),))
    assert kinds(member("acme/a", npm("x", "^1.0.0")), policy=policy) == ["unpinned"]
    assert kinds(member("other/a", npm("x", "^1.0.0")), policy=policy) == []
    assert kinds(member("acme/a", npm("x", "1.0.0")), policy=policy) == []
    assert kinds(member("acme/a", npm("x", "^1.0.0", resolved="1.0.3")), policy=policy) == []


def test_images_are_pinned_by_digest_and_actions_by_commit() -> None:
    policy = DependencyPolicy(pinned=(Pinned(ecosystem="docker"), Pinned(ecosystem="github")))
    digest = "sha256:" + "a" * 64
    assert kinds(member("a", needs("docker", "python", "3.12")), policy=policy) == ["unpinned"]
    assert kinds(member("a", needs("docker", "python", "3.12", resolved=digest)), policy=policy) == []
    assert kinds(member("a", needs("github", "actions/checkout", "v4")), policy=policy) == ["unpinned"]
    assert kinds(member("a", needs("github", "actions/checkout", "b" * 40)), policy=policy) == []


def test_constraints_that_must_be_the_same_become_those_that_most_have() -> None:
    policy = DependencyPolicy(same_range=(SameRange(name="react", ecosystem="npm"),))
    members = [
        member(f"acme/{slug}", npm("react", text))
        for slug, text in zip("abc", ("18.2.0", "^18.0.0", "^18.0.0"), strict=True)
    ]
    found = conflicts(members, policy)[0]
    assert found.kind is ConflictKind.RANGE
    assert found.proposal is not None
    assert found.proposal.version == "^18.0.0"
    assert [(each.slug, each.constraint) for each in found.proposal.bumps] == [("acme/a", "^18.0.0")]
    assert kinds(*members[1:], policy=policy) == []


EDGE = Edge(
    source="acme/a",
    target="acme/b",
    kind=Kind.PACKAGE,
    ecosystem="npm",
    name="@acme/b",
    path="package.json",
    line=4,
    scope=Scope.RUNTIME,
    constraint="^1.0.0",
    resolved=None,
    confidence=Confidence.DECLARED,
    level=Level.HIGH,
    last_validated=0,
)


def test_a_circle_names_its_members_and_the_steps_between_them() -> None:
    back = replace(EDGE, source="acme/b", target="acme/a", name="@acme/a", line=9)
    outside = replace(EDGE, target="acme/c")
    graph = DependencyGraph(
        edges=(EDGE, replace(EDGE, line=5), outside, back), cycles=(("acme/a", "acme/b"),)
    )
    (found,) = all_conflicts((), PLAIN, graph)
    assert found.kind is ConflictKind.CYCLE
    assert found.why == "2 repositories depend on each other in a circle: acme/a and acme/b."
    assert [(each.slug, each.line) for each in found.claims] == [("acme/a", 4), ("acme/b", 9)]


def test_a_target_that_is_not_here_is_told_for_all_that_depend_on_it() -> None:
    gone = replace(EDGE, missing=True)
    graph = DependencyGraph(edges=(gone, replace(gone, source="acme/c"), replace(EDGE, source="acme/d")))
    (found,) = all_conflicts((), PLAIN, graph)
    assert (found.kind, found.name) == (ConflictKind.MISSING, "@acme/b")
    assert found.why == "'@acme/b' comes from acme/b, which is not here."
    assert [each.slug for each in found.claims] == ["acme/a", "acme/c"]


ECOSYSTEMS = st.sampled_from(["npm", "pypi", "maven", "golang", "docker", "gem", "nuget", "unheard-of"])
CONSTRAINTS = st.none() | st.sampled_from(
    [
        "1.0",
        "1.0.0",
        "^1.0.0",
        "^2.0.0",
        ">=1.0",
        "<2",
        "~> 1.2",
        "[1,2)",
        "[1.5]",
        "v1.0.0",
        "==1.0",
        "*",
        "latest",
        "a b",
    ]
)
ROWS = st.builds(
    needs, ECOSYSTEMS, st.sampled_from(["x", "y"]), CONSTRAINTS, resolved=CONSTRAINTS, line=st.integers(1, 5)
)
FLEETS = st.dictionaries(
    st.sampled_from(["a/a", "a/b", "a/c", "a/d"]), st.lists(ROWS, max_size=4), max_size=4
)


@given(FLEETS)
def test_whatever_a_fleet_claims_the_answer_is_one_and_the_same(fleet: dict[str, list[Dependency]]) -> None:
    members = [member(slug, *rows) for slug, rows in fleet.items()]
    found = conflicts(members, PLAIN)
    assert conflicts(members[::-1], PLAIN) == found
    for each in found:
        assert len({claim.slug for claim in each.claims}) > 1
        assert each.why.endswith(".")
        for bump in each.proposal.bumps if each.proposal else ():
            assert any((bump.slug, bump.line) == (claim.slug, claim.line) for claim in each.claims)


@given(FLEETS)
def test_once_all_bumps_are_made_nothing_conflicts(fleet: dict[str, list[Dependency]]) -> None:
    members = [member(slug, *rows) for slug, rows in fleet.items()]
    moved = {
        (each.ecosystem, each.name, bump.slug, bump.line): bump.constraint
        for each in conflicts(members, PLAIN)
        if each.kind is ConflictKind.CONFLICT and each.proposal
        for bump in each.proposal.bumps
    }
    after = [
        member(
            slug,
            *(
                replace(row, constraint=moved.get((row.ecosystem, row.name, slug, row.line), row.constraint))
                for row in rows
            ),
        )
        for slug, rows in fleet.items()
        if len({(row.ecosystem, row.name, row.line) for row in rows}) == len(rows)
    ]
    again = [each for each in conflicts(after, PLAIN) if each.kind is ConflictKind.CONFLICT]
    assert again == [] or len(after) < len(fleet)
