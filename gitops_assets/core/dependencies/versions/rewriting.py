"""A constraint written anew for another version, in its ecosystem's syntax and in its own style."""

import re
from functools import lru_cache

from gitops_assets.core.dependencies.versions.intervals import Version
from gitops_assets.core.dependencies.versions.model import Scheme

_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)*")


@lru_cache(maxsize=65_536)
def rewritten(scheme: Scheme, old: str, version: Version) -> str:
    """What stands in the old constraint's place so that the version is taken."""
    known = scheme.constraint(old)
    if known and version in known.ranges and (known.chosen is None or known.chosen.key == version.key):
        return old
    pinned = known is None or known.exact
    styles = (template for opening, template in scheme.styles if old.strip().startswith(opening))
    for template in (scheme.exact,) if pinned else (*styles, scheme.exact):
        text = _filled(template, old, version.text)
        found = scheme.constraint(text)
        if found and version in found.ranges:
            return text
    return version.text


def _filled(template: str, old: str, version: str) -> str:
    found = _NUMBERS.search(version)
    major = int(found[0].partition(".")[0][:300]) if found else 0
    return (
        template.replace("{next}", str(major + 1))
        .replace("{cut}", _cut(version, old))
        .replace("{v}", version)
    )


def _cut(version: str, old: str) -> str:
    """The version with as many numbers as the old constraint had, two at least."""
    numbers = _NUMBERS.search(old)
    if numbers is None or not _NUMBERS.fullmatch(version):
        return version
    return ".".join(version.split(".")[: max(2, numbers[0].count(".") + 1)])
