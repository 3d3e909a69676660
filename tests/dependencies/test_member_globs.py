import time

import pytest

from gitops_assets.core.dependencies.parsers.globs import matches


@pytest.mark.parametrize(
    ("pattern", "folder"),
    [
        ("a/*", "a/b"),
        ("**", ""),
        ("**/b", "b"),
        ("**/b", "x/y/b"),
        ("a/**", "a"),
        ("{a,b}/{c,d}", "b/c"),
        (".", ""),
    ],
)
def test_folders_that_are_meant(pattern: str, folder: str) -> None:
    assert matches(pattern, folder)


@pytest.mark.parametrize(
    ("pattern", "folder"), [("a/*", "a/b/c"), ("a/*", "a"), ("a", "b"), ("{a", "a"), ("", "a")]
)
def test_folders_that_are_not(pattern: str, folder: str) -> None:
    assert not matches(pattern, folder)


@pytest.mark.parametrize("pattern", ["{a,b}" * 90, "**/" * 150 + "x", "*a" * 200, "{" * 400])
def test_a_pattern_that_means_too_much_costs_no_time(pattern: str) -> None:
    began = time.process_time()
    matches(pattern, "/".join("a" * 100 for _ in range(50)))
    assert time.process_time() - began < 1
