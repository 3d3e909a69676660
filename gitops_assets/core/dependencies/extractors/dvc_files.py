"""DVC: the datasets that a tree keeps, those that it imports, and where they are stored.

Source: [DVC files](https://doc.dvc.org/user-guide/project-structure/dvc-files).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.service_addresses import addresses, stores
from gitops_assets.core.dependencies.extractors.data_stores import store
from gitops_assets.core.dependencies.model import Dependency, Extractor, Kind, Publication, Row
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.repeats import repeats
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document
from gitops_assets.core.remote_url import redact

_REMOTE = re.compile(r"^\s*+url\s*+=\s*+(.*)$")


def wants(path: str) -> bool:
    """``*.dvc``, ``dvc.yaml`` and ``.dvc/config``."""
    return path.endswith((".dvc", "dvc.yaml", ".dvc/config")) and _is_dvc(path)


def _is_dvc(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return name == "dvc.yaml" or name.endswith(".dvc") or folder.rpartition("/")[2] == ".dvc"


def extract(path: str, text: str) -> Iterator[Row]:
    """A publication for each output, a dependency for each import, each stored address and each remote."""
    if path.endswith("config"):
        yield from _remotes(path, text)
        return
    located = read_yaml_document(text)
    yield from repeats(path, located)
    places: list[Place] = [("stages", name) for name in located.mapping("stages")]
    for place in [(), *places]:
        yield from _outputs(path, located, place)
        yield from _needs(path, located, place)


def _remotes(path: str, text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if found := _REMOTE.match(line):
            yield from _stored(path, number, found[1])


def _stored(path: str, line: int, said: str) -> Iterator[Row]:
    return (store(path, line, name) for address in addresses(said) for name in stores(address))


def _said(located: Located, place: Place) -> tuple[str, str | None]:
    """An output or dependency: a path, or in ``dvc.yaml`` a mapping under one."""
    value = located.at(*place)
    if isinstance(value, dict):
        plain = next((key for key in value if isinstance(key, str)), "")
        return located.text(*place, "path") or plain, located.text(*place, "md5")
    return value if isinstance(value, str) else "", None


def _outputs(path: str, located: Located, place: Place) -> Iterator[Row]:
    folder = path.rpartition("/")[0]
    for nth in range(len(located.items(*place, "outs"))):
        here = (*place, "outs", nth)
        name, version = _said(located, here)
        names = [each for address in addresses(name) for each in stores(address)]
        if not names and name and "://" not in name:
            names = [f"{folder}/{name}".lstrip("/")]
        for each in names:
            line = located.line(*here)
            yield Publication(
                kind=Kind.DATA, ecosystem="dataset", name=each, path=path, line=line, version=version
            )


def _needs(path: str, located: Located, place: Place) -> Iterator[Row]:
    for nth in range(len(located.items(*place, "deps"))):
        here = (*place, "deps", nth)
        name, line = _said(located, here)[0], located.line(*here)
        if url := located.text(*here, "repo", "url"):
            yield _imported(path, located, here, redact(url))
        else:
            yield from _stored(path, line, name)


def _imported(path: str, located: Located, place: Place, url: str) -> Dependency:
    return Dependency(
        kind=Kind.DATA,
        ecosystem="dataset",
        name=f"{url}#{_said(located, place)[0]}",
        path=path,
        line=located.line(*place),
        constraint=located.text(*place, "repo", "rev"),
        resolved=located.text(*place, "repo", "rev_lock"),
        url=url,
    )


EXTRACTOR = Extractor(
    id="dvc-files",
    title="DVC datasets and remotes",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".dvc", "dvc.yaml", "config"),
)
