"""Buckets and containers that Terraform creates, so that who reads them by their address is led here.

Read are resources with a literal name: of S3, of Google Cloud Storage, and of Azure where the account is
literal too. A name that a variable makes is known only to whoever applies it.

Source: [aws_s3_bucket](https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.service_addresses import host
from gitops_assets.core.dependencies.links.asides import aside
from gitops_assets.core.dependencies.model import Extractor, Kind, Publication, Row
from gitops_assets.core.dependencies.parsers.hcl_text import Block, read_hcl

_NAMES = {"aws_s3_bucket": ("bucket", "s3"), "google_storage_bucket": ("name", "gs")}
_AZURE = "azurerm_storage_container"
_RESOURCES = (*_NAMES, _AZURE)
_BUCKET = re.compile(r"[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")
_ACCOUNT = re.compile(r"[a-z0-9]{3,24}")
_AZURE_HOSTS = ("blob.core.windows.net", "dfs.core.windows.net")


def wants(path: str) -> bool:
    """*.tf and *.tofu; what an example or a test creates nobody else reads."""
    return path.endswith((".tf", ".tofu")) and aside(path) is None


def extract(path: str, text: str) -> Iterator[Row]:
    """One publication an address, on the line of the name."""
    if not any(each in text for each in _RESOURCES):
        return
    for block in read_hcl(text).all("resource"):
        key, names = _created(block)
        for name in names:
            line = block.attributes[key].line
            yield Publication(kind=Kind.DATA, ecosystem="dataset", name=name, path=path, line=line)


def _created(block: Block) -> tuple[str, list[str]]:
    """The attribute that names it, and its addresses."""
    resource = block.labels[0] if block.labels else ""
    key, scheme = _NAMES.get(resource, ("name", ""))
    name = block.text(key) or ""
    if not _BUCKET.fullmatch(name) or host(name) != name:
        return key, []
    if scheme:
        return key, [f"{scheme}://{name}"]
    account = block.text("storage_account_name") or ""
    if resource != _AZURE or not _ACCOUNT.fullmatch(account):
        return key, []
    return key, [f"abfs://{account}.{each}/{name}" for each in _AZURE_HOSTS]


EXTRACTOR = Extractor(
    id="terraform-buckets",
    title="Buckets that Terraform creates (*.tf)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".tf", ".tofu"),
)
