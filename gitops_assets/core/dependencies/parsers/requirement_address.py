"""Requirements that are an address or a path alone, as only requirements files have them."""

from packaging.utils import canonicalize_name

from gitops_assets.core.dependencies.model import Confidence
from gitops_assets.core.dependencies.parsers.demand import Demand
from gitops_assets.core.dependencies.parsers.requirement import at_address
from gitops_assets.core.dependencies.parsers.tree_path import file_of

_ARCHIVES = (".whl", ".tar.gz", ".tar.bz2", ".tgz", ".zip")
_PATHS = ("./", "../", "/", "~", "file:", ".[")


def is_address(entry: str) -> bool:
    """Whether pip takes the text for an address (``git+https://…``)."""
    scheme, slashes, _ = entry.partition(" ")[0].partition("://")
    return bool(slashes) and scheme != "file" and scheme.replace("+", "").isalnum()


def is_path(entry: str) -> bool:
    """Whether pip takes the text for a folder or an archive of the tree."""
    first = entry.partition(" ")[0]
    if entry.startswith(_PATHS) or first in {".", ".."}:
        return True
    return first.endswith(_ARCHIVES) and "@" not in entry and "://" not in first


def from_path(entry: str) -> Demand:
    """What stands at a path; its name is the path until somebody looks what it publishes."""
    path = entry.partition("#")[0].partition(";")[0].strip().removeprefix("file:").removeprefix("//")
    path = path.partition("[")[0] or "."
    return Demand(ecosystem="pypi", name=path, file=path)


def from_address(entry: str) -> tuple[Demand, Confidence]:
    """The package behind an address; a name that it does not tell (``#egg=``) is taken from its last part."""
    address = entry.partition(" ")[0]
    told = address.rpartition("#")[2].rpartition("egg=")[2] if "egg=" in address.rpartition("#")[2] else ""
    told = told.partition("&")[0].partition("[")[0]
    name = canonicalize_name(told or _guessed(address))
    return at_address(name, address), Confidence.DECLARED if told else Confidence.INFERRED


def _guessed(address: str) -> str:
    place = address.partition("#")[0].partition("?")[0].partition("://")[2].partition("/")[2]
    last = file_of(place.partition("@")[0].rstrip("/"))
    for end in _ARCHIVES:
        if last.endswith(end):
            return last.removesuffix(end).partition("-")[0]
    return last.removesuffix(".git") or place or "unnamed"
