"""Who belongs to the fleet: new repositories become partitions, those that left retire."""

import dagster as dg

from resources.auditing import Auditing, OfEachRun
from resources.git.survey import locate
from resources.registration import register


@dg.op(name="find_repositories", description="Search the fleet's folders and ask its inventory.")
def find_repositories(context: dg.OpExecutionContext, auditing: dg.ResourceParam[Auditing]) -> None:
    """Bring the partitions up to date; it looks at none of the repositories."""
    session = auditing.session(context.run)
    known = {each.path: slug for slug, each in session.store.locations().items() if each.path is not None}
    presence = locate(session.roots, ignore=session.fleet.ignore, known=known)
    registration = register(context.instance, session, presence)
    retired = ", ".join(registration.retired) or "none"
    context.log.info("%d repositories belong to the fleet; retired: %s", len(registration.slugs), retired)


# With a resource of its own: for a job that lacks one Dagster copies its sensors, and warns of a beta feature
# that they do not use.
@dg.job(
    name="discover",
    resource_defs={"auditing": OfEachRun()},
    description="Find repositories that are new below the fleet's folders or in its inventory, and retire "
    "those that are gone. The sensor fleet_discovery launches it when something came or went, the sensor "
    "inbox when a forge says so.",
)
def discover() -> None:
    """Search, compare, register."""
    find_repositories()


DISCOVER = discover
