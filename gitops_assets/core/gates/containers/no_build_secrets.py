"""No secret is baked into an image.

`ENV` and `ARG` stay in the image and its history, where everybody who can pull it can read them. Flagged are
names such as `API_TOKEN` and `DB_PASSWORD`: in ENV with a value, in ARG always, because a build argument is
given to be used.

Source: [Docker, SecretsUsedInArgOrEnv](https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.dependencies.parsers.dockerfile_text import Instruction
from gitops_assets.core.gates.containers.dockerfiles import builds
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity

_SECRET = re.compile(
    r"(?:^|_)(?:password|passwd|pword|secret|token|api_?key|apikey|private_?key|credentials?|auth_key|access_key)(?:$|_key$)",
    re.IGNORECASE,
)
_PAIR = re.compile(r"([A-Za-z_]\w*)(?:=(\"[^\"]*\"|'[^']*'|\S*))?")
_HARMLESS = re.compile(r"^(?:|\$.*|true|false|no|yes|none|null|/.*|\d{1,4})$", re.IGNORECASE)


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every variable of a Dockerfile whose name says that it holds a secret; values are not shown."""
    for build in builds(facts):
        for each in build.instructions("ENV", "ARG"):
            for name in _secrets(each):
                yield Finding(
                    message=f"{each.keyword} keeps {shown(name)} in the image or its history.",
                    path=build.path,
                    line=each.line,
                    subject=f"{build.path}:{name}",
                    remedy=f"Remove it, and read the secret in: RUN --mount=type=secret,id={name.lower()}",
                )


def _secrets(each: Instruction) -> Iterator[str]:
    for name, value in _variables(each):
        if _SECRET.search(name) and (each.keyword == "ARG" or not _HARMLESS.match(value)):
            yield name


def _variables(each: Instruction) -> Iterator[tuple[str, str]]:
    name, _, rest = each.rest.partition(" ")
    if each.keyword == "ENV" and "=" not in name:
        yield name, rest.strip()
        return
    yield from ((found[1], (found[2] or "").strip("\"'")) for found in _PAIR.finditer(each.rest))


GATE = Gate(
    id="no-build-secrets",
    title="No secret is baked into an image",
    doc=__doc__,
    severity=Severity.MEDIUM,
    remedy="Mount it with RUN --mount=type=secret, or give it when the container starts.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    by_file=True,
    quotes=False,
)
