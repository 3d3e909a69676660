"""How the fleet's comings and goings reach Dagster: one partition a repository."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import dagster as dg

from gitops_assets.core.fleet.match import Found, match
from gitops_assets.core.model import Inventory
from gitops_assets.core.remote_url import same_repository
from resources.auditing import Session
from resources.git.survey import Presence
from resources.store.model import Location

NAME = "repository"
"""What the partitions definition is called."""


@dataclass(frozen=True, slots=True)
class Registration:
    """The partitions of one audit, in Dagster's order and without a gap, and who left the fleet."""

    slugs: tuple[str, ...]
    retired: tuple[str, ...] = ()

    @property
    def range_tags(self) -> dict[str, str]:
        """Run tags that name all of them as one partition range; empty without partitions."""
        if not self.slugs:
            return {}
        return {
            "dagster/asset_partition_range_start": self.slugs[0],
            "dagster/asset_partition_range_end": self.slugs[-1],
        }


def register(instance: dg.DagsterInstance, session: Session, presence: Presence) -> Registration:
    """Make partitions of what is present and what should be; retire what is neither."""
    known = session.locations()
    kept = keep(presence, known.values(), session.inventory(), session.roots[0])
    retired = sorted(known.keys() - kept.keys())
    session.store.record_repositories(session.id, session.at, list(kept.values()))
    session.store.retire(session.id, session.at, retired)
    return Registration(in_one_range(instance, kept.keys(), retired), tuple(retired))


def keep(
    presence: Presence, known: Iterable[Location], inventory: Inventory, root: bytes
) -> dict[str, Location]:
    """Who belongs to the fleet now, by slug.

    What stood in a folder that could not be looked into or is recognised no more, or was missing while the
    inventory cannot be asked, stays: it is unknown, not gone.
    """
    found = [Found(each.slug, each.urls) for each in presence.located]
    missing = match(found, inventory, same_repository).missing
    hidden = (location for location in known if _is_out_of_sight(location, presence, inventory))
    return (
        {entry.slug: Location(entry.slug, None, root) for entry in missing}
        | {location.slug: location for location in hidden}
        | {each.slug: Location(each.slug, each.path, each.root) for each in presence.located}
    )


def _is_out_of_sight(location: Location, presence: Presence, inventory: Inventory) -> bool:
    return inventory.unknown is not None if location.path is None else presence.hides(location.path)


def in_one_range(
    instance: dg.DagsterInstance, wanted: Collection[str], retired: Collection[str]
) -> tuple[str, ...]:
    """Register and drop partitions so that the wanted ones stand side by side, and give them in order.

    A run names a range of partitions, not a set; those of other fleets on this home that stand in between are
    moved to the end, which keeps their history.
    """
    for slug in set(instance.get_dynamic_partitions(NAME)) & set(retired):
        instance.delete_dynamic_partition(NAME, slug)
    instance.add_dynamic_partitions(NAME, sorted(wanted))
    order = list(instance.get_dynamic_partitions(NAME))
    places = [place for place, slug in enumerate(order) if slug in wanted]
    between = order[places[0] : places[-1] + 1] if places else []
    strangers = [slug for slug in between if slug not in wanted]
    for slug in strangers:
        instance.delete_dynamic_partition(NAME, slug)
    instance.add_dynamic_partitions(NAME, strangers)
    return tuple(slug for slug in order if slug in wanted)
