"""Audits of the command line, and runs that it did not start."""

from collections.abc import Mapping
from pathlib import Path

import dagster as dg

from gitops_assets.assets import ASSETS, CHECKS
from gitops_assets.cli.audit_run import Wish, audit
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.report import Report
from resources.auditing import OfEachRun
from resources.home import Home
from resources.progress import Silent

SLUGS = ("api", "docs", "shop", "web")


def audit_of(home: Home, *roots: Path) -> Report:
    """What `gitops-assets audit ROOT…` does."""
    wish = Wish(fleet=Fleet(), fleet_file=None, roots=tuple(map(str, roots)), output=None)
    return audit(home, wish, Silent()).report


def materialise(
    instance: dg.DagsterInstance,
    *names: str,
    partition_key: str | None = None,
    tags: Mapping[str, str] | None = None,
) -> dg.ExecuteInProcessResult:
    """What `dagster asset materialize --select a,b` does; of everything when no name is given."""
    return dg.materialize(
        [*ASSETS, *CHECKS],
        selection=list(names) or None,
        instance=instance,
        resources={"auditing": OfEachRun(), "progress": Silent()},
        partition_key=partition_key,
        tags=tags,
        raise_on_error=False,
    )
