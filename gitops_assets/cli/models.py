"""``gitops-assets models``: the SQL models behind the reports, and the fleet's own beside them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dbt_like_reports.model import Model
from dbt_like_reports.pages import page
from dbt_like_reports.project import Project
from dbt_like_reports.rendering import planned
from gitops_assets.assets.material import computed, project_of
from gitops_assets.cli.columns import aligned
from gitops_assets.cli.exits import Exit, Stop
from gitops_assets.cli.failures import told
from gitops_assets.cli.model_tables import FORMATS, rendered
from gitops_assets.cli.moments import MOMENT
from gitops_assets.cli.report_choice import Choice
from gitops_assets.core.text import display
from resources.home import find_home
from resources.report_files import write_report
from resources.store.store import Store

_FLEET = "Of this fleet, where several share the home: its name, its fleet file, or one of its folders."

_fleet = click.option("--fleet", metavar="FLEET", help=_FLEET)
_as_of = click.option("--as-of", metavar="WHEN", help=f"The audit that was the last one then. {MOMENT}")
_select = click.option(
    "-s", "--select", "names", multiple=True, metavar="NAME", help="Only these models; * stands for anything."
)
_var = click.option(
    "--var", "given", multiple=True, metavar="NAME=VALUE", help="A variable instead of its default."
)


if TYPE_CHECKING:
    from dbt_like_reports.runner import Run


@dataclass(frozen=True, slots=True)
class _At:
    """The audit that is meant, and its models."""

    store: Store
    audit: int
    project: Project

    def selected(self, names: Sequence[str], *, marts: bool) -> list[Model]:
        """The models of these names; without any the marts, or all."""
        known = self.project.models.values()
        for name in names:
            if not any(fnmatch(model.name, name) for model in known):
                _faults(self.project.faults)
                raise Stop(
                    Exit.USAGE, f"no model is called {name!r}; `gitops-assets models list` names them."
                )
        if names:
            return [model for model in known if any(fnmatch(model.name, name) for name in names)]
        return [model for model in known if model.is_mart or not marts]


@click.group("models")
def command() -> None:
    """Answer questions from the store with SQL: run, test, read and extend the models behind the reports."""


@command.command("list")
@_fleet
@_as_of
def list_(fleet: str | None, as_of: str | None) -> int:
    """List the models with the question that each answers."""
    with _at(fleet, as_of) as at:
        rows = [_line(model) for model in at.selected((), marts=False)]
        with told():
            plan = planned(at.project)
    for line in aligned(rows):
        click.echo(line)
    return _faults((*at.project.faults, *plan.faults))


@command.command()
@_select
@_fleet
@_as_of
@_var
@click.option("-f", "--format", "form", type=click.Choice(list(FORMATS)), default="table", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="Write a file a model.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Rows that are shown as a table.")
def run(
    names: Sequence[str],
    fleet: str | None,
    as_of: str | None,
    given: Sequence[str],
    *,
    form: str,
    output: Path | None,
    limit: int | None,
) -> int:
    """Compute models and print their tables, or write them as files."""
    with _at(fleet, as_of) as at:
        chosen = [model.name for model in at.selected(names, marts=True)]
        made = _run(at, given, chosen)
    for name, table in made.tables.items():
        if output is None:
            click.echo(rendered(table, form, 20 if limit is None else limit), nl=False)
        else:
            kind = "csv" if form == "table" else form
            path = write_report(output / f"{name}.{kind}", rendered(table, kind, None).encode())
            click.echo(str(path))
    return _faults(made.faults)


@command.command()
@_select
@_fleet
@_as_of
@_var
def test(names: Sequence[str], fleet: str | None, as_of: str | None, given: Sequence[str]) -> int:
    """Test what must hold of models; each that fails is shown with rows that offend.

    Exit codes: 0 everything holds, 1 something does not, 2 wrong usage, 3 a model is broken.
    """
    with _at(fleet, as_of) as at:
        chosen = {model.name for model in at.selected(names, marts=False)}
        made = _run(at, given, ())
    asked = [answer for answer in made.tests if answer.test.model in chosen]
    failed = [answer for answer in asked if not answer.passed]
    for answer in failed:
        click.echo(display(answer.message))
    click.echo(f"{len(asked) - len(failed):,} tests hold, {len(failed):,} fail.")
    return _faults(made.faults) or (Exit.FINDINGS if failed else Exit.FINE)


@command.command("compile")
@_select
@_fleet
@_as_of
@_var
def compile_(names: Sequence[str], fleet: str | None, as_of: str | None, given: Sequence[str]) -> int:
    """Print the SQL that DuckDB gets, in the order in which it is carried out."""
    with _at(fleet, as_of) as at:
        chosen = {model.name for model in at.selected(names, marts=False)}
        with told():
            plan = planned(at.project, _variables(at.project, given))
    for each in plan.models:
        if each.model.name in chosen:
            click.echo(f"-- {each.model.name}: {each.model.path}\n{each.sql.strip()}\n")
    return _faults((*at.project.faults, *plan.faults))


@command.command()
@_fleet
@_as_of
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the page here.")
def docs(fleet: str | None, as_of: str | None, output: Path | None) -> int:
    """Write a page of Markdown: every model with its columns, its tests and what it is made of."""
    if output is not None and output.is_dir():
        raise Stop(
            Exit.USAGE,
            f"the page cannot be written: {output} is a folder; name a file, like {output / 'models.md'}.",
        )
    with _at(fleet, as_of) as at, told():
        text = page(at.project, planned(at.project))
        if output is None:
            click.echo(text, nl=False)
        else:
            click.echo(str(write_report(output.absolute(), text.encode())))
    return _faults(at.project.faults)


@contextmanager
def _at(fleet: str | None, as_of: str | None) -> Iterator[_At]:
    with told():
        home = find_home()
    with told(), Store.open(home.store_url) as store:
        store.check()
        row = Choice(store, home, fleet).audit(as_of)
        yield _At(store, row.id, project_of(row, _warn))


def _run(at: _At, given: Sequence[str], only: Sequence[str]) -> "Run":
    from dbt_like_reports.runner import Ask  # noqa: PLC0415 - DuckDB is loaded where it is needed

    return computed(at.store, at.audit, at.project, Ask(variables=_variables(at.project, given), only=only))


def _variables(project: Project, given: Sequence[str]) -> dict[str, str]:
    if odd := [each for each in given if "=" not in each]:
        raise Stop(Exit.USAGE, f"{odd[0]!r} is no NAME=VALUE; give --var like trend_days=30.")
    values = dict(each.split("=", 1) for each in given)
    known = sorted(project.variables)
    for name in values:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"choose one of: {', '.join(known) or 'none'}."
            raise Stop(Exit.USAGE, f"no model has a variable {name!r}, given with --var; {hint}")
    return values


def _line(model: Model) -> list[str]:
    question = model.description.split("? ")[0] + "?" if "? " in model.description else model.description
    mark = "mart" if model.is_mart else "step"
    return [click.style(model.name, bold=True), mark if model.own else f"own {mark}", display(question)]


def _warn(fault: str) -> None:
    click.echo(f"gitops-assets: {fault}", err=True)


def _faults(faults: Sequence[str]) -> Exit:
    for fault in faults:
        _warn(fault)
    return Exit.BROKEN if faults else Exit.FINE
