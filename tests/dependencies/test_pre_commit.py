from gitops_assets.core.dependencies.extractors.pre_commit import extract, wants
from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind, Scope, Skipped

FILE = ".pre-commit-config.yaml"


def test_the_configuration_is_read_wherever_it_stands() -> None:
    assert wants(FILE)
    assert wants(f"sub/{FILE}")
    assert not wants("pre-commit-config.yaml")


def test_a_repository_of_hooks_is_needed_at_its_rev() -> None:
    (row,) = extract(FILE, "repos:\n- repo: https://me:secret@host/a/b\n  rev: v1.2\n  hooks: [{id: x}]\n")
    assert row == Dependency(
        kind=Kind.HOOK,
        ecosystem="git",
        name="https://host/a/b",
        path=FILE,
        line=2,
        scope=Scope.DEV,
        constraint="v1.2",
        url="https://host/a/b",
    )


def test_packages_of_hooks_are_told_by_the_language_or_guessed_from_their_spelling() -> None:
    text = """repos:
- repo: local
  hooks:
  - id: a
    language: python
    additional_dependencies: [Types_PyYAML>=6, "git+https://x/y"]
  - id: b
    language: node
    additional_dependencies: ["@scope/x@1.0", eslint, "git+https://u:p@host/x"]
  - id: c
    language: golang
    additional_dependencies: [example.com/x@v1]
- repo: meta
  hooks:
  - id: d
    additional_dependencies: [ruff==1.0, prettier@3.0, "rails:7", ./own]
"""
    rows = [row for row in extract(FILE, text) if isinstance(row, Dependency)]
    assert [(row.ecosystem, row.name, row.constraint, row.line) for row in rows] == [
        ("pypi", "types-pyyaml", ">=6", 6),
        ("npm", "@scope/x", "1.0", 9),
        ("npm", "eslint", None, 9),
        ("pypi", "ruff", "==1.0", 16),
        ("npm", "prettier", "3.0", 16),
    ]
    assert [row.confidence for row in rows[2:4]] == [Confidence.DECLARED, Confidence.INFERRED]


def test_an_entry_without_a_repository_is_skipped_with_the_reason() -> None:
    assert list(extract(FILE, "repos:\n- hooks: []\n")) == [
        Skipped(path=FILE, line=2, reason="has an entry that names no repo")
    ]
