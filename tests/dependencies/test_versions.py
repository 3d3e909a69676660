"""Each ecosystem's rules, as tables that its own tool agrees with."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from gitops_assets.core.dependencies.versions import SCHEMES, scheme_of
from gitops_assets.core.dependencies.versions.intervals import EVERYTHING, Interval, Ranges, Version, ranges
from gitops_assets.core.dependencies.versions.model import Constraint

NPM = json.loads((Path(__file__).parent / "npm_semver.json").read_text(encoding="utf-8"))


def known(ecosystem: str, text: str) -> Constraint:
    found = scheme_of(ecosystem).constraint(text)
    assert found is not None
    return found


def version(ecosystem: str, text: str) -> Version:
    found = scheme_of(ecosystem).version(text)
    assert found is not None
    return found


@pytest.mark.parametrize(("text", "satisfying"), NPM["ranges"].items())
def test_npm_ranges_hold_the_versions_that_npm_itself_says(text: str, satisfying: str | None) -> None:
    found = scheme_of("npm").constraint(text)
    held = [each for each in NPM["versions"] if found and version("npm", each) in found.ranges]
    assert (None if found is None else " ".join(held)) == satisfying


TABLE = [
    ("cargo", "1.2", "1.2.0 1.9.9", "1.1.9 2.0.0 2.0.0-alpha 1.3.0-alpha"),
    ("cargo", "=1.2.3", "1.2.3", "1.2.4"),
    ("cargo", "~1.2.3", "1.2.9", "1.3.0"),
    ("cargo", "0.3", "0.3.9", "0.4.0"),
    ("cargo", ">=1.2, <1.5", "1.4.9", "1.5.0"),
    ("cargo", "1.*", "1.0.0 1.9.0", "2.0.0 0.9.0"),
    ("cargo", "1.0.0-rc.1", "1.0.0-rc.2 1.0.0 1.4.0", "1.0.0-beta 1.1.0-rc.1"),
    ("golang", "v1.2.3", "v1.2.3 v1.9.0 v2.0.0+incompatible", "v1.2.2 v1.2.3-0.20240101000000-abcdef012345"),
    ("maven", "1.2", "0.1 1.2 99", ""),
    ("maven", "[1.0,2.0)", "1.0 1.9.9 2.0-alpha-1", "2.0 0.9"),
    ("maven", "[1.5]", "1.5 1.5.0", "1.6"),
    ("maven", "(,1.0],[1.2,)", "0.9 1.0 1.2 3", "1.1"),
    ("maven", "1.+", "1.0 7", ""),
    ("gem", "~> 2.2", "2.2 2.9.1", "2.1 3.0 3.0.a"),
    ("gem", "~> 2.2.0", "2.2.9", "2.3"),
    ("gem", "~> 1", "1.0 1.9", "2"),
    ("gem", ">= 1.0, != 1.3", "1.0 1.2 1.4", "1.3 1.3.0 0.9 1.0.rc1"),
    ("gem", "1.0", "1.0 1 1.0.0", "1.0.1"),
    ("composer", "^1.2.3", "1.2.3 1.9 1.3.0-beta1", "2.0 2.0-beta1 1.2.2"),
    ("composer", "~1.2", "1.2 1.9", "2.0"),
    ("composer", "~1.2.3", "1.2.9", "1.3"),
    ("composer", "^0.3", "0.3.5", "0.4"),
    ("composer", "1.0.*", "1.0.5", "1.1"),
    ("composer", ">=1.0 <1.1 || >=1.2", "1.0.5 1.2", "1.1"),
    ("composer", "^7.4|^8.0", "7.4.1 8.3", "7.3"),
    ("composer", "1.0 - 2.0", "1.0 2.0.9", "2.1"),
    ("composer", "1.2.3@dev", "1.2.3", "1.2.4"),
    ("composer", "2.x-dev", "2.9999999.9999999.9999999-dev", "2.0"),
    ("nuget", "1.2", "1.2 1.2.0 9.0", "1.1 1.2-beta"),
    ("nuget", "[1.2]", "1.2.0", "1.2.1"),
    ("nuget", "(1.0,2.0]", "1.0.1 2.0", "1.0 2.0.1"),
    ("nuget", "[1.0,2.0)", "1.0 2.0-beta", "2.0"),
    ("nuget", "1.*", "1.0 1.9", "2.0 2.0-beta 0.9"),
    ("nuget", "*", "0.1 9", ""),
    ("terraform", "~> 1.2", "1.2.0 1.9.9", "2.0.0 1.1.0"),
    ("terraform", "~> 1.2.3", "1.2.9", "1.3.0"),
    ("terraform", "1.2.3", "1.2.3", "1.2.4"),
    ("terraform", ">= 1.0, < 2.0, != 1.5.0", "1.0.0 1.4.9", "1.5.0 2.0.0 1.0.0-beta1"),
    ("terraform", ">= 1.0.0-beta1", "1.0.0-beta2 1.1.0", "1.1.0-beta1"),
    ("helm", "^1.2.0", "1.2.0 1.9.0", "2.0.0 1.3.0-rc.1"),
    ("helm", ">=1.19-0", "1.19.0-gke.1 1.30.0", "1.18.0"),
    ("helm", ">= 1.2, < 3 != 2.0.0", "1.2.0 2.9.0", "2.0.0 3.0.0"),
    ("helm", "1.2.x", "1.2.9", "1.3.0"),
    ("pypi", "^1.2", "1.2 1.9", "2.0 2.0rc1"),
    ("pypi", "~1.2", "1.2.9", "1.3"),
    ("pypi", "1.2.*", "1.2.9", "1.3"),
    ("pypi", ">=1,<2 || >=3", "1.5 3.1", "2.5"),
    ("pypi", "*", "0.1 99", ""),
    ("docker", "3.12-slim", "3.12-slim", "3.12"),
]


@pytest.mark.parametrize(("ecosystem", "text", "inside", "outside"), TABLE)
def test_a_constraint_admits_what_its_tool_admits(
    ecosystem: str, text: str, inside: str, outside: str
) -> None:
    held = known(ecosystem, text).ranges
    assert [each for each in inside.split() if version(ecosystem, each) not in held] == []
    assert [each for each in outside.split() if version(ecosystem, each) in held] == []


@pytest.mark.parametrize(
    ("ecosystem", "texts"),
    [
        ("npm", ["latest", "workspace:^", "npm:x@1", "git+ssh://git@example.org/a.git", "1" * 300]),
        ("pypi", ["https://example.org/a.whl", "~=1", "1.0.dev0.*", ">=*", "==1.0,abc"]),
        ("golang", ["latest", "1.2", "${v}"]),
        ("cargo", ["v1", "1.2-beta", "", "main"]),
        ("maven", ["${project.version}", "[1,2", "[,]x", "(1)", "1 2"]),
        ("gem", ["~> main", "", "1..2"]),
        ("composer", ["dev-main", "1.0-dev1", "1.0-rc.", "dev-main as 1.0.0", "self.version", "", "^1.x-y"]),
        ("nuget", ["$(Version)", "[]", "[1,2,3]", "[1", ""]),
        ("terraform", ["~> 1.x", "1.2.3.4", ""]),
        ("helm", ["", "latest"]),
        ("docker", ["", " "]),
    ],
)
def test_what_is_not_understood_is_not_known(ecosystem: str, texts: list[str]) -> None:
    assert [text for text in texts if scheme_of(ecosystem).constraint(text) is not None] == []


ORDERS = {
    "npm": "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0",
    "pypi": "1.0.dev1 1.0a1.dev1 1.0a1 1.0b2 1.0rc1 1.0 1.0+local 1.0.post1 1.1 1!0.1",
    "golang": "v0.0.0-20230101000000-abcdef012345 v0.0.1 v1.0.0-rc.1 v1.0.0 v2.0.0+incompatible",
    "gem": "1.0.a 1.0.b1 1.0.rc1 1.0 1.0.1 1.2 1.10",
    "composer": (
        "1.0-dev 1.0-alpha 1.0-alpha0 1.0-alpha1 1.0-alpha.1.0 1.0-alpha1.2 1.0-beta1 1.0-beta2 "
        "1.0-RC1 1.0 1.0-patch1 1.0.1"
    ),
    "nuget": "1.0-alpha 1.0-Beta 1.0-rc.2 1.0-rc.10 1.0 1.0.0.1 1.1",
    "maven": (
        "1.0-alpha-1 1.0-beta-2 1.0-M1 1.0-milestone-2 1.0-rc1 1.0.CR2 1.0-SNAPSHOT 1.0.Final 1.0-sp 1.0-foo"
        " 1.0.x1 1.0-x2 1.0-1 1.0.1 1..2 1.1 1.2 1.10 2.0.0-M1 2.0.0.RC1 4.13-beta-3 31.1-android 31.1-jre"
    ),
    "docker": "latest 3.9 3.9-slim 3.11 20240101",
}


@pytest.mark.parametrize(("ecosystem", "ascending"), ORDERS.items())
def test_versions_are_in_the_order_of_their_tool(ecosystem: str, ascending: str) -> None:
    keys = [version(ecosystem, each).key for each in ascending.split()]
    assert all(low < high for low, high in combinations(keys, 2))


@pytest.mark.parametrize(
    ("ecosystem", "same"),
    [
        ("maven", "1 1.0 1.0.0 1-ga 1.0.0.Final 1.0.RELEASE 1-"),
        ("maven", "1.0-alpha-1 1.0-alpha1 1.0a1"),
        ("maven", "1.0.CR2 1.0-cr2"),
        ("gem", "1 1.0 1.0.0"),
        ("pypi", "1 1.0 v1.0.0"),
        ("composer", "1 v1.0 1.0.0.0 1.0-stable"),
        ("nuget", "1.0 1.0.0.0 1.0+build"),
        ("npm", "1.0.0 v1.0.0 1.0.0+build"),
    ],
)
def test_one_version_may_be_written_in_several_ways(ecosystem: str, same: str) -> None:
    assert len({version(ecosystem, each).key for each in same.split()}) == 1


@pytest.mark.parametrize(
    ("ecosystem", "text", "chosen"),
    [
        ("npm", "1.2.3", "1.2.3"),
        ("npm", "^1.2.3", None),
        ("golang", "v1.2.3", "v1.2.3"),
        ("maven", "1.2", "1.2"),
        ("maven", "[1.2,)", None),
        ("nuget", "1.2", "1.2"),
        ("nuget", "1.*", None),
        ("pypi", "==1.2,!=1.3", "1.2"),
        ("gem", "= 1.2", "1.2"),
        ("docker", "3.12", "3.12"),
    ],
)
def test_a_minimum_is_chosen_where_the_tool_takes_minimums(
    ecosystem: str, text: str, chosen: str | None
) -> None:
    found = known(ecosystem, text).chosen
    assert (found and found.text) == chosen


@pytest.mark.parametrize(
    ("ecosystem", "left", "right", "empty"),
    [
        ("npm", "^1.0.0", "^2.0.0", True),
        ("npm", "^1.0.0", "^1.5.0 || ^2.0.0", False),
        ("npm", ">1.0.0", "<1.0.1", True),
        ("npm", ">1.0.0", "<1.0.2", False),
        ("npm", "^1.0.0-alpha", "<1.0.0", True),
        ("npm", ">=1.0.0-alpha", "<=1.0.0-beta", False),
        ("npm", "1.0.0-beta", "^1.0.0", True),
        ("npm", "1.0.0-beta", "^1.0.0-alpha", False),
        ("pypi", ">1.0", "<1.1", False),
        ("pypi", "<2", ">=2.0rc1", True),
        ("golang", "v1.0.0", "v1.9.0", False),
        ("maven", "1.0", "[2,3)", False),
        ("maven", "[1,2)", "[2,3)", True),
        ("nuget", "1.0", "9.0", False),
        ("nuget", "[1.0]", "9.0", True),
        ("composer", "^7.4 || ^8.0", "^8.1", False),
        ("gem", "~> 1.2", "~> 2.0", True),
        ("terraform", "~> 4.0", ">= 5.0", True),
    ],
)
def test_an_intersection_is_empty_where_nothing_can_satisfy_both(
    ecosystem: str, left: str, right: str, *, empty: bool
) -> None:
    assert (known(ecosystem, left).ranges & known(ecosystem, right).ranges).empty is empty


def test_an_ecosystem_without_rules_has_names_that_nobody_compares() -> None:
    assert not scheme_of("conan").shared
    assert scheme_of("conan") == scheme_of("conan")
    assert "npm" in SCHEMES


NUMBERS = st.integers(0, 3)
RELEASES = st.builds("{}.{}.{}".format, NUMBERS, NUMBERS, NUMBERS)
SEMVERS = st.builds(str.__add__, RELEASES, st.sampled_from(["", "", "-alpha", "-beta.2", "-0"]))
WORDS = st.builds(str.__add__, st.sampled_from(["", "^", "~", ">", ">=", "<", "<=", "="]), SEMVERS)
NPM_RANGES = st.lists(WORDS, min_size=1, max_size=3).flatmap(
    lambda words: st.sampled_from([" ".join(words), " || ".join(words)])
)


@given(NPM_RANGES, NPM_RANGES, st.lists(SEMVERS, max_size=20))
def test_an_intersection_has_exactly_what_both_have(left: str, right: str, versions: list[str]) -> None:
    mine, yours = known("npm", left).ranges, known("npm", right).ranges
    for each in (version("npm", text) for text in versions):
        assert (each in mine & yours) == (each in mine and each in yours)
        assert not ((mine & yours).empty and each in mine and each in yours)


PRES = ("", "-0", "-0.0", "-alpha", "-alpha.0", "-beta.2", "-beta.2.0")
SMALL = [f"{a}.{b}.{c}{pre}" for a in range(5) for b in range(5) for c in range(5) for pre in PRES]


@given(NPM_RANGES, NPM_RANGES)
def test_what_is_not_empty_has_a_version(left: str, right: str) -> None:
    both = known("npm", left).ranges & known("npm", right).ranges
    assert both.empty or any(version("npm", each) in both for each in SMALL)


PEP440 = st.builds(
    "{}{}".format,
    st.sampled_from(["0", "1", "1.0", "1.1", "1.0.1", "2", "1!1.0"]),
    st.sampled_from(["", ".dev1", "a1", "rc1", ".post1", "+local", "a1.dev1", ".post1.dev2"]),
)
SPECIFIERS = st.lists(
    st.builds(str.__add__, st.sampled_from(["==", "!=", ">=", "<=", ">", "<", "~="]), PEP440)
    | st.sampled_from(["==1.*", "!=1.0.*", "==1.0.*"]),
    min_size=1,
    max_size=3,
).map(",".join)


@given(SPECIFIERS, PEP440)
def test_python_specifiers_hold_the_versions_that_packaging_says(text: str, candidate: str) -> None:
    try:
        judge = SpecifierSet(text)
    except InvalidSpecifier:
        return
    held = version("pypi", candidate) in known("pypi", text).ranges
    assert held == judge.contains(candidate, prereleases=True)


ECOSYSTEMS = st.sampled_from([*SCHEMES.ids, "conan"])
TEXTS = st.text(st.sampled_from("0123456789.-+abrxvV*^~<>=!|, @[]()#$/"), max_size=20) | st.text(max_size=20)


@given(ECOSYSTEMS, st.lists(TEXTS, min_size=3, max_size=3))
def test_any_text_has_a_place_in_a_total_order_or_none(ecosystem: str, texts: list[str]) -> None:
    found = [scheme_of(ecosystem).version(text) for text in texts]
    keys = [each.key for each in found if each is not None]
    for left, right in combinations(keys, 2):
        assert (left < right) + (left == right) + (left > right) == 1
        assert left != right or hash(left) == hash(right)
    ordered = sorted(keys)
    assert all(low <= high for low, high in combinations(ordered, 2))


@given(ECOSYSTEMS, TEXTS, TEXTS, TEXTS)
def test_any_text_is_a_set_of_versions_or_none(ecosystem: str, left: str, right: str, text: str) -> None:
    scheme = scheme_of(ecosystem)
    mine, yours, each = scheme.constraint(left), scheme.constraint(right), scheme.version(text)
    if mine and yours and each:
        both = mine.ranges & yours.ranges
        assert (each in both) == (each in mine.ranges and each in yours.ranges)
        assert mine.ranges.within(mine.ranges)
        assert both.within(mine.ranges)


def test_a_set_lies_within_another_where_nothing_is_left_outside() -> None:
    assert known("npm", "^1.2.0").ranges.within(known("npm", "1").ranges)
    assert not known("npm", ">=1.2.0").ranges.within(known("npm", "1").ranges)
    assert known("npm", "1.2.3 || 1.4.0").ranges.within(known("npm", "<1.3.0 || >1.3.0").ranges)
    assert Ranges(()).within(Ranges(()))
    assert not EVERYTHING.within(Ranges(()))


def test_parts_that_touch_are_one() -> None:
    low, high = version("pypi", "1").key, version("pypi", "2").key
    parts = (Interval(low=(low, -1), high=(high, 1)), Interval(high=(low, 1)), Interval(low=(high, 1)))
    assert ranges(parts) == EVERYTHING
