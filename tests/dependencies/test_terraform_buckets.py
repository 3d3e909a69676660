import pytest

from gitops_assets.core.dependencies.extractors.terraform_buckets import extract, wants
from gitops_assets.core.dependencies.graph.build import build_graph
from gitops_assets.core.dependencies.model import Kind, Publication
from tests.dependencies.members import member, need, pairs


def names(text: str) -> list[tuple[int, str]]:
    rows = list(extract("storage.tf", text))
    assert all(isinstance(row, Publication) and row.kind is Kind.DATA for row in rows)
    return [(row.line, row.name) for row in rows if isinstance(row, Publication)]


def resource(kind: str, *lines: str) -> str:
    return f'resource "{kind}" "this" {{\n' + "".join(f"  {line}\n" for line in lines) + "}\n"


def test_examples_and_tests_create_nothing_that_others_read() -> None:
    assert wants("infra/s3.tf")
    assert wants("main.tofu")
    assert not wants("examples/basic/main.tf")
    assert not wants("main.tf.json")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (resource("aws_s3_bucket", 'bucket = "acme-events"'), [(2, "s3://acme-events")]),
        (resource("google_storage_bucket", 'location = "EU"', 'name = "acme-raw"'), [(3, "gs://acme-raw")]),
        (
            resource("azurerm_storage_container", 'name = "raw"', 'storage_account_name = "acmelake"'),
            [
                (2, "abfs://acmelake.blob.core.windows.net/raw"),
                (2, "abfs://acmelake.dfs.core.windows.net/raw"),
            ],
        ),
    ],
)
def test_a_bucket_is_offered_under_its_address(text: str, found: list[tuple[int, str]]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        resource("aws_s3_bucket", "bucket = var.name"),
        resource("aws_s3_bucket", 'bucket = "acme-${var.stage}"'),
        resource("aws_s3_bucket", 'bucket_prefix = "acme"'),
        resource("aws_s3_bucket", 'bucket = "my-bucket"'),
        resource("aws_s3_bucket", 'bucket = "Not A Bucket"'),
        resource("aws_s3_bucket_policy", 'bucket = "acme-events"'),
        resource("azurerm_storage_container", 'name = "raw"', "storage_account_name = azurerm_x.y.name"),
        'data "aws_s3_bucket" "x" {\n  bucket = "acme-events"\n}\n',
    ],
)
def test_what_is_no_name_or_creates_nothing_is_left(text: str) -> None:
    assert names(text) == []


def test_who_reads_a_bucket_is_led_to_who_creates_it() -> None:
    (bucket,) = extract("s3.tf", resource("aws_s3_bucket", 'bucket = "acme-events"'))
    assert isinstance(bucket, Publication)
    reader = member("job", [need("s3://acme-events", "dataset", kind=Kind.DATA)])
    assert pairs(build_graph([reader, member("infra", offers=[bucket])])) == [("job", "infra")]
