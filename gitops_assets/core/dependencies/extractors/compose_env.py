"""The ``.env`` beside Compose files: the values that Compose puts into the names of images.

Kept are only values that can be a part of an image's name, under names that speak of one (``API_TAG``,
``REGISTRY``): nothing that could be a secret is remembered.

Source: [interpolation](https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.links.compose_variables import VALUE
from gitops_assets.core.dependencies.model import Definition, Extractor, Row
from gitops_assets.core.dependencies.parsers.in_tree import file_of

_LINE = re.compile(
    r"""^[ \t]*+(?:export[ \t]++)?([A-Za-z_]\w{0,99})[ \t]*+=[ \t]*+"""
    r"""(["']?)([\w./:@-]{1,200})\2(?:[ \t]++\#.*|[ \t]*+)$""",
    re.ASCII,
)
_SPEAKS = re.compile(
    r"(?:^|_)(?:IMAGE|TAG|VERSION|VER|REGISTRY|REPO|REPOSITORY|HUB|PREFIX|NAMESPACE|ORG|RELEASE|DIGEST)(?:_|$)",
    re.IGNORECASE,
)
_SECRET = re.compile(r"PASS|SECRET|TOKEN|KEY|CRED|AUTH|USER|LOGIN", re.IGNORECASE)


def wants(path: str) -> bool:
    """Every ``.env``: Compose reads none of another name by itself."""
    return file_of(path) == ".env"


def extract(path: str, text: str) -> Iterator[Row]:
    """Definitions only, for the linker that knows the Compose files."""
    for number, line in enumerate(text.split("\n"), 1):
        found = _LINE.match(line)
        if found and _SPEAKS.search(found[1]) and not _SECRET.search(found[1]):
            yield Definition(group=VALUE, name=found[1], value=found[3], path=path, line=number)


EXTRACTOR = Extractor(
    id="compose-env",
    title="Values for Compose files (.env)",
    doc=__doc__,
    wants=wants,
    extract=extract,
    endings=(".env",),
)
