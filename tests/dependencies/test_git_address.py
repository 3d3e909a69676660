import pytest

from gitops_assets.core.dependencies.parsers.git_address import Address, git_address, is_hash

GITHUB = "https://github.com/acme/infra"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("github.com/acme/infra", Address(GITHUB)),
        ("github.com/acme/infra.git//vpc?ref=v1", Address(GITHUB, "v1", "vpc")),
        ("https://github.com/acme/infra//base/x/?timeout=9&ref=v1", Address(GITHUB, "v1", "base/x")),
        ("https://github.com/acme/infra/base?ref=v1", Address(GITHUB, "v1", "base")),
        ("https://github.com/acme/infra/tree/v1/base", Address(GITHUB, "v1")),
        ("https://github.com/acme/infra/releases/download/v1/x.yaml", Address(GITHUB, "v1")),
        ("https://github.com/acme/infra/archive/refs/tags/v1.tar.gz", Address(GITHUB, "v1")),
        ("https://raw.githubusercontent.com/acme/infra/v1/x.yaml", Address(GITHUB, "v1")),
        ("https://raw.githubusercontent.com/acme/infra/refs/heads/main/x.yaml", Address(GITHUB, "main")),
        ("https://acme.github.io/infra", Address(GITHUB)),
        ("git::https://host/infra.git//vpc?ref=v1", Address("https://host/infra.git", "v1", "vpc")),
        ("git::https://me:secret@host/infra?ref=v1", Address("https://host/infra", "v1")),
        ("git@github.com:acme/infra.git//vpc", Address("ssh://git@github.com/acme/infra.git", None, "vpc")),
        ("git::ssh://git@host/infra.git", Address("ssh://git@host/infra.git")),
        ("https://host/infra.git#v1:docker", Address("https://host/infra.git", "v1", "docker")),
        ("https://host/infra.git/sub/folder", Address("https://host/infra.git", None, "sub/folder")),
        ("https://git.host/a/b/c/-/raw/v1/ci.yml", Address("https://git.host/a/b/c", "v1")),
        ("https://dev.azure.com/o/p/_git/infra", Address("https://dev.azure.com/o/p/_git/infra")),
    ],
)
def test_every_notation_leads_to_the_repository(written: str, expected: Address) -> None:
    assert git_address(written) == expected


@pytest.mark.parametrize(
    "written",
    ["", "./base", "../base", "base", "https://host/x.yaml", "https://github.com/acme", "oci://h/x"],
)
def test_what_names_no_repository_has_no_address(written: str) -> None:
    assert git_address(written) is None


def test_only_a_full_hash_cannot_move() -> None:
    assert is_hash("a" * 40)
    assert is_hash("a" * 64)
    assert not is_hash("a" * 39)
    assert not is_hash("z" * 40)
    assert not is_hash(None)
