"""setuptools' declarative configuration: what the [options] of a setup.cfg need, and what it publishes.

Source: [setup.cfg](https://setuptools.pypa.io/en/latest/userguide/declarative_config.html).
"""

from collections.abc import Iterator

from packaging.utils import canonicalize_name

from gitops_assets.core.dependencies.model import Definition, Extractor, Kind, Publication, Row, Scope
from gitops_assets.core.dependencies.parsers.demand import repetitions
from gitops_assets.core.dependencies.parsers.ini_text import read_ini
from gitops_assets.core.dependencies.parsers.located import Located
from gitops_assets.core.dependencies.parsers.requirement import scope_of
from gitops_assets.core.dependencies.parsers.requirement_rows import requirement_rows
from gitops_assets.core.dependencies.parsers.tree_path import file_of

_OPTIONS = {
    "install_requires": Scope.RUNTIME,
    "setup_requires": Scope.BUILD,
    "tests_require": Scope.TEST,
}
_EXTRAS = "options.extras_require"


def wants(path: str) -> bool:
    """Every setup.cfg; most hold only the settings of tools and give no rows."""
    return file_of(path) == "setup.cfg"


def extract(path: str, text: str) -> Iterator[Row]:
    """One dependency a requirement, and the package that [metadata] names."""
    settings = read_ini(text)
    yield from repetitions(path, settings)
    name = _one(settings, "metadata", "name")
    if name:
        version = _one(settings, "metadata", "version")
        yield Publication(
            kind=Kind.PACKAGE,
            ecosystem="pypi",
            name=canonicalize_name(name),
            version=None if version is None or version.startswith(("attr:", "file:")) else version,
            path=path,
            line=settings.line("metadata", "name"),
        )
    for option, scope in _OPTIONS.items():
        yield from _requirements(path, settings, ("options", option), scope)
    for extra in settings.mapping(_EXTRAS):
        yield from _requirements(path, settings, (_EXTRAS, extra), scope_of(extra, Scope.OPTIONAL))


def _requirements(path: str, settings: Located, place: tuple[str, str], scope: Scope) -> Iterator[Row]:
    lines = list(settings.texts(*place))
    own = _one(settings, "metadata", "name") or ""
    for nth, written in lines:
        line = settings.line(*place, nth)
        if written.startswith("file:"):
            for file in written.removeprefix("file:").split(","):
                yield Definition(group="pip:include", name=file.strip(), value="r", path=path, line=line)
            continue
        # On one line setuptools takes semicolons for separators, so that no marker fits there.
        for each in written.split(";") if len(lines) == 1 and line == settings.line(*place) else [written]:
            yield from requirement_rows(path, line, each, scope=scope, own=own)


def _one(settings: Located, section: str, key: str) -> str | None:
    return settings.text(section, key, 0)


EXTRACTOR = Extractor(
    id="setup-cfg",
    title="setuptools (setup.cfg)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("setup.cfg",),
)
