"""Trees of several files, read and linked as the product does it."""

import json

import pytest

from tests.dependencies.packages_read import resolved, tree

MANIFESTS = {
    "package.json": '{"workspaces": ["packages/*"], "dependencies": {"x": "^1", "old": "npm:x@0.1"}}',
    "packages/a/package.json": '{"name": "a", "dependencies": {"x": "^2"}}',
    "examples/package.json": '{"dependencies": {"x": "^1"}}',
}
NPM = json.dumps(
    {
        "lockfileVersion": 3,
        "packages": {
            "": {"dependencies": {"x": "^1", "old": "npm:x@0.1"}},
            "packages/a": {"dependencies": {"x": "^2"}},
            "node_modules/x": {"version": "1.5.0"},
            "node_modules/old": {"version": "0.1.0", "name": "x"},
            "packages/a/node_modules/x": {"version": "2.5.0"},
        },
    }
)
PNPM = """\
lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      x: {specifier: ^1, version: 1.5.0}
      old: {specifier: npm:x@0.1, version: x@0.1.0}
  packages/a:
    dependencies:
      x: {specifier: ^2, version: 2.5.0}
"""
BERRY = """\
__metadata:
  version: 8

"a@workspace:packages/a":
  version: 0.0.0-use.local
  resolution: "a@workspace:packages/a"

"old@npm:x@0.1":
  version: 0.1.0
  resolution: "x@npm:0.1.0"

"root@workspace:.":
  version: 0.0.0-use.local
  resolution: "root@workspace:."

"x@npm:^1":
  version: 1.5.0
  resolution: "x@npm:1.5.0"

"x@npm:^2":
  version: 2.5.0
  resolution: "x@npm:2.5.0"
"""


@pytest.mark.parametrize(
    ("name", "text"), [("package-lock.json", NPM), ("pnpm-lock.yaml", PNPM), ("yarn.lock", BERRY)]
)
def test_every_lock_file_says_the_same_of_the_same_tree(name: str, text: str) -> None:
    assert sorted(resolved(tree(MANIFESTS | {name: text})), key=str) == [
        ("examples/package.json", "x", None),
        ("package.json", "x", "0.1.0"),
        ("package.json", "x", "1.5.0"),
        ("packages/a/package.json", "x", "2.5.0"),
    ]


def test_a_lock_file_of_python_does_not_speak_for_the_documentation() -> None:
    files = {
        "pyproject.toml": '[project]\nname = "app"\ndependencies = ["a>=1"]\n',
        "docs/requirements.txt": "a\n",
        "uv.lock": 'version = 1\n[[package]]\nname = "a"\nversion = "1.5"\nsource = {registry = "https://host"}\n',
    }
    assert resolved(tree(files)) == [("docs/requirements.txt", "a", None), ("pyproject.toml", "a", "1.5")]
