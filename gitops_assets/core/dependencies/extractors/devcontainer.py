"""Dev containers: the image, the features and the files that an editor's container is made of.

Source: [dev container reference](https://containers.dev/implementors/json_reference/).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.images import needed
from gitops_assets.core.dependencies.ecosystems.references import to_place
from gitops_assets.core.dependencies.model import Extractor, Kind, Row, Scope
from gitops_assets.core.dependencies.parsers.in_tree import folder_of
from gitops_assets.core.dependencies.parsers.json_text import read_json_with_comments
from gitops_assets.core.dependencies.parsers.located import Located, Place

_FILES: tuple[Place, ...] = (("dockerFile",), ("build", "dockerfile"), ("build", "context"), ("context",))


def wants(path: str) -> bool:
    """The places where the specification looks, in any folder of the tree."""
    if path.endswith("/.devcontainer.json") or path == ".devcontainer.json":
        return True
    return path.endswith("/devcontainer.json") and f"/{path}".count("/.devcontainer/") > 0


def extract(path: str, text: str) -> Iterator[Row]:
    """The image, the features (which are images too), and the Dockerfile and Compose files that it names."""
    file = read_json_with_comments(text)
    image = file.text("image")
    if image:
        yield from needed(image, path, file.line("image"), scope=Scope.DEV)
    for feature in file.mapping("features"):
        line = file.line("features", feature)
        if feature.startswith("."):
            yield from _local(feature, path, line)
        else:
            yield from needed(feature, path, line, scope=Scope.DEV)
    for place, written in _files(file):
        yield from _local(written, path, file.line(*place))


def _files(file: Located) -> Iterator[tuple[Place, str]]:
    for place in _FILES:
        written = file.text(*place)
        if written:
            yield place, written
    compose = file.text("dockerComposeFile")
    if compose:
        yield ("dockerComposeFile",), compose
    for nth, each in file.texts("dockerComposeFile"):
        yield ("dockerComposeFile", nth), each


def _local(written: str, path: str, line: int) -> Iterator[Row]:
    return to_place(
        written, path, line, folder=folder_of(path), kind=Kind.IMAGE, ecosystem="docker", scope=Scope.DEV
    )


EXTRACTOR = Extractor(
    id="devcontainer",
    title="Dev containers (devcontainer.json)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=("devcontainer.json",),
)
