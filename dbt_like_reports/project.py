"""A folder of SQL models as one value: the models, what is said of them, and what must hold of them.

The folder is a dbt project. Reading it imports neither DuckDB nor pandas.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from dbt_like_reports.declared_tests import singular_test, tests_of
from dbt_like_reports.errors import ModelError
from dbt_like_reports.model import Column, ColumnTest, Model
from dbt_like_reports.properties import LINE, ModelProperties, Properties, read_project, read_properties

_VARIABLE = re.compile(r"""\bvar\(\s*['"]([^'"\n]+)['"]""")
_NAME = re.compile("[A-Za-z_][A-Za-z0-9_]*")

BUILT_IN = Path(__file__).parent


@dataclass(frozen=True)
class Project:
    """All models by name, and the tables of sources that they may read.

    ``singular`` are the tests that are files of their own, ``faults`` what is wrong with the fleet's folders.
    """

    models: Mapping[str, Model]
    sources: Mapping[str, frozenset[str]]
    singular: tuple[ColumnTest, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def marts(self) -> tuple[Model, ...]:
        """The models that people read: ours by name, then the fleet's own."""
        found = (model for model in self.models.values() if model.is_mart)
        return tuple(sorted(found, key=lambda model: (not model.own, model.name)))

    @cached_property
    def variables(self) -> frozenset[str]:
        """The variables that anything here declares or asks for."""
        asked = [model.sql for model in self.models.values()] + [test.sql for test in self.singular]
        declared = (name for model in self.models.values() for name in model.variables)
        return frozenset(declared).union(*(_VARIABLE.findall(sql) for sql in asked)) - {LINE}

    @cached_property
    def version(self) -> str:
        """16 hex digits that move when any model's SQL does."""
        text = "\0".join(f"{model.name}\0{model.sql}" for model in self.models.values())
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def load_project(folder: Path = BUILT_IN, *, own: bool = True) -> Project:
    """The models below ``folder/models``; raises :class:`ModelError` for what cannot be understood."""
    said = [
        (path, read_properties(path, str(path.relative_to(folder.parent))))
        for pattern in ("*.yml", "*.yaml")
        for path in sorted((folder / "models").rglob(pattern))
    ]
    variables = read_project(folder / "dbt_project.yml", f"{folder.name}/dbt_project.yml").defaults
    files = _files(folder)
    leftover = tuple(_leftover(folder, said, files))
    if own and leftover:
        raise ModelError(leftover[0])
    described = dict(_described(folder, said, files))
    models = {
        name: replace(_model(folder, path, described.get(name)), variables=variables, own=own)
        for name, path in sorted(files.items())
    }
    sources = {source.name: source.tables for _, each in said for source in each.sources}
    tests = sorted((folder / "tests").glob("*.sql")) if (folder / "tests").is_dir() else []
    return Project(
        models,
        {name: frozenset(table.name for table in tables) for name, tables in sources.items()},
        tuple(singular_test(path.relative_to(folder.parent), _text(folder, path)) for path in tests),
        leftover,
    )


def extended(base: Project, folders: Iterable[Path]) -> Project:
    """The project with the models of these folders beside its own; what is wrong with them is in ``faults``.

    A description of no model is passed over, a folder that cannot be understood is left out as a whole, and
    nothing in one can hide or change ours.
    """
    for folder in folders:
        try:
            base = _joined(base, folder, load_project(folder, own=False))
        except (ModelError, OSError) as error:
            base = replace(base, faults=(*base.faults, str(error)))
    return base


def _joined(base: Project, folder: Path, added: Project) -> Project:
    if not added.models:
        raise ModelError(
            f"there are no models in {folder}: it has no models/*.sql; lay it out as a dbt project"
        )
    strange = {(name, table) for name, tables in added.sources.items() for table in tables} - {
        (name, table) for name, tables in base.sources.items() for table in tables
    }
    if strange:
        name, table = min(strange)
        raise ModelError(
            f"a source is not known: {folder.name}: {name}.{table}; the fleet's models read the sources of "
            f"gitops-assets: {', '.join(base.sources)}"
        )
    odd = [model.path for name, model in added.models.items() if not _NAME.fullmatch(name)]
    if odd:
        raise ModelError(f"a model has a name that no table may have: {odd[0]}:1; use letters, digits and _")
    twice = sorted(base.models.keys() & added.models.keys())
    faults = tuple(
        f"two models are called {name!r}: "
        f"{added.models[name].path}:1 and {base.models[name].path}; rename yours"
        for name in twice
    )
    new = {name: model for name, model in added.models.items() if name not in twice}
    return Project(
        {**base.models, **new},
        base.sources,
        (*base.singular, *added.singular),
        (*base.faults, *added.faults, *faults),
    )


def _files(folder: Path) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for path in sorted((folder / "models").rglob("*.sql")):
        other = files.setdefault(path.stem, path)
        if other != path:
            raise ModelError(
                f"two models are called {path.stem!r}: {other.relative_to(folder.parent)} and "
                f"{path.relative_to(folder.parent)}; rename one of them"
            )
    return files


def _described(
    folder: Path, said: Iterable[tuple[Path, Properties]], files: Mapping[str, Path]
) -> Iterator[tuple[str, tuple[Path, ModelProperties]]]:
    for path, properties in said:
        shown = path.relative_to(folder.parent)
        for model in properties.models:
            if model.name in files:
                yield model.name, (shown, model)


def _leftover(
    folder: Path, said: Iterable[tuple[Path, Properties]], files: Mapping[str, Path]
) -> Iterator[str]:
    for path, properties in said:
        for model in properties.models:
            if model.name not in files:
                shown = path.relative_to(folder.parent)
                yield (
                    f"a model is described that does not exist: {shown}:{model.line}: "
                    f"{model.name!r}; write models/{model.name}.sql or remove the description"
                )


def _model(folder: Path, path: Path, described: tuple[Path, ModelProperties] | None) -> Model:
    plain = Model(name=path.stem, path=path.relative_to(folder.parent), sql=_text(folder, path))
    if described is None:
        return plain
    shown, said = described
    return replace(
        plain,
        description=said.description.strip(),
        columns=tuple(
            Column(name=each.name, type=each.data_type, description=each.description.strip())
            for each in said.columns
        ),
        tests=tuple(tests_of(shown, said)),
    )


def _text(folder: Path, path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        shown = path.relative_to(folder.parent)
        raise ModelError(f"a model is no text: {shown}: {error}; save it as UTF-8") from error
