"""Waivers of fleet.yaml that do nothing, and of which repository each of them is told.

A finding belongs to a repository, a waiver to the fleet: it is told where somebody can mend it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gitops_assets.core.fleet.globs import covers
from gitops_assets.core.model import IdleWaiver


@dataclass(frozen=True, slots=True)
class StrayWaivers:
    """Those of one repository; ``file`` is the path of fleet.yaml in it, None where it stands elsewhere."""

    file: str | None
    waivers: tuple[IdleWaiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """The repository that fleet.yaml stands in, and its path there."""

    slug: str
    file: str


def told_where(
    idle: Iterable[IdleWaiver], holder: Holder | None, present: Sequence[str]
) -> Mapping[str, StrayWaivers]:
    """By repository the waivers that are told of it: all of the one that holds fleet.yaml.

    Where none of the fleet does, each is told of the first repository by name that it covers, or of the
    first of all where it covers none.
    """
    if holder is not None:
        return {holder.slug: StrayWaivers(holder.file, tuple(idle))}
    found: defaultdict[str, list[IdleWaiver]] = defaultdict(list)
    ordered = sorted(present)
    for waiver in idle if ordered else ():
        found[next((slug for slug in ordered if covers(waiver.repositories, slug)), ordered[0])].append(
            waiver
        )
    return {slug: StrayWaivers(None, tuple(each)) for slug, each in found.items()}
