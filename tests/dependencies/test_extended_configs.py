import json

import pytest

from gitops_assets.core.dependencies.extractors.extended_configs import extract, wants
from gitops_assets.core.dependencies.model import Dependency, Kind, Scope, Skipped


def packages(path: str, said: object) -> list[str]:
    rows = extract(path, json.dumps({"extends": said}))
    return [row.name for row in rows if isinstance(row, Dependency)]


def test_the_tools_text_files_are_read_and_no_program() -> None:
    assert all(
        wants(path) for path in ("a/.eslintrc.json", "tsconfig.base.json", ".prettierrc", "package.json")
    )
    assert not any(wants(path) for path in ("eslint.config.js", ".eslintrc.cjs", "tsconfig.ts"))


@pytest.mark.parametrize(
    ("said", "package"),
    [
        ("airbnb", "eslint-config-airbnb"),
        ("airbnb/hooks", "eslint-config-airbnb"),
        ("eslint-config-acme", "eslint-config-acme"),
        ("@acme", "@acme/eslint-config"),
        ("@acme/eslint-config/react", "@acme/eslint-config"),
        ("@acme/strict", "@acme/eslint-config-strict"),
        ("plugin:react/recommended", "eslint-plugin-react"),
        ("plugin:@typescript-eslint/recommended", "@typescript-eslint/eslint-plugin"),
        ("plugin:@acme/x/recommended", "@acme/eslint-plugin-x"),
    ],
)
def test_eslint_shortens_names(said: str, package: str) -> None:
    assert packages(".eslintrc.json", [said]) == [package]


def test_what_comes_with_eslint_or_stands_in_the_tree_is_no_package() -> None:
    assert packages(".eslintrc.json", ["eslint:recommended", "./base.json", "/abs"]) == []


def test_typescript_names_a_file_of_a_package() -> None:
    assert packages("tsconfig.json", "@tsconfig/node18/tsconfig.json") == ["@tsconfig/node18"]
    assert packages("tsconfig.json", ["acme-tsconfig/base", "./x.json"]) == ["acme-tsconfig"]


def test_commitlint_shortens_names_too() -> None:
    assert packages(".commitlintrc.json", ["angular", "@commitlint/config-conventional"]) == [
        "commitlint-config-angular",
        "@commitlint/config-conventional",
    ]


def test_a_path_out_of_the_tree_is_told() -> None:
    assert list(extract("app/tsconfig.json", '{\n"extends": "../../shared/tsconfig.json"}')) == [
        Skipped(
            path="app/tsconfig.json",
            line=2,
            reason="extends '../../shared/tsconfig.json', which is outside of the repository",
        )
    ]
    assert list(extract("app/tsconfig.json", '{"extends": "../tsconfig.json"}')) == []


def test_prettier_may_be_nothing_but_a_name() -> None:
    rows = [*extract(".prettierrc.json", '"@acme/prettier"'), *extract(".prettierrc", "acme-prettier\n")]
    assert [row.name for row in rows if isinstance(row, Dependency)] == ["@acme/prettier", "acme-prettier"]
    assert list(extract(".prettierrc", "{ semi: false }\n")) == []


def test_a_package_may_hold_every_configuration() -> None:
    text = '{"prettier": "@acme/p",\n"eslintConfig": {"extends": "acme"},\n"stylelint": {"extends": ["s"]}}'
    rows = [row for row in extract("package.json", text) if isinstance(row, Dependency)]
    assert [(row.name, row.line, row.kind, row.scope) for row in rows] == [
        ("eslint-config-acme", 2, Kind.CONFIG, Scope.DEV),
        ("@acme/p", 1, Kind.CONFIG, Scope.DEV),
        ("s", 3, Kind.CONFIG, Scope.DEV),
    ]
