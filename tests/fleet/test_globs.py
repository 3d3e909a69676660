import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gitops_assets.core.fleet.globs import covers, glob_problem, specificity


@pytest.mark.parametrize(
    ("glob", "slug"),
    [
        ("*", "acme/api"),
        ("acme/*", "acme/api"),
        ("acme/*", "acme/team/api"),
        ("ACME/Api", "acme/api"),
        ("acme/ap?", "acme/api"),
        ("acme/[a-c]pi", "acme/api"),
        ("caf\u00e9/*", "cafe\u0301/menu"),
    ],
)
def test_a_pattern_covers_the_slugs_it_spells(glob: str, slug: str) -> None:
    assert covers(glob, slug)


@pytest.mark.parametrize(
    ("glob", "slug"),
    [("acme", "acme/api"), ("acme/?", "acme/api"), ("acme/[!a]pi", "acme/api"), ("api", "acme/api")],
)
def test_a_pattern_covers_the_whole_slug_or_nothing(glob: str, slug: str) -> None:
    assert not covers(glob, slug)


@pytest.mark.parametrize("glob", ["", "  ", "acme/[ab", "a\nb", "x" * 501])
def test_a_pattern_that_can_only_be_a_mistake_is_named_as_one(glob: str) -> None:
    assert glob_problem(glob)


@pytest.mark.parametrize("glob", ["*", "acme/[ab]*", "acme/[]x]", "acme/[!]x]?"])
def test_a_sound_pattern_has_no_problem(glob: str) -> None:
    assert glob_problem(glob) is None


def test_the_pattern_with_more_literal_text_is_more_specific() -> None:
    globs = ["acme/api", "*", "acme/*", "*/api", "acme/api-[a-z]*"]
    assert sorted(globs, key=specificity) == ["*", "*/api", "acme/*", "acme/api-[a-z]*", "acme/api"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40), st.text(max_size=40))
def test_no_pattern_and_no_slug_crash_the_matching(glob: str, slug: str) -> None:
    assert covers(glob, slug) in {True, False}
    assert covers("*", slug)
