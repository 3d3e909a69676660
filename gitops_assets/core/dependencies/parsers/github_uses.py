"""What a ``uses:`` of GitHub Actions names.

Source: [workflow syntax](https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.ecosystems.images import needed
from gitops_assets.core.dependencies.ecosystems.references import to_place
from gitops_assets.core.dependencies.model import Dependency, Kind, Row, Scope, Skipped
from gitops_assets.core.dependencies.parsers.git_address import is_hash
from gitops_assets.core.remote_url import redact

_ACTION = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)/([A-Za-z0-9_.-]+)((?:/[^@\s]*)?)(?:@(\S+))?")

_OWN = "$/"
"""The repository that the file itself is in, at the commit that runs."""


def used(written: str, path: str, line: int, *, scope: Scope) -> Iterator[Row]:
    """The action, the reusable workflow or the image of a ``uses:``, or why it is none of them."""
    written = written.strip()
    if written.startswith("docker://"):
        yield from needed(written, path, line, scope=scope)
    elif written.startswith((".", _OWN)):
        # Local actions count from the root of the repository, wherever the file stands.
        place = written.replace(_OWN, "./", 1) if written.startswith(_OWN) else written
        yield from to_place(place, path, line, folder="", kind=Kind.ACTION, ecosystem="github", scope=scope)
    elif found := _ACTION.fullmatch(written):
        yield _action(found, path, line, scope)
    else:
        yield Skipped(path=path, line=line, reason=f"uses {redact(written)!r}, which names no action")


def _action(found: re.Match[str], path: str, line: int, scope: Scope) -> Dependency:
    # GitHub's names know no case; a folder's name does.
    repository, ref = f"{found[1]}/{found[2]}".lower(), found[4]
    return Dependency(
        kind=Kind.ACTION,
        ecosystem="github",
        name=repository + found[3].rstrip("/"),
        path=path,
        line=line,
        scope=scope,
        constraint=ref,
        resolved=ref if is_hash(ref) else None,
        url=f"https://github.com/{repository}",
    )
