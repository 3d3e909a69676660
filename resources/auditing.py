"""What every asset works with: the home's store, the fleet as configured, and the audit a run belongs to."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol, TypeVar

import dagster as dg
from pydantic import Field, PrivateAttr

from gitops_assets.core.causes import Causes
from gitops_assets.core.changes import change_order, compare
from gitops_assets.core.compliance.sheets import score_changes
from gitops_assets.core.definitions.model import Definitions
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.fleet.policy import Policy
from gitops_assets.core.gates import GATES
from gitops_assets.core.gates.engine import rule_version
from gitops_assets.core.gates.selection import GateSet, gates_of
from gitops_assets.core.model import Change, Inventory
from gitops_assets.core.report import Report
from gitops_assets.core.snapshot import AuditInputs, Snapshot
from resources.advisories.snapshot import advisories_day
from resources.definitions import definitions_beside
from resources.dependencies.analysis import Analysis, analysis_of
from resources.dependencies.knowledge import Knowledge, changes_between
from resources.fleet_file import load_fleet
from resources.git.fetch import fetch_all
from resources.git.memory import Memory
from resources.home import HOME_VARIABLE, Home, find_home
from resources.inventory import fetch_inventory
from resources.phases import Spent
from resources.policy_texts import policy_files
from resources.reporting import AtHand, in_scope, report_of, sheets_of, snapshot_of
from resources.store.errors import StoreError
from resources.store.model import AuditRequest, AuditRow, Location
from resources.store.store import Store

T = TypeVar("T")

FOLLOWS = "gitops-assets/follows"
"""Run tag: the run whose fleet this one is about."""

FETCHES = "gitops-assets/fetch"
"""Run tag: the remotes of the run's repositories are asked before anybody looks at them."""

KNOWN_INVENTORY = "gitops-assets/known-inventory"
"""Run tag: what should exist is not asked again; so a push costs no call to a forge."""

NO_AUDIT = (
    "no audit was ever completed on this home, so it is not known which folders the fleet is in; "
    "run `gitops-assets audit ROOT` once, then materialise from here."
)


@dataclass(frozen=True)
class Session:
    """One audit in progress on one store. Times are those of the audit, so that a run has one clock.

    ``formats`` are the report formats that its command names, None without. ``written`` and ``unwritten``
    say by format which file is to be opened, or why there is none; ``faulty_models`` what is wrong with SQL
    models of the fleet's own. ``spent`` is what its phases took so far.
    """

    store: Store
    home: Home
    row: AuditRow
    tags: Mapping[str, str] = field(default_factory=dict)
    formats: frozenset[str] | None = None
    written: dict[str, Path] = field(default_factory=dict, compare=False)
    unwritten: dict[str, Exception] = field(default_factory=dict, compare=False)
    spent: Spent = field(default_factory=Spent, compare=False)
    faulty_models: list[str] = field(default_factory=list, compare=False)
    _made: dict[Callable[["Session"], Any], Any] = field(default_factory=dict, compare=False)

    def once(self, make: Callable[["Session"], T]) -> T:
        """What ``make`` works out of this audit, worked out once however many assets ask for it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @property
    def id(self) -> int:
        """The audit's number."""
        return self.row.id

    @property
    def at(self) -> int:
        """The audit's time, epoch seconds."""
        return self.row.started

    @cached_property
    def fleet(self) -> Fleet:
        """The fleet's configuration; all defaults when there is no file."""
        return load_fleet(self.row.fleet_file)

    @cached_property
    def policy(self) -> Policy:
        """What the fleet demands of its repositories."""
        return self.fleet.policy

    @cached_property
    def gates(self) -> GateSet:
        """The gates that this fleet asks."""
        return gates_of(self.definitions, self.policy)

    @cached_property
    def definitions(self) -> Definitions:
        """The gates that the fleet defines beside its file; none without a file."""
        return definitions_beside(self.fleet, self.row.fleet_file)

    @cached_property
    def roots(self) -> tuple[bytes, ...]:
        """The folders this audit is about."""
        return tuple(os.fsencode(root) for root in self.row.roots)

    @cached_property
    def analysis(self) -> Analysis:
        """How trees are read; what it knows of their folders is known for as long as the audit runs."""
        return analysis_of(self.fleet)

    @property
    def output(self) -> Path:
        """Where the report files go."""
        return Path(self.row.output) if self.row.output else self.home.reports

    def fetch(self, locations: Sequence[Location]) -> dict[str, str]:
        """Ask the remotes of these if the run is to; why it failed, by slug."""
        if FETCHES not in self.tags:
            return {}
        paths = {each.path: each.slug for each in locations if each.path is not None}
        failed = fetch_all(list(paths), self.fleet.limits.status_timeout_seconds)
        return {paths[path]: why for path, why in failed.items()}

    def locations(self) -> Mapping[str, Location]:
        """The repositories in scope: those below the audit's roots, and those missing from them."""
        return in_scope(self.store.locations(), self.row.roots)

    def located(self, slugs: Sequence[str]) -> list[Location]:
        """Where these repositories lie; raises ``dg.Failure`` when one is not of this audit's fleet."""
        known = self.locations()
        strangers = [slug for slug in slugs if slug not in known]
        if strangers:
            raise dg.Failure(
                f"{', '.join(strangers[:5])}{' and others' if len(strangers) > 5 else ''}: not of the "
                f"fleet below {', '.join(self.row.roots)}, which this run is about; choose partitions of one "
                "fleet at a time, or run `gitops-assets audit` on its folders, which renews its partitions.",
                allow_retries=False,
            )
        return [known[slug] for slug in slugs]

    def before(self) -> Snapshot | None:
        """The fleet as the last complete audit of the same roots left it."""
        previous = self.store.previous_audit(self.id)
        return None if previous is None else snapshot_of(self.store, previous)

    @cached_property
    def now(self) -> Snapshot:
        """The fleet as this audit knows it when everything is judged."""
        return snapshot_of(self.store, self.id)

    def look_again(self) -> None:
        """Forget what this audit knew, because more was judged since."""
        self.__dict__.pop("now", None)

    @property
    def today(self) -> date:
        """The day of the audit, by which waivers end."""
        return datetime.fromtimestamp(self.at, UTC).date()

    @cached_property
    def memory(self) -> Memory:
        """What git need not be asked again of the repositories of this home."""
        return Memory(self.home.cache / "history.json")

    @cached_property
    def knowledge(self) -> Knowledge:
        """What is known of the fleet's dependencies, worked out once however many assets tell of it."""
        return Knowledge(self.store, self.id, self.fleet, self.at, self.gates)

    def dependency_changes(self) -> tuple[Change, ...]:
        """Every dependency that came, moved or went since the last complete audit."""
        return changes_between(self.store, self.store.previous_audit(self.id), self.id)

    def changes(self) -> tuple[Change, ...]:
        """Every difference to the last complete audit: what is so, what is depended on, what scores do."""
        before, now = self.before(), self.now
        moved = () if before is None else self._score_changes(before, now)
        return (*compare(before, now, gates=self.gates.gates), *moved, *self.dependency_changes())

    def _score_changes(self, before: Snapshot, now: Snapshot) -> tuple[Change, ...]:
        causes = Causes(before, now, self.gates.gates)
        moved = score_changes(*sheets_of(self.store, before, now), causes.of_answer)
        return tuple(sorted(moved, key=change_order))

    def complete(self) -> None:
        """From here on the audit is the one that the next is compared with."""
        self.keep_costs()
        self.store.finish_audit(self.id, status="complete", at=int(time.time()))

    def keep_costs(self) -> None:
        """Remember what the audit took so far; once more at its end, for the files that are still to come."""
        if self.spent.phases:
            self.store.phases.record(self.id, self.spent.phases)

    @property
    def reported(self) -> int:
        """The audit that reports tell of: this one once it is complete, until then the last that is.

        A run of one report file, say, completes no audit of its own.
        """
        done = self.store.audit(self.id).status == "complete"
        audit = self.id if done else self.store.previous_audit(self.id)
        if audit is None:
            raise dg.Failure(NO_AUDIT, allow_retries=False)
        return audit

    @cached_property
    def report(self) -> Report:
        """The report of that audit, read once however many files render it."""
        audit = self.reported
        known = AtHand(self.now, self.knowledge.kept) if audit == self.id else None
        return report_of(self.store, audit, known=known)

    def inventory(self) -> Inventory:
        """What should exist, asked for once in an audit however many assets want to know."""
        known = self.store.inventory_of(self.id)
        if known is None and KNOWN_INVENTORY in self.tags:
            return self.store.inventory_at(self.id)
        if known is None:
            base = Path(self.row.fleet_file).parent if self.row.fleet_file else Path.cwd()
            known = fetch_inventory(
                self.fleet.inventory, base=base, cache=self.home.cache / "forge", environ=os.environ
            )
            self.store.record_inventory(self.id, self.at, known)
        return known


class Auditing(Protocol):
    """What assets ask for: the audit that their run belongs to."""

    def session(self, run: dg.DagsterRun) -> Session:
        """The session of this run."""
        ...


@dataclass(frozen=True, slots=True)
class Begun:
    """An audit that was begun before its run, by the command line."""

    at_hand: Session

    def session(self, run: dg.DagsterRun) -> Session:
        """The session that is at hand."""
        del run
        return self.at_hand


class OfEachRun(dg.ConfigurableResource[None]):
    """An audit for each run that was started from the Dagster UI, by a backfill or a sensor.

    It is about the folders and the configuration of the last complete audit that knows the run's first
    partition. It is called partial until `fleet_report` completes it.
    """

    home: str | None = Field(default=None, description="The home; by default the one that GITOPS_HOME names.")
    _sessions: dict[str, Session] = PrivateAttr(default_factory=dict)

    def session(self, run: dg.DagsterRun) -> Session:
        """The session of this run; raises ``dg.Failure`` when there can be none."""
        if run.run_id not in self._sessions:
            try:
                self._sessions[run.run_id] = _begin(run, self._home())
            except StoreError as error:
                raise dg.Failure(str(error), allow_retries=False) from error
        return self._sessions[run.run_id]

    def _home(self) -> Home:
        return find_home({**os.environ, HOME_VARIABLE: self.home} if self.home else os.environ)

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:  # noqa: ARG002 - its shape
        """Close the stores that were opened."""
        for session in self._sessions.values():
            session.store.close()


def _begin(run: dg.DagsterRun, home: Home) -> Session:
    store = Store.open(home.store_url)
    try:
        store.check()
        audit = store.audit_of_run(run.run_id)
        if audit is None:
            audit = store.begin_audit(_like(_model(store, run.tags), run.run_id, home), partial=True)
        return Session(store, home, store.audit(audit), run.tags)
    except BaseException:
        store.close()
        raise


def _model(store: Store, tags: Mapping[str, str]) -> AuditRow:
    """The audit that a run is like: of the run it follows, or the last complete one of its fleet."""
    followed = store.audit_of_run(tags.get(FOLLOWS, ""))
    if followed is not None:
        return store.audit(followed)
    first = tags.get("dagster/partition") or tags.get("dagster/asset_partition_range_start")
    location = store.location(first) if first else None
    fleets = store.fleets()
    same = (row for row in fleets if location and os.fsdecode(location.root) in row.roots)
    model = next(same, None) or next(iter(fleets), None)
    if model is None:
        raise dg.Failure(NO_AUDIT, allow_retries=False)
    return model


def _like(model: AuditRow, run_id: str, home: Home) -> AuditRequest:
    fleet = load_fleet(model.fleet_file)
    asked = request(
        fleet,
        model.roots,
        fleet_file=model.fleet_file,
        output=model.output,
        run_id=run_id,
        advisories=advisories_day(home),
    )
    return replace(asked, not_looked_into=model.not_looked_into)  # nobody looks for repositories again


def request(
    fleet: Fleet,
    roots: Sequence[str],
    *,
    fleet_file: str | None,
    output: str | None,
    run_id: str,
    advisories: str | None = None,
) -> AuditRequest:
    """An audit about to begin now, with everything its verdicts will depend on.

    ``advisories`` is the day of the snapshot of known vulnerabilities, None without one.
    """
    inputs = AuditInputs(
        tool_version=version("gitops-assets"),
        rule_version=rule_version(GATES),
        policy_digest=definitions_beside(fleet, fleet_file).policy_digest(fleet.digest),
        advisories=advisories,
    )
    return AuditRequest(
        started=int(time.time()),
        roots=tuple(roots),
        fleet=fleet.name,
        fleet_file=fleet_file,
        output=output,
        inputs=inputs,
        run_id=run_id,
        policy_files=policy_files(fleet, fleet_file),
    )
