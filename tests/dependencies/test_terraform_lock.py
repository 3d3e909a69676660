from gitops_assets.core.dependencies.extractors.terraform_lock import extract, wants
from gitops_assets.core.dependencies.model import Locked, Skipped

FILE = "envs/.terraform.lock.hcl"


def test_the_lock_is_known_by_its_name() -> None:
    assert wants(FILE)
    assert not wants("a.hcl")


def test_every_provider_has_its_version() -> None:
    text = """# maintained automatically
provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.31.0"
  constraints = ">= 5.0.0"
  hashes = [
    "h1:x",
  ]
}
provider "registry.terraform.io/hashicorp/null" {
}
"""
    assert list(extract(FILE, text)) == [
        Locked(
            ecosystem="terraform",
            name="hashicorp/aws",
            version="5.31.0",
            path=FILE,
            line=2,
            constraint=">= 5.0.0",
        ),
        Skipped(path=FILE, line=9, reason="locks a provider without a version"),
    ]
