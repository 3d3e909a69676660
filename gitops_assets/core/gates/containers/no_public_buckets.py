"""No bucket can be read or written by everybody.

Data that leaks mostly leaks from a bucket that somebody opened for a test. What has to be public is served
by a content network in front of a closed bucket; where it is meant, waive the finding with the reason.

Source: [AWS, blocking public access](https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html).
"""

from collections.abc import Callable, Iterator

from gitops_assets.core.dependencies.parsers.hcl_text import Attribute, Block
from gitops_assets.core.gates.containers.terraform import Source, modules, named
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_AWS = ("aws_s3_bucket", "aws_s3_bucket_acl")
_BLOCKS = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
_GOOGLE = tuple(
    f"google_storage_{kind}"
    for kind in (
        "bucket_iam_member",
        "bucket_iam_binding",
        "bucket_access_control",
        "default_object_access_control",
    )
)
_EVERYBODY = frozenset({"allUsers", "allAuthenticatedUsers"})


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every bucket or container that Terraform opens to everybody, on AWS, Google and Azure."""
    for module in modules(facts):
        for types, names, opens in _OPENERS:
            for source, block in module.resources(*types):
                for name in names:
                    if name in block.attributes and opens(source, block.attributes[name]):
                        yield _open(source, block, name)


def _acl(_: Source, attribute: Attribute) -> bool:
    return (attribute.text or "").startswith("public-")


def _unblocked(source: Source, attribute: Attribute) -> bool:
    return source.truth(attribute) is False


def _member(source: Source, attribute: Attribute) -> bool:
    return not _EVERYBODY.isdisjoint(source.texts(attribute))


def _access(_: Source, attribute: Attribute) -> bool:
    return attribute.text in {"blob", "container"}


_OPENERS: tuple[tuple[tuple[str, ...], tuple[str, ...], Callable[[Source, Attribute], bool]], ...] = (
    (_AWS, ("acl",), _acl),
    (("aws_s3_bucket_public_access_block",), _BLOCKS, _unblocked),
    (_GOOGLE, ("member", "members", "entity"), _member),
    (("azurerm_storage_container",), ("container_access_type",), _access),
)


def _open(source: Source, block: Block, name: str) -> Finding:
    return Finding(
        message=f"{shown(named(block))} is open to everybody by its {shown(name)}.",
        path=source.path,
        line=block.attributes[name].line,
        subject=f"{source.path}:{named(block)}:{name}",
        remedy=f"Close it at {name}, and name the accounts that may read it.",
    )


GATE = Gate(
    id="no-public-buckets",
    title="No bucket can be read or written by everybody",
    doc=__doc__,
    severity=Severity.HIGH,
    remedy="Make the bucket private, and let named accounts read it.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
)
