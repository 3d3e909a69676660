import pytest

from gitops_assets.core.gates.containers.no_public_buckets import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("aws_s3_bucket", 'acl = "public-read"'),
        ("aws_s3_bucket_public_access_block", "block_public_acls = false"),
        ("google_storage_bucket_iam_binding", 'members = ["allUsers"]'),
        ("azurerm_storage_container", 'container_access_type = "blob"'),
    ],
)
def test_a_bucket_for_everybody_is_flagged(kind: str, line: str) -> None:
    finding = only(GATE, seen({"a.tf": f'resource "{kind}" "a" {{\n  {line}\n}}\n'}))
    assert (finding.line, finding.subject) == (2, f"a.tf:{kind}.a:{line.split(maxsplit=1)[0]}")


def test_closed_buckets_pass() -> None:
    assert passes(GATE, seen({"a.tf": 'resource "aws_s3_bucket" "a" {\n  acl = "private"\n}\n'}))
