"""Terraform says which versions of itself it was written for.

Without `required_version` the newest Terraform of whoever applies first decides: it may read the
configuration differently, and writes a state that older ones refuse. Asked are folders that are applied by
themselves.

Source: [Terraform, required_version](https://developer.hashicorp.com/terraform/language/terraform#terraform-required_version).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.terraform import modules
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every root module without a required version."""
    for module in modules(facts):
        if module.is_root and not any(
            "required_version" in block.attributes for _, block in module.settings()
        ):
            source, block = next(iter((*module.settings(), *module.blocks("provider"))))
            yield Finding(
                message="Any version of Terraform may apply this.",
                path=source.path,
                line=block.line,
                subject=module.folder or ".",
                remedy='Write into the terraform block: required_version = "~> 1.9"',
            )


GATE = Gate(
    id="terraform-version-constrained",
    title="Terraform says which versions of itself it was written for",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Write required_version into the terraform block.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
)
