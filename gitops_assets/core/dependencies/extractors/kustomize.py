"""Kustomizations: what they are built on, the images that they put in, and the charts that they inflate.

A remote base is a dependency on its git repository; a folder of the same tree is told as local. An image's
new name or tag is what will run.

Source: [kustomization.yaml](https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/).
"""

from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.images import needed
from gitops_assets.core.dependencies.ecosystems.references import to_git, to_place
from gitops_assets.core.dependencies.model import Dependency, Extractor, Kind, Row
from gitops_assets.core.dependencies.parsers.git_address import git_address
from gitops_assets.core.dependencies.parsers.in_tree import folder_of
from gitops_assets.core.dependencies.parsers.kubernetes_text import is_kustomization
from gitops_assets.core.dependencies.parsers.located import Located, Place
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document
from gitops_assets.core.remote_url import redact

_BUILT_ON = ("resources", "bases", "components", "crds", "generators", "transformers")
_FILES = (".yaml", ".yml", ".json")


def wants(path: str) -> bool:
    """The names that kustomize looks for."""
    return is_kustomization(path)


def extract(path: str, text: str) -> Iterator[Row]:
    """Remote and local bases, images and charts."""
    file = read_yaml_document(text)
    for key in _BUILT_ON:
        for nth, written in file.texts(key):
            yield from _base(written, path, file.line(key, nth))
    for nth in range(len(file.items("images"))):
        yield from _image(file, ("images", nth), path)
    for key in ("helmCharts", "helmChartInflationGenerator"):
        for nth in range(len(file.items(key))):
            yield from _chart(file, (key, nth), path)


def _base(written: str, path: str, line: int) -> Iterator[Row]:
    if "\n" in written:
        return  # a generator written out in place
    if address := git_address(written):
        yield to_git(address, path, line, kind=Kind.DEPLOYMENT)
    elif "://" in written:
        name = redact(written)
        yield Dependency(kind=Kind.DEPLOYMENT, ecosystem="git", name=name, path=path, line=line)
    elif not written.endswith(_FILES) or written.startswith("../"):
        folder = folder_of(path)
        yield from to_place(written, path, line, folder=folder, kind=Kind.DEPLOYMENT, ecosystem="kustomize")


def _image(file: Located, place: Place, path: str) -> Iterator[Row]:
    name = file.text(*place, "newName") or file.text(*place, "name")
    tag, digest = (file.text(*place, key) for key in ("newTag", "digest"))
    if name:
        written = name + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
        key = next((each for each in ("newTag", "digest", "newName") if file.text(*place, each)), "name")
        yield from needed(written, path, file.line(*place, key))


def _chart(file: Located, place: Place, path: str) -> Iterator[Row]:
    name = file.text(*place, "name") or file.text(*place, "chartName")
    repository = file.text(*place, "repo") or file.text(*place, "chartRepoUrl") or ""
    address = git_address(repository) if repository.startswith("http") else None
    if name:
        yield Dependency(
            kind=Kind.CHART,
            ecosystem="helm",
            name=name,
            path=path,
            line=file.line(*place, "name"),
            constraint=file.text(*place, "version") or file.text(*place, "chartVersion"),
            url=address.url if address else None,
        )


EXTRACTOR = Extractor(
    id="kustomize",
    title="Kustomizations (kustomization.yaml)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".yml", ".yaml", "kustomization"),
)
