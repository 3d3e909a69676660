from tests.dependencies.packages_read import needs, skips, tree

CATALOGS = "catalog:\n  a: ^1\ncatalogs:\n  next:\n    a: npm:b@^2\n"


def test_a_reference_gets_the_version_of_its_catalog() -> None:
    known = tree(
        {
            "pnpm-workspace.yaml": CATALOGS,
            "app/package.json": '{"dependencies": {"a": "catalog:"},'
            ' "devDependencies": {"a": "catalog:next"}}',
        }
    )
    assert needs(known.dependencies) == [(1, "a", "^1", "runtime"), (1, "b", "^2", "dev")]


def test_a_catalog_may_stand_in_the_manifest_of_the_root() -> None:
    manifest = (
        '{"workspaces": {"packages": ["a"], "catalog": {"a": "^3"}}, "dependencies": {"a": "catalog:"}}'
    )
    assert needs(tree({"package.json": manifest}).dependencies) == [(1, "a", "^3", "runtime")]


def test_a_reference_to_nothing_is_said_and_kept() -> None:
    known = tree({"package.json": '{"dependencies": {\n"a": "catalog:"}}'})
    assert needs(known.dependencies) == [(2, "a", "catalog:", "runtime")]
    assert skips(known.skipped) == [(2, "takes 'a' from a catalog that has no such entry")]
