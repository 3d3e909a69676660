"""Which tags are releases, and which is the newest."""

import pytest

from gitops_assets.core.releases import Tag, releases


def names(*tags: str, made: dict[str, int] | None = None) -> list[str]:
    return [tag.name for tag in releases(Tag(name, name, (made or {}).get(name, 0)) for name in tags)]


def test_the_highest_version_is_the_newest_however_it_is_written() -> None:
    assert names("v1.9.0", "v1.10.0", "v1.10", "1.2", "release-1.11") == [
        "release-1.11",
        "v1.10.0",
        "v1.10",
        "v1.9.0",
        "1.2",
    ]


def test_final_ones_come_before_those_that_only_try() -> None:
    assert names("v2.0.0-rc.1", "v1.0.0", "v1.1b2", "v2.0.0.dev3")[0] == "v1.0.0"
    assert names("v2.0.0-rc.1", "v2.0.0-beta") == ["v2.0.0-rc.1", "v2.0.0-beta"]
    assert names("v1.0.0+build7", "v1.0.0-1", "v0.9.0")[-1] == "v0.9.0"


def test_parts_of_a_repository_are_ordered_by_time_and_follow_the_whole() -> None:
    made = {"cli-v9.0": 1, "@acme/web@1.0.0": 2}
    assert names("cli-v9.0", "@acme/web@1.0.0", made=made) == ["@acme/web@1.0.0", "cli-v9.0"]
    assert names("cli-v9.0", "v0.1", made=made)[0] == "v0.1"


@pytest.mark.parametrize("name", ["latest", "nightly", "7", "build-1234", "v", "x" * 500, "9" * 150 + ".1"])
def test_what_is_no_version_is_no_release(name: str) -> None:
    assert names(name) == []


def test_a_long_name_is_read_quickly() -> None:
    assert names("-" * 199, "v1." + "1." * 98) == []
