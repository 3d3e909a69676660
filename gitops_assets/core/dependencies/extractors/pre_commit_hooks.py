"""pre-commit hooks that a repository offers; others name the repository, so this is an inventory.

Source: [creating new hooks](https://pre-commit.com/#new-hooks).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Extractor, Kind, Publication, Row
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document


def wants(path: str) -> bool:
    """The one file at the top of the tree that pre-commit reads."""
    return path == ".pre-commit-hooks.yaml"


def extract(path: str, text: str) -> Iterator[Row]:
    """One publication a hook, named by its id."""
    file = read_yaml_document(text)
    for nth in range(len(file.items())):
        name = file.text(nth, "id")
        if name:
            line = file.line(nth, "id")
            yield Publication(kind=Kind.HOOK, ecosystem="pre-commit", name=name, path=path, line=line)


EXTRACTOR = Extractor(
    id="pre-commit-hooks",
    title="pre-commit hooks (.pre-commit-hooks.yaml)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".pre-commit-hooks.yaml",),
)
