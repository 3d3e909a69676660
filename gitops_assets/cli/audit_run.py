"""One audit from beginning to end: find, register, materialise everything, and leave the home in order."""

import gc
import os
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
import dagster as dg
from dagster._core.errors import DagsterExecutionInterruptedError

from exporters import EXPORTERS
from gitops_assets.assets import ASSETS, CHECKS
from gitops_assets.assets.material import project_beside
from gitops_assets.assets.report_files import asset_name, formats_of
from gitops_assets.assets.report_models import own_models
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.core.fleet.config import Fleet
from gitops_assets.core.report import Report
from gitops_assets.jobs.audit import AUDIT
from resources.advisories.snapshot import advisories_day
from resources.auditing import Begun, Session, request
from resources.git.fetch import fetch_all
from resources.git.survey import Presence, locate
from resources.home import Home, prepare
from resources.instance import AT_THE_COMMAND_LINE, end_killed_runs, events_gathered, open_instance
from resources.lock import alone
from resources.phases import Measured
from resources.progress import Progress
from resources.registration import Registration, register
from resources.store.errors import StoreError
from resources.store.store import Store
from resources.templates.drifting import followed

PARTS = {
    "dependencies": frozenset(
        {"dependencies", "dependency_graph", "version_conflicts", "dependency_changes"}
    ),
    "gates": frozenset({"gate_results"}),
}
"""The parts of an audit that can be left out, and the assets that each is made of."""

TEMPLATE_ASSETS = frozenset({"template_catalog", "template_drift"})
"""What an audit does without where nobody follows a template: an asset of each repository has its price."""

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the user asked for. Paths are absolute."""

    fleet: Fleet
    fleet_file: str | None
    roots: tuple[str, ...]
    output: str | None
    fetch: bool = False
    skip: frozenset[str] = frozenset()
    formats: frozenset[str] | None = None
    run_id: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit gave: its report, the files to open, by format why there is none.

    ``faulty_models`` is what is wrong with SQL models of the fleet's own.
    """

    report: Report
    files: tuple[Path, ...]
    unwritten: Mapping[str, Exception]
    faulty_models: Sequence[str] = ()


def audit(home: Home, wish: Wish, progress: Progress) -> Audited:
    """Carry out one audit on the home; raises what the parts raise, or ``Stop``."""
    prepare(home)
    progress = Measured(progress)
    with alone(home), Store.open(home.store_url) as store:
        store.migrate()
        store.interrupt_stale(int(time.time()))
        presence = _present(store, wish, progress)
        if wish.fetch:
            _fetch(presence, wish, progress)
        return _carry_out(home, store, wish, presence, progress)


def _present(store: Store, wish: Wish, progress: Progress) -> Presence:
    known = {each.path: slug for slug, each in store.locations().items() if each.path is not None}
    with progress.phase("Finding repositories", 1):
        presence = locate([os.fsencode(r) for r in wish.roots], ignore=wish.fleet.ignore, known=known)
    if not presence.located and not presence.lost and not wish.fleet.inventory:
        unseen = "".join(f"; {each.path} {each.why}" for each in presence.unseen[:3])
        raise Stop(
            Exit.NOTHING,
            f"no git repository was found below {', '.join(wish.roots)}{unseen}; name the folder "
            "that holds your clones.",
        )
    return presence


def _fetch(presence: Presence, wish: Wish, progress: Progress) -> None:
    paths = [each.path for each in presence.located]
    with progress.phase("Asking the remotes", len(paths)) as seen:
        failed = fetch_all(paths, wish.fleet.limits.status_timeout_seconds, seen)
    for path, why in sorted(failed.items()):
        click.echo(f"not fetched: {click.format_filename(path)}: {why}", err=True)


def _carry_out(home: Home, store: Store, wish: Wish, presence: Presence, progress: Measured) -> Audited:
    run_id = wish.run_id
    asked = request(
        wish.fleet,
        wish.roots,
        fleet_file=wish.fleet_file,
        output=wish.output,
        run_id=run_id,
        advisories=advisories_day(home),
    )
    asked = replace(asked, not_looked_into=presence.unseen)
    row = store.audit(store.begin_audit(asked))
    session = Session(store, home, row, formats=wish.formats, spent=progress.spent)
    try:
        with open_instance(home) as instance:
            end_killed_runs(instance)
            registration = _register(instance, session, presence, progress)
            _materialise(instance, session, registration, progress, _left_out(session, wish))
        session.keep_costs()
    except (KeyboardInterrupt, DagsterExecutionInterruptedError):
        ended = _end(session, "interrupted")
        raise Stop(Exit.INTERRUPTED, _WRITING if ended == "complete" else _LOOKING) from None
    except BaseException:
        _end(session, "failed")
        raise
    files = (session.written.get(each.id) for each in EXPORTERS)
    return Audited(session.report, tuple(filter(None, files)), session.unwritten, session.faulty_models)


def _register(
    instance: dg.DagsterInstance, session: Session, presence: Presence, progress: Progress
) -> Registration:
    with progress.phase("Asking what should exist", 1):
        session.inventory()
    registration = register(instance, session, presence)
    if not registration.slugs:
        raise Stop(Exit.NOTHING, "no repository was found, and the inventory lists none; check both.")
    return registration


def _materialise(
    instance: dg.DagsterInstance,
    session: Session,
    registration: Registration,
    progress: Progress,
    left_out: frozenset[str],
) -> None:
    definitions = dg.Definitions(
        assets=[*ASSETS, *own_models(project_beside(session.row.fleet_file, session.fleet.reports.models))],
        asset_checks=CHECKS,
        jobs=[AUDIT],
        resources={"auditing": Begun(session), "progress": progress},
    )
    with _uncollected(), events_gathered(instance):
        definitions.resolve_job_def(AUDIT.name).execute_in_process(
            instance=instance,
            run_id=session.row.run_id,
            tags=registration.range_tags | AT_THE_COMMAND_LINE,
            run_config=_QUIET,
            asset_selection=_without(definitions, left_out),
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """While this lasts the collector need not walk Dagster's own objects, which live as long, at every pass.

    They are given back to it: what is not free when the process ends, DuckDB calls leaked.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _left_out(session: Session, wish: Wish) -> frozenset[str]:
    """The assets that this audit does not make: parts that are skipped, and formats that nobody chose."""
    written = formats_of(session)
    files = {asset_name(each) for each in EXPORTERS if each not in written}
    unused = {"template_plan"} if followed(session) else {"template_plan", *TEMPLATE_ASSETS}
    return frozenset(files.union(unused, *(PARTS[part] for part in wish.skip)))


def _without(definitions: dg.Definitions, left_out: frozenset[str]) -> list[dg.AssetKey]:
    keys = definitions.resolve_asset_graph().materializable_asset_keys
    return sorted(key for key in keys if key.to_user_string() not in left_out)


def _end(session: Session, status: str) -> str:
    """End the audit and say how: one whose results are complete stays so, whatever its files suffered.

    A store that cannot take it now is told by the next audit; what went wrong here must not be hidden by it.
    """
    with suppress(StoreError):
        found = session.store.audit(session.id).status
        if found != "running":
            return found
        session.store.finish_audit(session.id, status=status, at=int(time.time()))
    return status


_LOOKING = "interrupted; what was looked at so far is stored. Run the audit again: it looks at all anew."
_WRITING = (
    "interrupted while the reports were written; the audit itself is complete and stored. "
    "`gitops-assets report` writes its files, which tell what changed."
)
