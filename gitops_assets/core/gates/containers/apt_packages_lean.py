"""Images keep no package lists and nothing that was only recommended.

Lists of packages and recommended packages make images larger and give attackers more to use; lists are also
old the day after. Only steps that become part of the image are asked, and steps with a cache mount are not.

Source: [hadolint, DL3009](https://github.com/hadolint/hadolint/wiki/DL3009).
"""

import re
from collections.abc import Iterator

from gitops_assets.core.gates.containers.dockerfiles import builds
from gitops_assets.core.gates.facts import Facts
from gitops_assets.core.gates.model import EVERY_STAGE, Category, Finding, Gate, Need
from gitops_assets.core.model import Severity

_INSTALL = re.compile(r"\bapt(?:-get)?\s[^;&|]{0,80}\binstall\b")


def find(facts: Facts) -> Iterator[Finding]:
    """Flag every apt-get install of the image that keeps its lists or takes what is recommended."""
    for build in builds(facts):
        for each in build.kept_instructions("RUN"):
            if not build.ships or not _INSTALL.search(each.rest) or any(each.flag("mount")):
                continue
            lists = "/var/lib/apt/lists" not in each.rest and "apt-get dist-clean" not in each.rest
            recommended = "no-install-recommends" not in each.rest and "Install-Recommends" not in each.rest
            if lists or recommended:
                what = "the package lists" if lists else "packages that are only recommended"
                yield Finding(
                    message=f"The layer keeps {what}.",
                    path=build.path,
                    line=each.line,
                    subject=build.path,
                    remedy="Write: apt-get install --no-install-recommends … && rm -rf /var/lib/apt/lists/*",
                )


GATE = Gate(
    id="apt-packages-lean",
    title="Images keep no package lists and nothing that was only recommended",
    doc=__doc__,
    severity=Severity.INFO,
    remedy="Install with --no-install-recommends and remove /var/lib/apt/lists in the same RUN.",
    find=find,
    category=Category.CONTAINERS,
    needs=frozenset({Need.TREE}),
    stages=EVERY_STAGE,
    required=False,
    by_file=True,
)
