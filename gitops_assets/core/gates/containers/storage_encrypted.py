"""Disks and databases are encrypted where that is not the default.

Data on a disk of AWS is readable to whoever gets hold of a snapshot unless it is encrypted, and for volumes,
databases and file systems somebody has to say so. Buckets are encrypted by default, and a value that is an
expression is believed.

Source: [AWS, encryption of data at rest](https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_rest_encrypt.html).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.terraform import modules, named
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_SWITCHES = {
    "aws_ebs_volume": "encrypted",
    "aws_db_instance": "storage_encrypted",
    "aws_rds_cluster": "storage_encrypted",
    "aws_efs_file_system": "encrypted",
    "aws_neptune_cluster": "storage_encrypted",
    "aws_docdb_cluster": "storage_encrypted",
    "aws_redshift_cluster": "encrypted",
}
_INHERITED = (
    "snapshot_identifier",
    "replicate_source_db",
    "snapshot_id",
    "replication_source_identifier",
    "global_cluster_identifier",
)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every volume, database and file system whose encryption is off, or not asked for."""
    for module in modules(facts):
        for source, block in module.resources(*_SWITCHES):
            switch = _SWITCHES[block.labels[0]]
            written = block.attributes.get(switch)
            off = source.truth(written) is False or (
                written is None and not block.attributes.keys() & set(_INHERITED)
            )
            if off and block.text("engine_mode") != "serverless":
                yield Finding(
                    message=f"{shown(named(block))} is not encrypted.",
                    path=source.path,
                    line=written.line if written else block.line,
                    subject=f"{source.path}:{named(block)}",
                    remedy=f"Write into it: {switch} = true",
                )


GATE = Gate(
    id="storage-encrypted",
    title="Disks and databases are encrypted where that is not the default",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Switch encryption on; a database has to be made anew from a snapshot for it.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
)
