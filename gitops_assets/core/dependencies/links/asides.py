"""What stands beside the product: packages in folders of examples, tests and benchmarks.

Nobody publishes ``benchmark/package.json``, whatever name it has, so such a name is known inside of the tree
only and leads no other repository there. What an example or a test needs, whoever uses the product does not
get: its scope is dev or test. A port that an example listens on is claimed by nobody.

A folder of such a name right below one that holds packages (``packages/test``) is a package like any other.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from gitops_assets.core.dependencies.linking import Linker, Rows
from gitops_assets.core.dependencies.model import Claim, Dependency, Kind, Publication, Row, Scope

IN_TREE = "in-tree"
"""The ecosystem of names that nobody outside of the tree can ask for."""

# fmt: off
_EXAMPLES = frozenset((
    "example", "examples", "sample", "samples", "demo", "demos", "playground", "playgrounds",
    "bench", "benches", "benchmark", "benchmarks",
))
# fmt: on
_TESTS = frozenset(("test", "tests", "__tests__", "e2e", "integration-tests", "integration_tests"))
_HOLDERS = frozenset(("packages", "crates", "libs", "modules", "plugins", "apps", "services", "cmd"))
_WORK = frozenset((Scope.DEV, Scope.TEST))


def link(rows: Rows) -> Rows:
    """Packages beside the product lose their say outside of the tree."""
    return tuple(each for row in rows for each in _placed(row))


@lru_cache(maxsize=65_536)
def aside(path: str) -> Scope | None:
    """When somebody needs what stands at a path beside the product; None for the product itself."""
    folders = path.split("/")[:-1]
    for above, name in zip(("", *folders), folders, strict=False):
        if above not in _HOLDERS and name in _TESTS | _EXAMPLES:
            return Scope.TEST if name in _TESTS else Scope.DEV
    return None


def _placed(row: Row) -> Iterator[Row]:
    scope = aside(row.path) if "/" in row.path else None
    if scope is None:
        yield row
    elif isinstance(row, Claim):
        if scope is Scope.TEST:
            yield row
    elif isinstance(row, Dependency) and row.kind is Kind.PACKAGE and row.scope not in _WORK:
        yield replace(row, scope=scope)
    elif isinstance(row, Publication) and row.kind is Kind.PACKAGE:
        yield replace(row, ecosystem=IN_TREE)
    else:
        yield row


LINKER = Linker(id="asides", doc=__doc__, link=link)
