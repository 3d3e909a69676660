import pytest

from gitops_assets.core.dependencies.extractors.terraform import extract, wants
from gitops_assets.core.dependencies.model import Dependency, Publication, Row, Skipped


def of_source(source: str, path: str = "envs/prod/main.tf") -> Row:
    (row,) = extract(path, f'module "m" {{\n  source = "{source}"\n  version = "~> 1.0"\n}}\n')
    return row


def test_configurations_are_known_by_their_endings() -> None:
    assert wants("main.tf")
    assert wants("a/main.tofu")
    assert wants("a/main.tf.json")
    assert not wants("main.tfvars")


def test_a_module_of_the_public_registry_comes_from_a_repository_of_a_fixed_name() -> None:
    for source in ("acme/vpc/aws", "registry.terraform.io/acme/vpc/aws//modules/x"):
        row = of_source(source)
        assert isinstance(row, Dependency)
        assert (row.ecosystem, row.name, row.constraint, row.line) == (
            "terraform",
            "acme/vpc/aws",
            "~> 1.0",
            2,
        )
        assert row.url == "https://github.com/acme/terraform-aws-vpc"


def test_a_module_of_another_registry_keeps_its_host() -> None:
    row = of_source("app.terraform.io/acme/vpc/aws")
    assert isinstance(row, Dependency)
    assert (row.name, row.url) == ("app.terraform.io/acme/vpc/aws", None)


@pytest.mark.parametrize(
    ("source", "name", "url", "ref"),
    [
        (
            "git::https://u:p@host/infra.git//vpc?ref=v1",
            "https://host/infra.git//vpc",
            "https://host/infra.git",
            "v1",
        ),
        ("github.com/acme/infra", "https://github.com/acme/infra", "https://github.com/acme/infra", None),
        ("git@host:acme/infra.git?ref=v2", "git@host:acme/infra.git", "git@host:acme/infra.git", "v2"),
    ],
)
def test_a_module_of_a_repository_names_it_with_its_folder(
    source: str, name: str, url: str, ref: str | None
) -> None:
    row = of_source(source)
    assert isinstance(row, Dependency)
    assert (row.ecosystem, row.name, row.url, row.constraint) == ("git", name, url, ref)


def test_a_module_of_an_archive_is_named_by_its_address_alone() -> None:
    row = of_source("s3::https://bucket/vpc.zip?X-Amz-Signature=abc")
    assert isinstance(row, Dependency)
    assert row.url is None
    assert "abc" not in row.name


def test_a_module_of_the_same_tree_is_local() -> None:
    row = of_source("../../modules/vpc")
    assert isinstance(row, Dependency)
    assert (row.local, row.url) == ("modules/vpc", None)


def test_a_source_that_is_no_literal_is_skipped_with_the_reason() -> None:
    assert of_source("${var.source}") == Skipped(
        path="envs/prod/main.tf", line=2, reason="names no literal source for the module 'm'"
    )


def test_required_providers_have_a_namespace() -> None:
    text = """terraform {
  required_providers {
    aws  = { source = "hashicorp/aws", version = ">= 5" }
    acme = {
      source = "registry.example.com/acme/acme"
    }
    null = "~> 3"
  }
}
"""
    rows = [row for row in extract("versions.tf", text) if isinstance(row, Dependency)]
    assert [(row.name, row.constraint, row.line, row.url) for row in rows] == [
        ("hashicorp/aws", ">= 5", 3, "https://github.com/hashicorp/terraform-provider-aws"),
        ("registry.example.com/acme/acme", None, 4, None),
        ("hashicorp/null", "~> 3", 7, "https://github.com/hashicorp/terraform-provider-null"),
    ]


def test_json_says_the_same() -> None:
    text = """{
  "module": {"m": {"source": "acme/vpc/aws", "version": "1"}, "n": [{"source": "./n"}]},
  "terraform": [{"required_providers": [{
    "aws": {"source": "hashicorp/aws", "version": "5"},
    "old": "1"}]}]
}"""
    rows = [row for row in extract("main.tf.json", text) if isinstance(row, Dependency)]
    assert [(row.name, row.constraint, row.line) for row in rows] == [
        ("acme/vpc/aws", "1", 2),
        ("n", None, 2),
        ("hashicorp/aws", "5", 4),
        ("hashicorp/old", "1", 5),
    ]


def test_a_folder_that_takes_or_gives_values_is_offered_as_a_module() -> None:
    rows = list(extract("modules/vpc/variables.tf", 'locals {}\nvariable "a" {}\nvariable "b" {}\n'))
    assert [(row.name, row.line) for row in rows if isinstance(row, Publication)] == [("modules/vpc", 2)]
    assert not list(extract("modules/vpc/main.tf", 'variable "a" {}\n'))
