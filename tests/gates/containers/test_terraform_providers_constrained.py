from gitops_assets.core.gates.containers.terraform_providers_constrained import GATE
from tests.gates.build import only, passes
from tests.gates.trees import seen

REQUIRED = 'terraform {\n  required_providers {\n    aws = {\n      source = "a/aws"\nVERSION    }\n  }\n}\n'


def test_a_provider_without_a_version_is_flagged() -> None:
    assert only(GATE, seen({"a.tf": REQUIRED.replace("VERSION", "")})).line == 3
    assert only(GATE, seen({"a.tf": 'provider "google" {\n}\n'})).subject == ":google"


def test_versions_and_lock_files_pass() -> None:
    assert passes(GATE, seen({"a.tf": REQUIRED.replace("VERSION", '      version = "~> 5"\n')}))
    assert passes(GATE, seen({"a.tf": REQUIRED.replace("VERSION", ""), ".terraform.lock.hcl": ""}))
    assert passes(GATE, seen({"a.tf": 'provider "aws" {\n  version = "~> 2"\n}\n'}))
