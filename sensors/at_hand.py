"""What sensors decide with: the store, the fleets that are known, and which runs were launched."""

import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import dagster as dg
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES

from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.fleet.faults import FleetFaults
from resources.fleet_file import FleetFileUnreadable, load_fleet
from resources.home import Home, HomeError, find_home
from resources.registration import NAME
from resources.reporting import in_scope
from resources.store.errors import StoreError
from resources.store.model import AuditRow, Location
from resources.store.store import Store

CAUSE = "gitops-assets/cause"
"""Run tag: what woke the run; a delivery's name, or that refs moved."""

ONCE_MORE = {"dagster/max_retries": "1", "dagster/retry_strategy": "ALL_STEPS"}
"""Run tags: Dagster repeats a run once, as a whole, whose process was killed; one that failed it does not."""

_KEY = "dagster/run_key"
_MANY = 500


@dataclass(frozen=True)
class Watched:
    """One fleet: the audit it was last completed by, its configuration, and where its repositories lie."""

    row: AuditRow
    fleet: Fleet
    locations: Mapping[str, Location]

    @property
    def file(self) -> str:
        """What its schedules are remembered under."""
        return self.row.fleet_file or ""

    @property
    def present(self) -> list[str]:
        """The repositories that have a folder."""
        return [slug for slug, each in self.locations.items() if each.path is not None]

    @property
    def run(self) -> str:
        """The run whose fleet this is; runs that follow it are about the same folders."""
        return self.row.run_id or ""


@dataclass(frozen=True)
class AtHand:
    """Everything that a sensor may ask; ``now`` is its moment in epoch seconds."""

    instance: dg.DagsterInstance
    store: Store
    home: Home
    now: int
    complaints: list[str] = field(default_factory=list)

    @cached_property
    def partitions(self) -> frozenset[str]:
        """The repositories that runs can be asked for."""
        return frozenset(self.instance.get_dynamic_partitions(NAME))

    @cached_property
    def fleets(self) -> tuple[Watched, ...]:
        """The fleets of this home, newest audit first; a repository belongs to the first that has it.

        One whose file is broken is complained of and left out.
        """
        left = {slug: each for slug, each in self.store.locations().items() if slug in self.partitions}
        found: list[Watched] = []
        for row in self.store.fleets():
            mine = in_scope(left, row.roots)
            left = {slug: each for slug, each in left.items() if slug not in mine}
            if (fleet := self._fleet(row.fleet_file)) is not None:
                found.append(Watched(row, fleet, mine))
        return tuple(found)

    def fleet_of(self, slug: str) -> Watched | None:
        """The fleet that a repository belongs to."""
        return next((each for each in self.fleets if slug in each.locations), None)

    def launched(self, keys: Collection[str]) -> dict[str, float | None]:
        """Of these keys those under which a run was launched: when it started, None while it is queued."""
        found: dict[str, float | None] = {}
        wanted = sorted(keys)
        for start in range(0, len(wanted), _MANY):
            runs = dg.RunsFilter(tags={_KEY: wanted[start : start + _MANY]})
            for record in self.instance.get_run_records(runs):
                found[record.dagster_run.tags[_KEY]] = record.start_time
        return found

    def at_work(self, tag: str) -> set[str]:
        """The values of a tag that runs have which did not end yet."""
        runs = self.instance.get_runs(dg.RunsFilter(statuses=NOT_FINISHED_STATUSES))
        return {run.tags[tag] for run in runs if tag in run.tags}

    def result(
        self, requests: Iterable[dg.RunRequest], why: str, *, cursor: str | None = None
    ) -> dg.SensorResult:
        """What a sensor gives: its requests, or why there are none, with whatever is wrong."""
        asked = [each.with_replaced_attrs(tags={**each.tags, **ONCE_MORE}) for each in requests]
        words = "; ".join([why, *self.complaints])
        return dg.SensorResult(run_requests=asked, skip_reason=None if asked else words, cursor=cursor)

    def _fleet(self, file: str | None) -> Fleet | None:
        try:
            return Fleet() if file is None else _read(file, _written(file))
        except (FleetFaults, FleetFileUnreadable) as error:
            self.complaints.append(str(error))
            return None


def clock() -> int:
    """The moment now, epoch seconds."""
    return int(time.time())


Tick = Callable[[AtHand], dg.SensorResult]


def tick(context: dg.SensorEvaluationContext, decide: Tick) -> dg.SensorResult:
    """Decide with the home's store open; where there is none yet, or it is gone, say so and wait."""
    try:
        home = find_home()
        with Store.open(home.store_url) as store:
            store.check()
            return decide(AtHand(context.instance, store, home, clock()))
    except (StoreError, HomeError) as error:
        return dg.SensorResult(skip_reason=str(error))


def _written(file: str) -> tuple[int, int]:
    """When a file was last written and how long it is; what a fleet says of gates beside it is read anew."""
    try:
        status = os.stat(file)  # noqa: PTH116 - paths of fleet files are text as it was typed
    except OSError:
        return (0, 0)
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=16)
def _read(file: str, written: tuple[int, int]) -> Fleet:
    del written  # part of the key
    return load_fleet(file)
