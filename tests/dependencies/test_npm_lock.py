import json

from gitops_assets.core.dependencies.extractors.npm_lock import extract, wants
from gitops_assets.core.dependencies.model import Row
from tests.dependencies.packages_read import locks, says, skips


def read(lock: dict[str, object]) -> list[Row]:
    return list(extract("package-lock.json", json.dumps(lock, indent=1)))


def test_both_names_of_the_file_are_read() -> None:
    assert wants("a/package-lock.json")
    assert wants("npm-shrinkwrap.json")
    assert not wants("node_modules/a/npm-shrinkwrap.json")


def test_each_version_is_held_by_the_folder_that_it_was_chosen_for() -> None:
    rows = read(
        {
            "lockfileVersion": 3,
            "packages": {
                "": {"dependencies": {"a": "^1", "old": "npm:a@0.1"}},
                "packages/b": {"devDependencies": {"a": "2"}},
                "node_modules/b": {"resolved": "packages/b", "link": True},
                "node_modules/a": {"version": "1.5.0"},
                "node_modules/old": {"version": "0.1.0", "name": "a"},
                "node_modules/@s/c": {"version": "3.0.0"},
                "node_modules/@s/c/node_modules/a": {"version": "0.9.0"},
                "packages/b/node_modules/a": {"version": "2.0.0"},
            },
        }
    )
    assert [row[1:] for row in locks(rows)] == [
        ("a", "1.5.0", "", "^1"),
        ("a", "0.1.0", "", "0.1"),
        ("@s/c", "3.0.0", "", None),
        ("a", "0.9.0", "node_modules/@s/c", None),
        ("a", "2.0.0", "packages/b", "2"),
    ]
    assert [row[1] for row in says(rows, "lock:member")] == ["", "packages/b"]


def test_an_entry_stands_on_the_line_of_its_key() -> None:
    text = '{"lockfileVersion": 2, "packages": {\n"node_modules/a": {\n"version": "1.0.0"}}}'
    assert locks(extract("package-lock.json", text)) == [(2, "a", "1.0.0", "", None)]


def test_the_first_version_nests_its_entries() -> None:
    rows = read(
        {
            "lockfileVersion": 1,
            "dependencies": {
                "a": {"version": "1.0.0", "dependencies": {"b": {"version": "2.0.0"}}},
                "alias": {"version": "npm:@s/real@3.0.0"},
                "git": {"version": "git+ssh://git@host/acme/git.git#abc"},
                "here": {"version": "file:here"},
            },
        }
    )
    assert {row[1:] for row in locks(rows)} == {
        ("a", "1.0.0", "", None),
        ("b", "2.0.0", "node_modules/a", None),
        ("@s/real", "3.0.0", "", None),
        ("git", "abc", "", None),
    }


def test_a_version_that_nobody_knows_is_skipped() -> None:
    rows = read({"lockfileVersion": 9, "packages": {"node_modules/a": {"version": "1"}}})
    assert skips(rows) == [(2, "has the lockfileVersion '9', which is none of 1, 2 and 3")]
    assert not locks(rows)
