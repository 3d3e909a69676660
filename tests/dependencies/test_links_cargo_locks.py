from gitops_assets.core.dependencies.extractors import cargo_lock, cargo_toml
from gitops_assets.core.dependencies.linking import linked
from gitops_assets.core.dependencies.links.cargo_locks import LINKER
from gitops_assets.core.dependencies.model import Confidence, Dependency, Row

LOCK = """
[[package]]
name = "a"
version = "0.1.0"
dependencies = ["rand 0.7.3"]
[[package]]
name = "b"
version = "0.1.0"
dependencies = ["rand 0.8.5"]
[[package]]
name = "rand"
version = "0.7.3"
source = "registry+x"
[[package]]
name = "rand"
version = "0.8.5"
source = "registry+x"
"""


def manifest(name: str, needs: str = 'rand = "*"') -> str:
    return f'[package]\nname = "{name}"\n[dependencies]\n{needs}\n'


def needs(files: dict[str, str]) -> list[Dependency]:
    rows: list[Row] = []
    for path, text in files.items():
        read = cargo_lock.extract if path.endswith("lock") else cargo_toml.extract
        rows.extend(read(path, text))
    return list(linked("acme/app", rows, (LINKER,)).dependencies)


def test_each_crate_gets_the_version_that_was_chosen_for_it() -> None:
    rows = needs({"Cargo.lock": LOCK, "a/Cargo.toml": manifest("a"), "b/Cargo.toml": manifest("b")})
    assert [(row.path, row.resolved) for row in rows] == [
        ("a/Cargo.toml", "0.7.3"),
        ("b/Cargo.toml", "0.8.5"),
    ]
    assert {row.confidence for row in rows} == {Confidence.RESOLVED}


def test_a_nearer_lock_speaks_for_its_own_crates() -> None:
    rows = needs(
        {
            "Cargo.lock": LOCK,
            "a/Cargo.lock": 'version = 4\n[[package]]\nname = "x"\nversion = "1"\nsource = "r"\n',
            "a/Cargo.toml": manifest("a"),
        }
    )
    assert [row.resolved for row in rows] == [None]


def test_two_versions_in_one_crate_stay_open() -> None:
    lock = LOCK.replace('["rand 0.7.3"]', '["rand 0.7.3", "rand 0.8.5"]')
    rows = needs({"Cargo.lock": lock, "a/Cargo.toml": manifest("a")})
    assert [row.resolved for row in rows] == [None]


def test_without_a_choice_nothing_changes() -> None:
    rows = needs({"Cargo.lock": "", "a/Cargo.toml": manifest("a")})
    assert [row.confidence for row in rows] == [Confidence.DECLARED]
