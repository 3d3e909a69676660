"""Which files a project answers for: not those of others that it carries along, and not what tests eat."""

import re

_FOREIGN = re.compile(
    r"(?:^|/)(?:_?vendor(?:ed)?(?:[-_][^/]*)?|third[-_]?party|node_modules|bower_components|extern|externals?|deps"
    r"|tests?|__tests__|spec|specs|e2e|testing|test[-_]?data|test[-_ ]?cases|fixtures?|__fixtures__"
    r"|snapshots?|__snapshots__|golden|corpus|benchmarks?)/",
    re.IGNORECASE,
)


def own(path: str) -> bool:
    """Whether a file is neither vendored nor part of a test, where odd files are odd on purpose."""
    return _FOREIGN.search(path) is None
