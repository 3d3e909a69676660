"""From a model's file to SQL: what it refers to, and the order that follows from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dbt_like_reports.errors import ModelError
from dbt_like_reports.project import Model, Project


@dataclass(frozen=True, slots=True)
class Rendered:
    """One model as the SQL that DuckDB gets, line by line as in the file."""

    model: Model
    sql: str
    refs: frozenset[str]


def compiled(project: Project) -> tuple[Rendered, ...]:
    """Every model as SQL, each after those that it refers to; raises :class:`ModelError`."""
    return ordered(render(model, project) for model in project.models.values())


def render(model: Model, project: Project) -> Rendered:
    """One model's SQL. Jinja knows ``ref`` and ``source`` and can reach nothing else."""
    refs: set[str] = set()

    def ref(name: str) -> str:
        _demand(name, project.models, model, "model")
        refs.add(name)
        return quoted(name)

    def source(name: str, table: str) -> str:
        _demand(name, project.sources, model, "source")
        _demand(table, project.sources[name], model, f"table of the source {name!r}")
        return quoted(f"{name}.{table}")

    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True)
    try:
        sql = environment.from_string(model.sql).render(ref=ref, source=source)
    except (TemplateError, TypeError, ArithmeticError) as error:
        line = f":{error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        raise ModelError(
            f"the model {model.name!r} is no Jinja that can be rendered: {model.path}{line}: {error}; use "
            "only ref('model') and source('name', 'table')"
        ) from error
    return Rendered(model, sql, frozenset(refs))


def ordered(rendered: Iterable[Rendered]) -> tuple[Rendered, ...]:
    """The models so that each stands after those that it refers to, otherwise by name."""
    by_name = {each.model.name: each for each in sorted(rendered, key=lambda each: each.model.name)}
    graph = {name: sorted(each.refs) for name, each in by_name.items()}
    try:
        return tuple(by_name[name] for name in TopologicalSorter(graph).static_order())
    except CycleError as error:
        # graphlib names each one after what refers to it.
        circle = list(reversed(error.args[1]))
        raise ModelError(
            f"models refer to each other in a circle: {by_name[circle[0]].model.path}: "
            f"{' → '.join(circle)}; take out one of these refs"
        ) from None


def lineage(models: Iterable[Rendered]) -> dict[str, frozenset[str]]:
    """By name, a model and all that it is made of, near and far; the models stand in order."""
    made_of: dict[str, frozenset[str]] = {}
    for each in models:
        made_of[each.model.name] = frozenset({each.model.name}).union(*(made_of[ref] for ref in each.refs))
    return made_of


def quoted(name: str) -> str:
    """The name as SQL's identifier."""
    return '"' + name.replace('"', '""') + '"'


def _demand(name: str, known: Iterable[str] | Mapping[str, object], model: Model, what: str) -> None:
    names = sorted(known)
    if name in names:
        return
    near = get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"choose one of: {', '.join(names) or 'none is there'}"
    raise ModelError(f"the model {model.name!r} refers to {name!r}, which is no {what}: {model.path}; {hint}")
