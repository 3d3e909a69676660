import pytest

from gitops_assets.core.dependencies.extractors.shared_files import LEAST, extract, wants
from gitops_assets.core.dependencies.model import Confidence, Kind, Publication

RUFF = "# Ours.\nline-length = 100\n[lint]\n" + "".join(f'select = ["{rule:*<20}"]\n' for rule in "ABCDEFGH")


def only(path: str, text: str) -> Publication:
    (row,) = extract(path, text)
    assert isinstance(row, Publication)
    return row


@pytest.mark.parametrize(
    "path",
    [
        ".editorconfig",
        "ruff.toml",
        "build/Dockerfile",
        ".github/workflows/ci.yml",
        "schemas/order.schema.json",
        "api/v1/x.proto",
    ],
)
def test_configuration_and_schemas_are_asked_about(path: str) -> None:
    assert wants(path)


@pytest.mark.parametrize(
    "path",
    [
        "LICENSE", ".gitignore", "src/app.py", "config/app.yml", "tests/Dockerfile", "examples/a/ruff.toml",
        "a/b/c/d/e/ruff.toml", ".github/workflows/codeql-analysis.yml", "docs/ci.yml", "tsconfig.json",
    ],
)  # fmt: skip
def test_boilerplate_and_what_stands_beside_the_product_is_not(path: str) -> None:
    assert not wants(path)


def test_a_file_is_offered_under_its_name_and_content() -> None:
    row = only("tools/ruff.toml", RUFF)
    assert (row.kind, row.ecosystem, row.name, row.line) == (Kind.CONFIG, "file", "ruff.toml", 1)
    assert row.confidence is Confidence.INFERRED
    assert row.version == only("ruff.toml", RUFF.replace("\n", "  \n") + "\n").version
    assert row.version != only("ruff.toml", RUFF + "preview = true\n").version


def test_what_two_may_write_alike_by_chance_is_nothing() -> None:
    assert not list(extract("ruff.toml", "line-length = 100\n" + "# a long comment\n" * LEAST))
    assert not list(extract(".editorconfig", "root = true\n\n[*]\nindent_style = space\nindent_size = 2\n"))
    assert not list(extract("ruff.toml", "x" * (LEAST - 1)))
    assert list(extract("ruff.toml", "x" * LEAST))


def test_a_copy_of_a_published_schema_is_nothing() -> None:
    body = "message A { string a_long_name_of_a_field = 1; }\n" * 8
    assert not list(extract("google/api/http.proto", f'syntax = "proto3";\npackage google.api;\n{body}'))
    assert list(extract("acme/order.proto", f'syntax = "proto3";\npackage acme.orders;\n{body}'))
