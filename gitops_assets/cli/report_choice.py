"""Which audit is meant: by number, by moment, and of which of the fleets that share a home."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.moments import is_number, moment_of
from resources.home import Home
from resources.store.model import AuditRow
from resources.store.store import Store


@dataclass(frozen=True, slots=True)
class Choice:
    """The audits of one home to choose from; ``fleet`` is a fleet's name, its file or one of its roots."""

    store: Store
    home: Home
    fleet: str | None = None

    def audit(self, when: str | None) -> AuditRow:
        """The audit of then, or the last one; raises :class:`Stop` when there is none, or there are several.

        Without a moment and a fleet it is the last audit of all.
        """
        if when is not None and is_number(when):
            found = self.store.find_audit(int(when))
            row = self._demand(found if found and found.status == "complete" else None, when)
            if self.fleet is not None and _identity(row) not in map(_identity, self._fleets(None)):
                raise Stop(Exit.USAGE, f"audit {row.id} was of {named([row])}, not of {self.fleet!r}.")
            return row
        fleets = self._fleets(None if when is None else moment_of(when))
        told_apart = {_identity(row) for row in fleets}
        if len(told_apart) > 1 and (when is not None or self.fleet is not None):
            raise Stop(Exit.USAGE, f"there are several fleets to tell of: {named(fleets)}; {_CHOOSE}.")
        return self._demand(next(iter(fleets), None), when)

    def base(self, since: str, audit: AuditRow) -> AuditRow:
        """The audit to compare with: one that is later, or of other folders, would tell nonsense."""
        if is_number(since):
            base = self.audit(since)
        else:
            base = self._demand(self.store.audit_at(moment_of(since), audit.roots), since)
        if set(base.roots) != set(audit.roots):
            fault = f"audit {base.id} was about other folders than audit {audit.id} ({', '.join(base.roots)})"
        elif base.id >= audit.id:
            fault = f"audit {audit.id} cannot be compared with audit {base.id}: that is not older"
        else:
            return base
        raise Stop(Exit.USAGE, f"{fault}; name an earlier audit of the same folders with --since.")

    def others(self, audit: AuditRow) -> list[AuditRow]:
        """The last audits of the other fleets on this home."""
        return [row for row in self.store.fleets() if _identity(row) != _identity(audit)]

    def listed(self, limit: int) -> list[AuditRow]:
        """The last audits of the fleet, or of all, newest first."""
        if self.fleet is None:
            return self.store.audits(limit)
        roots = {frozenset(row.roots) for row in self._fleets(None)}
        every = self.store.audits(self.store.count_audits())
        return [row for row in every if frozenset(row.roots) in roots][:limit]

    def _fleets(self, by: int | None) -> list[AuditRow]:
        fleets = self.store.fleets(by)
        if self.fleet is None:
            return fleets
        meant = [row for row in fleets if self._is_meant(row)]
        if not meant and (known := self.store.fleets()) and not any(map(self._is_meant, known)):
            raise Stop(
                Exit.USAGE,
                f"no fleet {self.fleet!r} is in the store of {self.home.path}, only {named(known)}; "
                f"{_CHOOSE}.",
            )
        alone = [row for row in meant if row.roots == (_absolute(self.fleet),)]
        return alone or meant

    def _is_meant(self, row: AuditRow) -> bool:
        place = _absolute(self.fleet or "")
        return self.fleet == row.fleet or place == row.fleet_file or place in row.roots

    def _demand(self, found: AuditRow | None, when: str | None) -> AuditRow:
        if found is None:
            raise Stop(
                Exit.NOTHING,
                f"no complete audit {'of ' + when if when else 'yet'} is in the store of {self.home.path}; "
                + (_LIST if when is not None and is_number(when) else _RUN),
            )
        return found


_LIST = "`gitops-assets report --list` names those that are there."
_RUN = "run `gitops-assets audit ROOT`, or ask for a later moment."
_CHOOSE = "choose one with --fleet, by its name, its file or one of its folders"


def _identity(row: AuditRow) -> object:
    """One fleet file is one fleet, whatever folders it named when."""
    return row.fleet_file or frozenset(row.roots)


def named(fleets: Sequence[AuditRow]) -> str:
    """The fleets by their names and folders: several may have one name."""
    unlike = {_identity(row): row for row in reversed(fleets)}
    return "; ".join(f"{row.fleet} ({', '.join(row.roots)})" for row in reversed(unlike.values()))


def _absolute(path: str) -> str:
    return os.path.abspath(os.path.expanduser(path))
