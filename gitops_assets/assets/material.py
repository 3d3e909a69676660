"""What report files are made of: the report of an audit, and the SQL models' tables as of it."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from dbt_like_reports.project import Project, load_project
from exporters.model import Material, Tables, Unavailable
from gitops_assets.core.report import Report
from resources.auditing import Session
from resources.dependencies.kept import Kept
from resources.evidence import UnusableKey, sign
from resources.store.store import Store

if TYPE_CHECKING:
    from dbt_like_reports.runner import Run

PROJECT = load_project()


def material_of(store: Store, report: Report) -> Material:
    """What the files of one audit's report are made of; models are computed when a format asks for tables."""
    return _material(store, report, lambda: computed(store, report.audit.id, PROJECT).tables)


def material_at(session: Session) -> Material:
    """The same within a run, in which the models are computed once however many assets want them."""
    return session.once(_material_at)


def models_at(session: Session) -> "Run":
    """Every model as of the audit that the run's reports tell of."""
    return session.once(_models_at)


def computed(store: Store, audit: int, project: Project) -> "Run":
    """Every model of the project from the store as of an audit."""
    # Loaded when it runs: pandas and DuckDB would cost every other start of Dagster half a second.
    tables = import_module("resources.store.frames").frames(store, audit)
    run: Run = import_module("dbt_like_reports.runner").run(project, {"store": tables})
    return run


def _material_at(session: Session) -> Material:
    return _material(session.store, session.report, lambda: models_at(session).tables)


def _signed(content: bytes) -> str | None:
    try:
        return sign(content)
    except UnusableKey as why:
        raise Unavailable(str(why)) from None


def _material(store: Store, report: Report, tables: Callable[[], Tables]) -> Material:
    audit = report.audit
    return Material(
        report,
        tables,
        make_members=lambda: Kept(store, audit.id, locks=True).members,
        make_policy=lambda: store.policy(audit.policy_digest),
        sign=_signed,
        advisories=store.audit(audit.id).inputs.advisories,
    )


def _models_at(session: Session) -> "Run":
    return computed(session.store, session.reported, PROJECT)
