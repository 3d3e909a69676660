"""Nothing is built in that nobody checked on the way.

`ADD` with a URL takes whatever the server sends on that day, and leaves it in a layer of its own. A
`--checksum` makes sure of it, and so does a download that is verified in the same step. Git repositories at
a commit or tag are not asked.

Source: [hadolint, DL3020](https://github.com/hadolint/hadolint/wiki/DL3020).
"""

from collections.abc import Iterator

from gitops_assets.core.gates.containers.dockerfiles import builds
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.gates.words import shown
from gitops_assets.core.model import Severity
from gitops_assets.core.remote_url import redact


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every ADD of a URL without a checksum."""
    for build in builds(facts):
        for each in build.instructions("ADD"):
            url = next((word for word in each.rest.split() if word.startswith(("http://", "https://"))), None)
            if url and not any(each.flag("checksum")) and ".git" not in url:
                yield Finding(
                    message=f"Nobody checks what {shown(redact(url))} sends.",
                    path=build.path,
                    line=each.line,
                    subject=f"{build.path}:{redact(url)}",
                    remedy="Write ADD --checksum=sha256:… with the digest of the file that was looked at.",
                )


GATE = Gate(
    id="no-remote-add",
    title="Nothing is built in that nobody checked on the way",
    doc=__doc__,
    severity=Severity.LOW,
    remedy="Give ADD a --checksum, or download and verify in one RUN.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
    by_file=True,
)
