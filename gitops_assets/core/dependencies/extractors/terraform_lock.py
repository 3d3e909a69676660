"""Terraform's lock file: the provider versions that were chosen.

Source: [dependency lock file](https://developer.hashicorp.com/terraform/language/files/dependency-lock).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Extractor, Locked, Row, Skipped
from gitops_assets.core.dependencies.parsers.hcl_text import read_hcl
from gitops_assets.core.dependencies.parsers.in_tree import file_of
from gitops_assets.core.dependencies.parsers.terraform_source import provider_name


def wants(path: str) -> bool:
    """.terraform.lock.hcl, in any folder."""
    return file_of(path) == ".terraform.lock.hcl"


def extract(path: str, text: str) -> Iterator[Row]:
    """One row a provider."""
    for block in read_hcl(text).all("provider"):
        version = block.text("version")
        if not block.labels or version is None:
            yield Skipped(path=path, line=block.line, reason="locks a provider without a version")
            continue
        yield Locked(
            ecosystem="terraform",
            name=provider_name(block.labels[0]),
            version=version,
            path=path,
            line=block.line,
            constraint=block.text("constraints"),
        )


EXTRACTOR = Extractor(
    id="terraform-lock",
    title="Terraform locks (.terraform.lock.hcl)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".terraform.lock.hcl",),
)
