"""How Conan writes a reference: ``name/version@user/channel#revision%time``.

Source: [Conan references](https://docs.conan.io/2/devops/using_conancenter.html).
"""

from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind, Row, Scope, Skipped

SCOPES = {
    "requires": Scope.RUNTIME,
    "tool_requires": Scope.BUILD,
    "build_requires": Scope.BUILD,
    "python_requires": Scope.BUILD,
    "test_requires": Scope.TEST,
}


def split(reference: str) -> tuple[str, str]:
    """The name and version of a reference; a range's brackets stay, "" for a version that is not known."""
    bare = reference.split("#", 1)[0].split("%", 1)[0]
    name, _, version = bare.partition("/")
    version = version.rpartition("]")[0] + "]" if version.startswith("[") and "]" in version else version
    return name.strip(), version if version.startswith("[") else version.partition("@")[0].strip()


def requirement(reference: str, path: str, line: int, scope: Scope) -> Row:
    """The row of a requirement, as far as a reference can be read without running anything."""
    name, version = split(reference)
    if not name or not version or "{" in name:
        reason = f"requires {reference[:80]!r}, which is no reference that can be read"
        return Skipped(path=path, line=line, reason=reason)
    return Dependency(
        kind=Kind.PACKAGE,
        ecosystem="conan",
        name=name,
        path=path,
        line=line,
        scope=scope,
        constraint=None if "{" in version else version,
        confidence=Confidence.INFERRED if path.endswith(".py") else Confidence.DECLARED,
    )
