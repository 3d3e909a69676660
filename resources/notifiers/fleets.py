"""All fleets of a store: who of them wants to hear of what, and the channels that they name."""

import logging
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gitops_assets.core.events.model import Event
from gitops_assets.core.events.transitions import audit_behind
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.fleet.faults import FleetFaults
from gitops_assets.core.notifications.escalation import overdue
from gitops_assets.core.notifications.policy import NotificationPolicy
from gitops_assets.core.notifications.routing import routes
from gitops_assets.core.outbox.model import Planned
from resources.couriers.channel import Channel
from resources.fleet_file import FleetFileUnreadable, load_fleet
from resources.notifiers.building import channels_of
from resources.reporting import in_scope, report_of
from resources.store.model import AuditRow
from resources.store.store import Store

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Listener:
    """One fleet that wants to hear of something."""

    row: AuditRow
    policy: NotificationPolicy
    channels: Mapping[str, Channel]


class Notifications:
    """What fleets say below ``notifications:``, as it was when last refreshed.

    A file that cannot be read now is told in the log once, and the fleet is told of by what it said before.
    """

    def __init__(self, store: Store, environ: Mapping[str, str] = os.environ) -> None:
        self._store = store
        self._environ = environ
        self._read: dict[str, tuple[tuple[int, int], Fleet]] = {}
        self._complaints: dict[str, str] = {}
        self._listeners: list[_Listener] = []

    def refresh(self) -> None:
        """Look which fleets there are, and read their files again where they moved."""
        self._listeners = [each for row in self._store.fleets() for each in self._listener(row)]

    @property
    def channels(self) -> dict[str, Channel]:
        """Every channel by its target; of two fleets with one name, that of the newest audit."""
        found: dict[str, Channel] = {}
        for listener in reversed(self._listeners):
            found |= listener.channels
        return found

    @property
    def limits(self) -> dict[str, int]:
        """One message at a time: a thread begins with its first, a ticket is looked for before it is made."""
        return dict.fromkeys(self.channels, 1)

    def plan(self, events: Sequence[Event], now: int) -> list[Planned]:
        """Who shall hear of these events: each fleet of its own."""
        return [
            planned
            for listener in self._listeners
            for planned in routes(
                self._of(listener.row, events), listener.policy, self._store.outbox.last_told, now
            )
        ]

    def escalate(self, now: int) -> int:
        """Tell of findings that were told, are open for too long, and nobody took up; how many are new."""
        return sum(self._escalated(each, now) for each in self._listeners if _escalates(each.policy))

    def _escalated(self, listener: _Listener, now: int) -> int:
        report = report_of(self._store, listener.row.id)
        outbox = self._store.outbox
        return outbox.add(overdue(report, listener.policy, outbox.last_told, outbox.acknowledged(), now))

    def _listener(self, row: AuditRow) -> Iterator[_Listener]:
        fleet = self._fleet(row.fleet_file) if row.fleet_file else None
        if fleet is not None and fleet.notifications.routes:
            said = fleet.notifications
            yield _Listener(row, said.policy, channels_of(said.channels, self._environ))

    def _fleet(self, file: str) -> Fleet | None:
        known = self._read.get(file)
        try:
            info = os.stat(file)  # noqa: PTH116 - a path as it was typed
            stamp = info.st_mtime_ns, info.st_size
            if known is None or known[0] != stamp:
                known = self._read[file] = stamp, load_fleet(file)
        except (OSError, FleetFaults, FleetFileUnreadable) as error:
            if self._complaints.get(file) != str(error):
                _LOG.warning("notifications of %s: %s", file, error)
            self._complaints[file] = str(error)
        else:
            self._complaints.pop(file, None)
        return known[1] if known else None

    def _of(self, row: AuditRow, events: Sequence[Event]) -> list[Event]:
        """The events about repositories of this fleet, about the fleet itself, and about runs of the home."""
        mine = in_scope(self._store.locations(), row.roots)
        audits = {audit_behind(event) for event in events} - {None}
        ours = {each for each in audits if each is not None and self._is_audit_of(row, each)}
        return [event for event in events if event.slug in mine or _behind(event, ours)]

    def _is_audit_of(self, row: AuditRow, audit: int) -> bool:
        found = self._store.find_audit(audit)
        return found is not None and found.roots == row.roots


def _behind(event: Event, audits: Collection[int]) -> bool:
    audit = audit_behind(event)
    return not event.slug if audit is None else audit in audits


def _escalates(policy: NotificationPolicy) -> bool:
    return any(route.escalate for route in policy.routes)
