"""What the store keeps besides the domain's own words: an audit, and where a repository lies."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gitops_assets.core.model import IdleWaiver, Unseen
from gitops_assets.core.snapshot import AuditInputs


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRequest:
    """What was asked for when an audit began.

    ``started`` is in epoch seconds, ``fleet`` is the fleet's name, ``fleet_file`` and ``output`` are paths,
    ``run_id`` is the Dagster run that carries the audit out. ``not_looked_into`` are the folders in which
    nobody could look for repositories. ``policy_files`` are the texts behind the policy's digest, by name.
    """

    started: int
    roots: tuple[str, ...]
    fleet: str
    inputs: AuditInputs
    fleet_file: str | None = None
    output: str | None = None
    run_id: str | None = None
    not_looked_into: tuple[Unseen, ...] = ()
    policy_files: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow(AuditRequest):
    """An audit as the store knows it.

    ``status`` is running, partial, complete, failed, interrupted or mentioned. Partial: a Dagster run of its
    own looked at some repositories; what it found counts, but no report was made of it. Mentioned: an
    imported report tells of it, and nobody knows what it found. ``seen`` is when it last wrote something, so
    a running audit that has not been seen for long was killed. ``coverage`` and ``unknown`` are what an
    imported report tells of its answers.
    """

    id: int
    status: str
    seen: int
    finished: int | None = None
    idle_waivers: tuple[IdleWaiver, ...] = ()
    coverage: float | None = None
    unknown: int | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Where a repository lies on this machine: its folder, and the root below which it belongs.

    ``path`` is None for one that should be there and is not.
    """

    slug: str
    path: bytes | None
    root: bytes
