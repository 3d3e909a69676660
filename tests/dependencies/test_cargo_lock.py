import pytest

from gitops_assets.core.dependencies.extractors.cargo_lock import CHOSEN, extract, wants
from gitops_assets.core.dependencies.model import Definition, Locked, Malformed

REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"


def crate(name: str, version: str, *needs: str, source: str | None = REGISTRY) -> str:
    lines = ["[[package]]", f'name = "{name}"', f'version = "{version}"']
    lines += [f'source = "{source}"'] if source else []
    lines += ["dependencies = [", *(f' "{need}",' for need in needs), "]"] if needs else []
    return "\n".join(lines) + "\n\n"


def test_every_lock_is_read_but_no_vendored_one() -> None:
    assert wants("Cargo.lock")
    assert wants("fuzz/Cargo.lock")
    assert not wants("vendor/a/Cargo.lock")


@pytest.mark.parametrize("version", ["", "version = 3\n", "version = 4\n"])
def test_a_crate_from_elsewhere_is_locked_and_the_trees_own_is_not(version: str) -> None:
    text = version + crate("app", "0.1.0", "serde", source=None) + crate("serde", "1.0.2")
    assert list(extract("Cargo.lock", text)) == [
        Locked(
            ecosystem="cargo",
            name="serde",
            version="1.0.2",
            path="Cargo.lock",
            line=text.count("\n", 0, text.index('name = "serde"')) + 1,
        )
    ]


def test_of_several_versions_the_lock_says_which_one_a_crate_of_the_tree_was_given() -> None:
    text = (
        crate("app", "0.1.0", "log", f"rand 0.8.5 ({REGISTRY})", source=None)
        + crate("log", "0.4.0", "rand 0.7.3")
        + crate("rand", "0.7.3")
        + crate("rand", "0.8.5")
    )
    assert [row for row in extract("Cargo.lock", text) if isinstance(row, Definition)] == [
        Definition(group=CHOSEN, name="app", value="rand 0.8.5", path="Cargo.lock", line=6)
    ]


def test_the_first_format_says_versions_also_where_there_is_only_one() -> None:
    text = crate("app", "0.1.0", f"log 0.4.0 ({REGISTRY})", source=None) + crate("log", "0.4.0")
    assert [type(row) for row in extract("Cargo.lock", text)] == [Locked]


def test_a_lock_of_the_future_is_malformed() -> None:
    with pytest.raises(Malformed, match="unknown lock version '5'") as caught:
        list(extract("Cargo.lock", "# made by cargo\nversion = 5\n"))
    assert caught.value.line == 2


def test_a_package_without_a_version_is_malformed() -> None:
    with pytest.raises(Malformed, match="without a name or a version"):
        list(extract("Cargo.lock", '[[package]]\nname = "a"\n'))
