"""From a model's file to SQL: what it refers to, and the order that follows from it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from types import TracebackType

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dbt_like_reports.errors import ModelError
from dbt_like_reports.model import ColumnTest, Model
from dbt_like_reports.project import Project
from dbt_like_reports.volatile import demand_pure

Variables = Mapping[str, object]

_NONE = object()
_TEMPLATE = "<template>"


@dataclass(frozen=True, slots=True)
class Rendered:
    """One model as the SQL that DuckDB gets, line by line as in the file."""

    model: Model
    sql: str
    refs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """The models in order, and why those of the fleet that are not among them cannot be."""

    models: tuple[Rendered, ...]
    faults: tuple[str, ...] = ()


def planned(project: Project, variables: Variables | None = None) -> Plan:
    """Every model as SQL, each after those that it refers to.

    Raises :class:`ModelError` where one of ours is wrong; one of the fleet's own is left out, with those that
    are made of it, and told.
    """
    ours = [render(model, project, variables) for model in project.models.values() if model.own]
    theirs: dict[str, Rendered] = {}
    faults: list[str] = []
    for model in project.models.values():
        if not model.own:
            try:
                made = render(model, project, variables)
                demand_pure(model.name, str(model.path), made.sql)
                theirs[model.name] = made
            except ModelError as error:
                faults.append(str(error))
    known = {each.model.name: each for each in ordered(ours)}
    while theirs:
        missing = {name: each for name, each in theirs.items() if each.refs - known.keys() - theirs.keys()}
        faults += [
            _left_out(each, min(each.refs - known.keys() - theirs.keys())) for each in missing.values()
        ]
        theirs = {name: each for name, each in theirs.items() if name not in missing}
        if missing:
            continue
        try:
            return Plan(ordered([*known.values(), *theirs.values()]), tuple(faults))
        except _Circle as circle:
            faults.append(str(circle))
            theirs = {name: each for name, each in theirs.items() if name not in circle.names}
    return Plan(tuple(known.values()), tuple(faults))


def compiled(project: Project) -> tuple[Rendered, ...]:
    """Every model as SQL, each after those that it refers to; raises :class:`ModelError`."""
    return ordered(render(model, project) for model in project.models.values())


def render(model: Model, project: Project, variables: Variables | None = None) -> Rendered:
    """One model's SQL. Jinja knows ``ref``, ``source``, ``var`` and ``config`` and can reach nothing else."""
    text = _Text(f"the model {model.name!r}", str(model.path), {**model.variables, **(variables or {})})
    sql = text.rendered(model.sql, project)
    return Rendered(model, sql, frozenset(text.refs))


def render_test(test: ColumnTest, project: Project, variables: Variables | None = None) -> str:
    """The SQL of a test that is a file."""
    about = project.models.get(test.model)
    text = _Text(
        f"the test {test.path.stem!r}",
        str(test.path),
        {**(about.variables if about else {}), **(variables or {})},
    )
    return text.rendered(test.sql, project)


@dataclass(slots=True)
class _Text:
    """One file on its way to SQL; ``refs`` are the models that it named so far."""

    called: str
    path: str
    variables: Variables
    refs: set[str] = field(default_factory=set)

    def rendered(self, sql: str, project: Project) -> str:
        def ref(name: str) -> str:
            _demand(name, project.models, "model")
            self.refs.add(name)
            return quoted(name)

        def source(name: str, table: str) -> str:
            _demand(name, project.sources, "source")
            _demand(table, project.sources[name], f"table of the source {name!r}")
            return quoted(f"{name}.{table}")

        def var(name: str, default: object = _NONE) -> object:
            if name not in self.variables and default is _NONE:
                _demand(name, self.variables, "variable")
            return self.variables.get(name, default)

        return self._filled(sql, {"ref": ref, "source": source, "var": var, "config": lambda **_: ""})

    def _filled(self, sql: str, known: Mapping[str, Callable[..., object]]) -> str:
        environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True)
        try:
            return environment.from_string(sql).render(**known)
        except _Unknown as error:
            place = _placed(self.path, _line(error.__traceback__))
            message = (
                f"{self.called} refers to {error.name!r}, which is no {error.what}: {place}; {error.hint}"
            )
            raise ModelError(message) from None
        except (TemplateError, TypeError, ArithmeticError, ValueError) as error:
            line = error.lineno if isinstance(error, TemplateSyntaxError) else _line(error.__traceback__)
            raise ModelError(
                f"{self.called} is no Jinja that can be rendered: {_placed(self.path, line)}: {error}; use "
                "only ref('model'), source('name', 'table') and var('name', default)"
            ) from error


class _Unknown(Exception):  # noqa: N818 - reads as the sentence it is
    """A name that nothing has."""

    def __init__(self, name: str, what: str, hint: str) -> None:
        super().__init__(name)
        self.name, self.what, self.hint = name, what, hint


class _Circle(ModelError):  # noqa: N818 - reads as the sentence it is
    """Models that refer to each other."""

    def __init__(self, message: str, names: Iterable[str]) -> None:
        super().__init__(message)
        self.names = frozenset(names)


def ordered(rendered: Iterable[Rendered]) -> tuple[Rendered, ...]:
    """The models so that each stands after those that it refers to, otherwise by name."""
    by_name = {each.model.name: each for each in sorted(rendered, key=lambda each: each.model.name)}
    graph = {name: sorted(each.refs) for name, each in by_name.items()}
    try:
        return tuple(by_name[name] for name in TopologicalSorter(graph).static_order())
    except CycleError as error:
        # graphlib names each one after what refers to it.
        circle = list(reversed(error.args[1]))
        first = by_name[circle[0]].model
        place = _placed(str(first.path), _line_of(first.sql, circle[1]))
        raise _Circle(
            f"models refer to each other in a circle: {place}: "
            f"{' → '.join(circle)}; take out one of these refs",
            circle,
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


def _left_out(rendered: Rendered, ref: str) -> str:
    model = rendered.model
    place = _placed(str(model.path), _line_of(model.sql, ref))
    return f"the model {model.name!r} is left out with {ref!r}, which it is made of: {place}; mend {ref!r}"


def _demand(name: str, known: Iterable[str] | Mapping[str, object], what: str) -> None:
    names = sorted(known)
    if name in names:
        return
    near = get_close_matches(str(name), names, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"choose one of: {', '.join(names) or 'none is there'}"
    raise _Unknown(name, what, hint)


def _placed(path: str, line: int | None) -> str:
    return f"{path}:{line}" if line else path


def _line(trace: TracebackType | None) -> int | None:
    """The line of the template in which it happened; Jinja rewrites its traces so that they tell."""
    line = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _TEMPLATE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _line_of(sql: str, ref: str) -> int | None:
    found = re.search(rf"""\bref\(\s*['"]{re.escape(ref)}['"]""", sql)
    return sql.count("\n", 0, found.start()) + 1 if found else None
