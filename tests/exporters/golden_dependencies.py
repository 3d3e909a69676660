"""What the golden fleet depends on: every kind of row, and names that try to break out of every format."""

from gitops_assets.core.dependencies.graph.build import connected
from gitops_assets.core.dependencies.graph.model import (
    Conflict,
    ConflictKind,
    Edge,
    Level,
    Node,
    Proposal,
    VersionClaim,
)
from gitops_assets.core.dependencies.inventory import Technology, Used
from gitops_assets.core.dependencies.model import Confidence, Kind, Scope, Skipped
from gitops_assets.core.dependencies.section import DependencySection, SkippedFile, Unread

SEEN = 1_772_366_340  # 2026-03-01T11:59:00Z
SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("https://evil.example")'
PIPE = "broken|pipe `tick` \\| [link](javascript:alert(1))"
BREAK = "line\nbreak\r\n\x1b[31m\u202egpj.exe\ud800"


def node(slug: str, **known: object) -> Node:
    """A repository of the graph."""
    return Node(slug=slug, **known)  # type: ignore[arg-type] # a fixture's keywords


def edge(source: str, target: str, **known: object) -> Edge:
    """A package that is declared and needed at run time, unless told otherwise."""
    defaults: dict[str, object] = {
        "kind": Kind.PACKAGE,
        "ecosystem": "npm",
        "name": f"@acme/{target.rpartition('/')[2]}",
        "path": "package.json",
        "line": 7,
        "scope": Scope.RUNTIME,
        "constraint": "^1.2.0",
        "resolved": None,
        "confidence": Confidence.DECLARED,
        "level": Level.MEDIUM,
        "last_validated": SEEN,
    }
    return Edge(source=source, target=target, **(defaults | known))  # type: ignore[arg-type] # a fixture's keywords


def claim(slug: str, constraint: str | None = None, **known: object) -> VersionClaim:
    """What a repository's package.json demands."""
    defaults: dict[str, object] = {"path": "package.json", "line": 9}
    return VersionClaim(slug=slug, constraint=constraint, **(defaults | known))  # type: ignore[arg-type] # a fixture's keywords


EDGES = (
    edge("acme/web", "acme/api", level=Level.CRITICAL, resolved="1.4.1"),
    edge("acme/web", "acme/api", kind=Kind.API, ecosystem="openapi", constraint=None, path="ü dir/100%.yaml"),
    edge("acme/web", "tools/gone", level=Level.HIGH, missing=True, kind=Kind.IMAGE, ecosystem="docker"),
    edge("acme/api", "acme/docs", scope=Scope.BUILD, level=Level.LOW, confidence=Confidence.INFERRED),
    edge("acme/docs", "acme/api", kind=Kind.SUBMODULE, ecosystem="git", path=".gitmodules", line=1),
    edge("acme/docs", SCRIPT, kind=Kind.ACTION, name=SCRIPT, constraint="</title></script><b>"),
    edge(SCRIPT, PIPE, name="a|b`c`", constraint='">]]>', path="../../etc/passwd"),
    edge(PIPE, BREAK, name='n0["x"] --> ```\n# y', kind=Kind.CONFIG, confidence=Confidence.INFERRED),
)
NODES = (
    node("acme/api", owner="@acme/platform", criticality="high"),
    node("acme/docs"),
    node("acme/web"),
    node("tools/bare"),
    node("tools/gone", missing=True),
    node(FORMULA),
    *(node(slug) for slug in (SCRIPT, PIPE, BREAK)),
)
CONFLICTS = (
    Conflict(
        name="left-pad|`x`",
        ecosystem="npm",
        kind=ConflictKind.CONFLICT,
        claims=(claim("acme/api", "^1.0.0", resolved="1.3.0"), claim("acme/web", "^2.0.0"), claim(PIPE, "*")),
        why="No version of 'left-pad|`x`' satisfies both '^1.0.0' (acme/api) and '^2.0.0' (acme/web).",
        proposal=Proposal("2.0.0", (claim("acme/api", "^2.0.0"),)),
        breaks=("acme/web", SCRIPT),
    ),
    Conflict(
        name="8080/tcp",
        ecosystem="port",
        kind=ConflictKind.RESOURCE,
        claims=(claim("acme/api", path="compose.yaml"), claim(SCRIPT, path="</ul><script>")),
        why="8080/tcp is claimed by acme/api and <script>alert(1)</script>.",
    ),
    Conflict(
        name="acme/api",
        ecosystem="",
        kind=ConflictKind.CYCLE,
        claims=(claim("acme/api"), claim("acme/docs", path=".gitmodules", line=1)),
        why="acme/api and acme/docs depend on each other.",
    ),
    Conflict(
        name="react",
        ecosystem="npm",
        kind=ConflictKind.SKEW,
        claims=tuple(claim(f"acme/{nth}", f"^18.{nth}.0") for nth in range(3)),
        why="'react' is at versions that differ: 18.0.0, 18.1.0 and 18.2.0.",
        proposal=Proposal("18.2.0", tuple(claim(f"acme/{nth}", "^18.2.0") for nth in range(2))),
    ),
)
PACKAGES = (
    Used(
        kind=Kind.PACKAGE,
        ecosystem="npm",
        name="@acme/api",
        versions=("1.4.1",),
        constraints=("^1.2.0",),
        repositories=("acme/web",),
        internal=True,
    ),
    Used(
        kind=Kind.PACKAGE,
        ecosystem="npm",
        name="left-pad|`x`",
        versions=(),
        constraints=("*", "=1+1", "^1.0.0", "^2.0.0", "~3"),
        repositories=("acme/api", "acme/web", PIPE),
        internal=False,
    ),
    Used(
        kind=Kind.IMAGE,
        ecosystem="docker",
        name="</td><script>alert(1)</script>",
        versions=("sha256:<b>",),
        constraints=(),
        repositories=(FORMULA,),
        internal=False,
    ),
)
TECHNOLOGIES = (
    Technology("JavaScript (npm)", ("acme/api", "acme/web", PIPE)),
    Technology("Containers", (FORMULA,)),
)
SKIPPED = (
    SkippedFile("acme/api", Skipped(path="yarn.lock", reason="is no lock file that is known", line=3)),
    SkippedFile(PIPE, Skipped(path="a|b\n`c`.json", reason="has </li><script> and [x](javascript:y)")),
)
UNREAD = (Unread(SCRIPT, "cannot be read now: <b>permission</b> denied"),)

SECTION = DependencySection(
    graph=connected(NODES, EDGES),
    conflicts=CONFLICTS,
    packages=PACKAGES,
    technologies=TECHNOLOGIES,
    skipped=SKIPPED,
    unread=UNREAD,
)
