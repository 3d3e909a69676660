from gitops_assets.core.gates.containers.terraform_state_remote import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen


def test_a_state_on_a_disk_is_flagged() -> None:
    assert only(GATE, seen({"a.tf": 'provider "aws" {\n}\n'})).line == 1


def test_a_backend_and_terragrunt_pass() -> None:
    assert passes(GATE, seen({"a.tf": 'provider "aws" {\n}\nterraform {\n  backend "s3" {\n  }\n}\n'}))
    assert passes(GATE, seen({"a.tf": 'provider "aws" {\n}\n', "terragrunt.hcl": ""}))
