import pytest

from gitops_assets.core.dependencies.extractors.bun_lock import extract, wants
from gitops_assets.core.dependencies.model import Malformed
from tests.dependencies.packages_read import locks, says, skips, tree

LOCK = """{
  "lockfileVersion": 1,
  "workspaces": {
    "": {"name": "root", "dependencies": {"express": "^4.0.0", "mine": "npm:real@^2.0.0"}},
    "libs/a": {"name": "@x/a", "devDependencies": {"debug": "~2.6.0"}},
  },
  "packages": {
    "@x/a": ["@x/a@workspace:libs/a"],
    "@x/a/debug": ["debug@2.6.9", "", {"dependencies": {"ms": "2.0.0"}}, "sha512-a=="],
    "debug": ["debug@4.4.0", "", {}, "sha512-b=="],
    "express": ["express@4.21.2", "", {}, "sha512-c=="],
    "express/debug": ["debug@2.6.8", "", {}, "sha512-d=="],
    "mine": ["real@2.1.0", "", {}, "sha512-e=="],
    "forked": ["forked@git+https://git.example.org/acme/forked.git#abc1234", {}, "abc1234"],
    "near": ["near@file:../near", {}],
  },
}
"""


def test_the_text_form_is_read() -> None:
    assert wants("a/bun.lock")
    assert not wants("bun.lockb")
    assert not wants("node_modules/a/bun.lock")


def test_every_version_stands_with_the_folder_that_it_was_chosen_for() -> None:
    rows = list(extract("bun.lock", LOCK))
    assert locks(rows) == [
        (9, "debug", "2.6.9", "libs/a", "~2.6.0"),
        (10, "debug", "4.4.0", "", None),
        (11, "express", "4.21.2", "", "^4.0.0"),
        (12, "debug", "2.6.8", "node_modules/express", None),
        (13, "real", "2.1.0", "", "^2.0.0"),
        (14, "forked", "abc1234", "", None),
    ]
    assert says(rows, "lock:member") == [(4, "", ""), (5, "libs/a", "")]


def test_a_manifest_gets_the_version_of_its_folder() -> None:
    known = tree(
        {
            "bun.lock": LOCK,
            "package.json": '{"name": "root", "dependencies": {"express": "^4.0.0"}}',
            "libs/a/package.json": '{"name": "@x/a", "devDependencies": {"debug": "~2.6.0"}}',
        }
    )
    assert [(row.name, row.resolved) for row in known.dependencies] == [
        ("debug", "2.6.9"),
        ("express", "4.21.2"),
    ]


def test_a_version_of_the_format_that_nobody_knows_is_said() -> None:
    ((line, reason),) = skips(extract("bun.lock", '{\n"lockfileVersion": 7}'))
    assert "7" in reason
    assert line >= 1


def test_what_is_no_object_is_malformed() -> None:
    with pytest.raises(Malformed, match="holds no object"):
        list(extract("bun.lock", "[]"))
