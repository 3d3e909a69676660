"""Which templates a fleet knows, and which of its repositories shall follow which."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gitops_assets.core.fleet.entries import is_url
from gitops_assets.core.fleet.globs import covers

SHIPPED = "shipped"
"""The source of what comes with this project; ``shipped:NAME`` where the fleet calls it otherwise."""

LATEST = "latest"
"""The newest version that is no pre-release."""

_NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_LONGEST_NAME = 80


def is_template_name(name: str) -> bool:
    """Whether a template may be called this: it names files, branches and folders too."""
    return len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) is not None


def is_remote(source: str) -> bool:
    """Whether a source is the address of a git repository, not a folder of this machine."""
    return is_url(source) and not source.startswith(("/", ".", "~"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One template as fleet.yaml names it. ``trust`` is the commit whose tasks and extensions may run."""

    name: str
    source: str = SHIPPED
    version: str = LATEST
    repositories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    trust: str | None = None
    enforce: bool = False

    def means(self, slug: str, tags: Collection[str]) -> bool:
        """Whether this repository shall follow it: it fits whatever is said, and something is said."""
        if not (self.repositories or self.tags):
            return False
        named = not self.repositories or any(covers(glob, slug) for glob in self.repositories)
        return named and (not self.tags or not set(self.tags).isdisjoint(tags))


def assigned(uses: Iterable[Use], slug: str, tags: Collection[str]) -> tuple[Use, ...]:
    """The templates that one repository shall follow, in the order of the file."""
    return tuple(use for use in uses if use.means(slug, tags))
