"""The dependencies that lead to a git repository or to a place in the same tree, told alike by every file."""

from collections.abc import Iterator

from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind, Row, Scope, Skipped
from gitops_assets.core.dependencies.parsers.git_address import Address, is_hash
from gitops_assets.core.dependencies.parsers.in_tree import target
from gitops_assets.core.remote_url import redact


def to_git(address: Address, path: str, line: int, *, kind: Kind, scope: Scope = Scope.RUNTIME) -> Dependency:
    """A dependency on a git repository, named by its URL; a full commit hash is its resolved version."""
    unknown = "$" in address.url or "{{" in address.url
    return Dependency(
        kind=kind,
        ecosystem="git",
        name=address.url,
        path=path,
        line=line,
        scope=scope,
        constraint=address.ref,
        resolved=address.ref if is_hash(address.ref) else None,
        confidence=Confidence.INFERRED if unknown else Confidence.DECLARED,
        url=address.url,
    )


def to_place(
    written: str,
    path: str,
    line: int,
    *,
    folder: str,
    kind: Kind,
    ecosystem: str,
    scope: Scope = Scope.RUNTIME,
) -> Iterator[Row]:
    """A dependency on a path of the same tree; one that leads out of it is inferred to be a neighbour."""
    found = target(folder, written)
    if found.local is None and found.url is None:
        yield Skipped(
            path=path, line=line, reason=f"refers to {redact(written)!r}, which is no path inside of the tree"
        )
        return
    yield Dependency(
        kind=kind,
        ecosystem=ecosystem,
        name=found.name,
        path=path,
        line=line,
        scope=scope,
        confidence=Confidence.DECLARED if found.url is None and "$" not in written else Confidence.INFERRED,
        local=found.local,
        url=found.url,
    )
