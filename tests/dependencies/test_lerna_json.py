import pytest

from gitops_assets.core.dependencies.extractors.lerna_json import extract, wants
from gitops_assets.core.dependencies.model import Malformed
from tests.dependencies.packages_read import says, tree


def test_every_lerna_json_is_read() -> None:
    assert wants("lerna.json")
    assert not wants("node_modules/a/lerna.json")


def test_its_packages_are_a_workspace() -> None:
    rows = list(extract("lerna.json", '{\n "packages": [\n  "libs/*",\n  "tools/cli"\n ]\n}\n'))
    assert says(rows, "npm:workspace") == [(3, "libs/*", ""), (4, "tools/cli", "")]
    assert not list(extract("lerna.json", '{"version": "independent"}'))


def test_packages_that_need_each_other_stay_in_the_tree() -> None:
    known = tree(
        {
            "lerna.json": '{"packages": ["libs/*"]}',
            "libs/a/package.json": '{"name": "@x/a", "version": "1.2.0", "dependencies": {"@x/b": "^1.0.0"}}',
            "libs/b/package.json": '{"name": "@x/b", "version": "1.1.0"}',
        }
    )
    assert [(row.name, row.local) for row in known.dependencies] == [("@x/b", "libs/b")]


def test_what_is_no_object_is_malformed() -> None:
    with pytest.raises(Malformed, match="holds no object"):
        list(extract("lerna.json", "[]"))
