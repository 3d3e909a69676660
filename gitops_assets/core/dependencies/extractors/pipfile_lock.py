"""Pipenv's lock file: the versions that Pipenv chose, in every category.

Source: [Pipfile.lock](https://pipenv.pypa.io/en/latest/pipfile.html).
"""

from collections.abc import Iterator

from packaging.utils import canonicalize_name

from gitops_assets.core.dependencies.model import Definition, Extractor, Locked, Malformed, Row, Skipped
from gitops_assets.core.dependencies.parsers.json_text import read_json
from gitops_assets.core.dependencies.parsers.lock_members import MEMBER
from gitops_assets.core.dependencies.parsers.requirement import exact
from gitops_assets.core.dependencies.parsers.tree_path import file_of


def wants(path: str) -> bool:
    """Every Pipfile.lock."""
    return file_of(path) == "Pipfile.lock"


def extract(path: str, text: str) -> Iterator[Row]:
    """One locked version an entry; of a repository it is the commit."""
    lock = read_json(text)
    if not isinstance(lock.value, dict):
        raise Malformed("holds no object")
    spec = lock.at("_meta", "pipfile-spec")
    if spec not in {None, 5, 6}:
        why = f"has the pipfile-spec {str(spec)[:50]!r}, which is not known"
        yield Skipped(path=path, line=lock.line("_meta", "pipfile-spec"), reason=why)
        return
    yield Definition(group=MEMBER, name="", value="", path=path, line=1)
    for category in lock.mapping():
        for name in lock.mapping(category) if category != "_meta" else ():
            version = exact(lock.text(category, name, "version")) or lock.text(category, name, "ref")
            if version:
                yield Locked(
                    ecosystem="pypi",
                    name=canonicalize_name(name),
                    version=version,
                    path=path,
                    line=lock.line(category, name),
                )


EXTRACTOR = Extractor(
    id="pipfile-lock",
    title="Pipenv lock files (Pipfile.lock)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("pipfile.lock",),
)
