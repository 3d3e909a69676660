"""The state of Terraform is kept where everybody who applies finds it.

A state on somebody's disk is lost with it, and two people who apply with states of their own destroy each
other's resources. Asked are folders that configure providers and take no part in others.

Source: [Terraform, remote state](https://developer.hashicorp.com/terraform/language/state/remote).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.terraform import modules
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every root module that configures a provider and does not say where its state is."""
    for module in modules(facts):
        provider = next(module.blocks("provider"), None)
        held = any(
            each.kind in {"backend", "cloud"} for _, block in module.settings() for each in block.blocks
        )
        if provider and not held and "terragrunt.hcl" not in facts.files:
            source, block = provider
            yield Finding(
                message="The state stays on the disk of whoever applies.",
                path=source.path,
                line=block.line,
                subject=module.folder or ".",
                remedy='Write: terraform { backend "s3" { … } } or the backend that you have.',
            )


GATE = Gate(
    id="terraform-state-remote",
    title="The state of Terraform is kept where everybody who applies finds it",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Write a backend or cloud block.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
)
