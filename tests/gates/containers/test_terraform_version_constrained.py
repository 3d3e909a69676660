from gitops_assets.core.gates.containers.terraform_version_constrained import GATE
from gitops_assets.core.model import Outcome
from tests.gates.build import only, passes, why
from tests.gates.trees import seen


def test_a_root_module_without_a_version_is_flagged() -> None:
    assert only(GATE, seen({"infra/main.tf": '# x\nprovider "aws" {}\n'})).line == 2


def test_a_version_in_any_file_of_the_folder_and_modules_pass() -> None:
    version = 'terraform {\n  required_version = ">= 1"\n}\n'
    assert passes(GATE, seen({"main.tf": 'provider "aws" {}\n', "versions.tf": version}))
    assert passes(GATE, seen({"modules/a/main.tf": 'variable "a" {}\n'}))
    assert (
        why(GATE, seen({"examples/a/main.tf": 'provider "aws" {}\n'}), Outcome.SKIP)
        == "there is no Terraform"
    )
