from gitops_assets.core.gates.containers.storage_encrypted import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen


def test_a_disk_that_is_open_is_flagged() -> None:
    assert only(GATE, seen({"a.tf": 'resource "aws_ebs_volume" "a" {\n}\n'})).line == 1
    assert (
        only(GATE, seen({"a.tf": 'resource "aws_db_instance" "a" {\n  storage_encrypted = false\n}\n'})).line
        == 2
    )


def test_encrypted_inherited_and_computed_ones_pass() -> None:
    for line in ("encrypted = true", "encrypted = var.x", 'snapshot_id = "s"'):
        assert passes(GATE, seen({"a.tf": f'resource "aws_ebs_volume" "a" {{\n  {line}\n}}\n'}))
