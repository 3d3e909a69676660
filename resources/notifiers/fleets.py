"""All fleets of a store: each hears of its own, through the channels that its file names."""

import hashlib
import logging
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from gitops_assets.core.events.model import Event
from gitops_assets.core.events.transitions import audit_behind
from gitops_assets.core.fleet.faults import FleetFaults
from gitops_assets.core.fleet.notifications import NotificationsSection
from gitops_assets.core.notifications.escalation import overdue
from gitops_assets.core.outbox.model import Planned
from resources.couriers.channel import Channel
from resources.fleet_file import FleetFileUnreadable, load_fleet
from resources.notifiers.party import Notifications
from resources.reporting import in_scope, report_of
from resources.store.model import AuditRow
from resources.store.store import Store

_LOG = logging.getLogger(__name__)


class FleetFiles:
    """Files of fleets, read again where they moved.

    One that cannot be read now is told in the log once, and the fleet is told of by what it said before.
    """

    def __init__(self) -> None:
        self._read: dict[str, tuple[tuple[int, int], NotificationsSection]] = {}
        self._complaints: dict[str, str] = {}

    def notifications(self, file: str) -> NotificationsSection:
        """What the file says, or said last, of notifications."""
        known = self._read.get(file)
        try:
            info = os.stat(file)  # noqa: PTH116 - a path as it was typed
            stamp = info.st_mtime_ns, info.st_size
            if known is None or known[0] != stamp:
                known = self._read[file] = stamp, load_fleet(file).notifications
        except (OSError, FleetFaults, FleetFileUnreadable) as error:
            if self._complaints.get(file) != str(error):
                _LOG.warning("notifications of %s: %s", file, error)
            self._complaints[file] = str(error)
        else:
            self._complaints.pop(file, None)
        return known[1] if known else NotificationsSection()


@dataclass(frozen=True, slots=True)
class _Fleet:
    row: AuditRow
    file: str
    party: Notifications


class FleetNotifications:
    """What all fleets say below ``notifications:``, as it was when last refreshed."""

    def __init__(self, store: Store, environ: Mapping[str, str] = os.environ) -> None:
        self._store = store
        self._environ = environ
        self._files = FleetFiles()
        self._parties: dict[str, Notifications] = {}
        self._fleets: list[_Fleet] = []

    def refresh(self) -> None:
        """Look which fleets there are, and read their files again where they moved."""
        self._fleets = [
            _Fleet(row, row.fleet_file, self._party(row.fleet_file))
            for row in self._store.fleets()
            if row.fleet_file
        ]
        taken: set[str] = set()
        for file, party in sorted({each.file: each.party for each in self._fleets}.items()):
            names = {
                name for name, each in self._files.notifications(file).channels.items() if not each.webhook
            }
            party.refresh(_place(file) if names & taken else "")
            taken |= names

    @property
    def channels(self) -> Mapping[str, Channel]:
        """Every channel by its target."""
        return {name: each for fleet in self._fleets for name, each in fleet.party.channels.items()}

    @property
    def parties(self) -> Sequence[Notifications]:
        """What each fleet's file says, once however many folders share it."""
        return [*{id(each.party): each.party for each in self._fleets}.values()]

    @property
    def limits(self) -> Mapping[str, int]:
        """How many messages a target gets at once."""
        return {name: most for fleet in self._fleets for name, most in fleet.party.limits.items()}

    def plan(self, events: Sequence[Event], now: int) -> Sequence[Planned]:
        """Who shall hear of these events: each fleet of its own."""
        return [
            planned
            for fleet in self._fleets
            for planned in fleet.party.plan(self._of(fleet.row, events), now)
        ]

    def escalate(self, now: int) -> int:
        """Tell of findings that were told, are open for too long, and nobody took up; how many are new."""
        return sum(self._escalated(each, now) for each in self._fleets)

    def _escalated(self, fleet: _Fleet, now: int) -> int:
        policy = fleet.party.policy
        if not any(route.escalate for route in policy.routes):
            return 0
        outbox, report = self._store.outbox, report_of(self._store, fleet.row.id)
        return outbox.add(overdue(report, policy, outbox.last_told, outbox.acknowledged(), now))

    def _party(self, file: str) -> Notifications:
        if file not in self._parties:
            self._parties[file] = Notifications(
                lambda: self._files.notifications(file), self._store.outbox.all_told, self._environ
            )
        return self._parties[file]

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


def _place(file: str) -> str:
    """What stands before the names of a fleet's channels where another one has such names, too."""
    return f"{hashlib.sha256(file.encode('utf-8', 'surrogateescape')).hexdigest()[:6]}/"
