"""What report files are made of: the report of an audit, and the SQL models' tables as of it."""

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from dbt_like_reports.project import Project, extended, load_project
from exporters.model import Material, Tables, Unavailable
from gitops_assets.core.fleet.faults import FleetFaults
from gitops_assets.core.report import Report
from resources.auditing import Session
from resources.dependencies.kept import Kept
from resources.evidence import UnusableKey, sign
from resources.fleet_file import FleetFileUnreadable, load_fleet
from resources.report_files import Made
from resources.store.model import AuditRow
from resources.store.store import Store

if TYPE_CHECKING:
    from dbt_like_reports.runner import Ask, Run

PROJECT = load_project()

Tell = Callable[[str], None]


def material_of(
    store: Store, report: Report, tell: Tell = lambda _: None, made: Made | None = None
) -> Material:
    """What the files of one audit's report are made of; models are computed when a format asks for tables.

    ``tell`` hears what is wrong with the fleet's own models, which are then left out; ``made`` knows what was
    written from this material already.
    """

    def tables() -> "Run":
        run = computed(store, report.audit.id, project_of(store.audit(report.audit.id), tell))
        for fault in run.faults:
            tell(fault)
        return run

    return _material(store, report, lambda: tables().tables, made or Made())


def material_at(session: Session) -> Material:
    """The same within a run, in which the models are computed once however many assets want them."""
    return session.once(_material_at)


def made_at(session: Session) -> Made:
    """What the run has written of its reports so far."""
    return session.once(_made_at)


def models_at(session: Session) -> "Run":
    """Every model as of the audit that the run's reports tell of."""
    return session.once(_models_at)


def computed(store: Store, audit: int, project: Project, ask: "Ask | None" = None) -> "Run":
    """Every model of the project from the store as of an audit."""
    # Loaded when it runs: pandas and DuckDB would cost every other start of Dagster half a second.
    tables = import_module("resources.store.frames").frames(store, audit)
    runner = import_module("dbt_like_reports.runner")
    run: Run = runner.run(project, {"store": tables}, ask or runner.Ask())
    return run


def project_of(row: AuditRow, tell: Tell = lambda _: None) -> Project:
    """Our models, and beside them those that the audit's fleet file names; without the file, ours."""
    try:
        return project_beside(row.fleet_file, load_fleet(row.fleet_file).reports.models)
    except (FleetFaults, FleetFileUnreadable) as error:
        tell(f"the fleet's own models are left out, as its file cannot be read: {error}")
        return PROJECT


def project_beside(fleet_file: str | None, folders: tuple[str, ...]) -> Project:
    """Our models with those of these folders, which are relative to the fleet file."""
    if fleet_file is None or not folders:
        return PROJECT
    base = Path(fleet_file).parent
    return extended(PROJECT, (base / Path(each).expanduser() for each in dict.fromkeys(folders)))


def known_projects(rows: list[AuditRow]) -> Project:
    """Our models with those of every fleet that these audits were about."""
    return _together(tuple(dict.fromkeys(row.fleet_file for row in rows if row.fleet_file)))


@lru_cache(maxsize=1)
def _together(files: tuple[str, ...]) -> Project:
    folders: dict[Path, None] = {}
    for file in files:
        try:
            named = load_fleet(file).reports.models
        except (FleetFaults, FleetFileUnreadable):
            continue
        folders |= dict.fromkeys(Path(file).parent / Path(each).expanduser() for each in named)
    return extended(PROJECT, folders)


def _material_at(session: Session) -> Material:
    return _material(session.store, session.report, lambda: models_at(session).tables, made_at(session))


def _made_at(_session: Session) -> Made:
    return Made()


def _signed(content: bytes) -> str | None:
    try:
        return sign(content)
    except UnusableKey as why:
        raise Unavailable(str(why)) from None


def _material(store: Store, report: Report, tables: Callable[[], Tables], made: Made) -> Material:
    audit = report.audit
    return Material(
        report,
        tables,
        make_members=lambda: Kept(store, audit.id, locks=True).members,
        make_policy=lambda: store.policy(audit.policy_digest),
        sign=_signed,
        advisories=store.audit(audit.id).inputs.advisories,
        made=made,
    )


def _models_at(session: Session) -> "Run":
    project = project_beside(session.row.fleet_file, session.fleet.reports.models)
    run = computed(session.store, session.reported, project)
    session.faulty_models.extend(f"a model is left out: {fault}" for fault in run.faults)
    session.faulty_models.extend(
        each.message for each in run.tests if not each.passed and not project.models[each.test.model].own
    )
    return run
