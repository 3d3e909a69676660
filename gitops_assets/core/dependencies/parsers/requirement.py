"""Python requirements (PEP 508) and the names, groups and addresses around them."""

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

from gitops_assets.core.dependencies.model import Scope
from gitops_assets.core.dependencies.parsers.demand import Demand
from gitops_assets.core.dependencies.parsers.source_url import repository_of
from gitops_assets.core.remote_url import redact

LONGEST = 10_000
"""Characters of one requirement; a longer one is no requirement that anybody wrote."""

_VCS = ("git+", "hg+", "svn+", "bzr+")
_ROOTS = ("file:///${PROJECT_ROOT}", "file://${PROJECT_ROOT}", "{root:uri}", "{root:parent:uri}/..")
# fmt: off
_TESTS = frozenset(("test", "tests", "testing", "unittest", "pytest", "tox", "nox", "coverage", "cov"))
_WORK = frozenset((
    "dev", "develop", "development", "doc", "docs", "documentation", "lint", "linting", "linters",
    "typing", "mypy", "format", "formatting", "style", "ci", "check", "checks", "qa", "bench",
    "benchmark", "benchmarks", "debug",
))
# fmt: on


class NoRequirementError(ValueError):
    """A text is no requirement; the message completes "the text …"."""


def read_requirement(text: str) -> Demand:
    """What a requirement asks for; raises :class:`NoRequirementError`."""
    if len(text) > LONGEST:
        raise NoRequirementError(f"is longer than {LONGEST:,} characters")
    try:
        requirement = Requirement(text)
    except (InvalidRequirement, RecursionError) as error:
        why = str(error).partition("\n")[0]
        raise NoRequirementError(f"is no requirement ({why[:200]})") from None
    name = canonicalize_name(requirement.name)
    if requirement.url:
        return at_address(name, requirement.url)
    constraint = _as_written(text, requirement)
    return Demand(ecosystem="pypi", name=name, constraint=constraint, resolved=exact(constraint))


def at_address(name: str, address: str) -> Demand:
    """A package that comes from a repository, an archive or a folder."""
    root = next((each for each in _ROOTS if address.startswith(each)), None)
    if root is not None or address.startswith("file:"):
        file = address[len(root) :].lstrip("/") if root else address.removeprefix("file:").removeprefix("//")
        return Demand(ecosystem="pypi", name=name, file=file.partition("#")[0] or ".")
    if address.startswith(_VCS):
        url, ref = _repository(address)
    else:
        url, ref = repository_of(address.partition("#")[0])
    return Demand(ecosystem="pypi", name=name, url=url, constraint=ref)


def exact(constraint: str | None) -> str | None:
    """The version that a constraint leaves no choice about (``==1.2``), else None."""
    try:
        specifiers = list(SpecifierSet(constraint or ""))
    except InvalidSpecifier:
        return None
    only = specifiers[0] if len(specifiers) == 1 else None
    pinned = only is not None and only.operator in {"==", "==="} and not only.version.endswith(".*")
    return only.version if only is not None and pinned else None


def scope_of(group: str, otherwise: Scope) -> Scope:
    """What the name of an extra, a group or a requirements file says of when its packages are needed."""
    words = set(canonicalize_name(group).split("-"))
    if words & _TESTS:
        return Scope.TEST
    if words & _WORK:
        return Scope.DEV
    return Scope.BUILD if "build" in words else otherwise


def _as_written(text: str, requirement: Requirement) -> str | None:
    rest = text.partition(";")[0].strip()[len(requirement.name) :].strip()
    if rest.startswith("["):
        rest = rest.partition("]")[2].strip()
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1].strip()
    return rest or None


def _repository(address: str) -> tuple[str, str | None]:
    """``git+https://host/o/r@ref#egg=name``: what follows the last ``@`` of the path is the ref."""
    address = address.partition("#")[0].partition("+")[2]
    scheme, slashes, rest = address.partition("://")
    authority, slash, path = rest.partition("/")
    path, _, ref = path.partition("@")
    return redact(scheme + slashes + authority + slash + path), ref or None
