"""Images run as somebody other than root.

Without `USER` a container runs as root: whoever gets into the process may write everything in it, and is
root on the host if they get out. Bases that say that they have a user of their own are believed, and
those whose start is kept as it is; Dockerfiles to develop or build in are not asked.

Source: [hadolint, DL3002](https://github.com/hadolint/hadolint/wiki/DL3002).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.parsers.dockerfile_text import Instruction
from gitops_assets.core.gates.containers.dockerfiles import builds
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity

_BASES = re.compile(
    r"non-?root|rootless|unprivileged|cgr\.dev/|chainguard/|windows|nanoserver|servercore|^scratch$"
)
_ROOT = re.compile(r"(?:root|0)(?::\S*)?", re.IGNORECASE)
_PREPARED = re.compile(
    r"\b(?:gosu|su-exec|setpriv|runuser|s6-overlay|entrypoint)\b|entrypoint", re.IGNORECASE
)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every image whose final stage names no user, or root, and whose start drops no rights."""
    for build in builds(facts):
        users = list(build.kept_instructions("USER"))
        line = users[-1].line if users else build.final.line
        starts = [each.rest for each in build.kept_instructions("ENTRYPOINT", "CMD")]
        if not build.ships or _named(users) or (not users and _BASES.search(build.kept[0].base.lower())):
            continue
        if starts and not any(map(_PREPARED.search, starts)):
            yield Finding(
                message="The image runs as root.",
                path=build.path,
                line=line,
                subject=build.path,
                remedy="Write before the last CMD or ENTRYPOINT: USER 65532",
            )


def _named(users: list[Instruction]) -> bool:
    return bool(users) and not _ROOT.fullmatch(users[-1].rest.strip())


GATE = Gate(
    id="image-user-unprivileged",
    title="Images run as somebody other than root",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Create a user in the Dockerfile and name it with USER.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
    by_file=True,
)
