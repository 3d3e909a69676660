"""What applying the newest versions would do to each repository that follows a template."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from gitops_assets.core.templates.model import Plan
from gitops_assets.core.tree import TreeUnreadable
from resources.auditing import Session
from resources.git.threads import in_threads
from resources.store.model import Location
from resources.store.store import Store
from resources.templates.applying import branch_named, planned_on
from resources.templates.catalogue import Catalogue
from resources.templates.drifting import catalogue_of, followed
from resources.templates.errors import TemplateError, fault
from resources.templates.planning import plan_for
from resources.templates.rendering import Renderer


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan for one repository and one template, or why there is none."""

    slug: str
    template: str
    plan: Plan | None = None
    why: str = ""


def plans_of(session: Session, locations: Sequence[Location]) -> list[Planned]:
    """A plan for each repository and each template that it follows or shall follow."""
    if not followed(session):
        return []
    catalogue = catalogue_of(session=session)
    told = session.store.drifts.now([each.slug for each in locations])
    with closing(Renderer(session.home)) as renderer:

        def of(location: Location) -> list[Planned]:
            names = {use.name for use in catalogue.assigned(location.slug)}
            names |= {drift.template for drift in told.get(location.slug, ())}
            return list(planned(session.store, catalogue, renderer, location, sorted(names)))

        found = in_threads(of, locations, session.fleet.limits.workers or 3)
    return [each for plans in found for each in plans]


def planned(
    store: Store, catalogue: Catalogue, renderer: Renderer, location: Location, names: Sequence[str]
) -> Iterator[Planned]:
    """A plan for one repository and each of these templates.

    It goes to the branch of the template and its version, and is planned on it where it is there already.
    """
    for name in names if location.path is not None else ():
        try:
            plan = _plan(store, catalogue, renderer, location, name)
        except (TemplateError, TreeUnreadable, OSError) as error:
            yield Planned(location.slug, name, why=str(error))
        except Exception as error:  # noqa: BLE001 - whatever a repository does to us, the others are planned
            yield Planned(location.slug, name, why=fault(error))
        else:
            yield Planned(location.slug, name, plan)


def _plan(store: Store, catalogue: Catalogue, renderer: Renderer, location: Location, name: str) -> Plan:
    template = catalogue.get(name)
    version = catalogue.version(template)
    where = location.path or b"", location.slug
    on = planned_on(store, *where, branch_named(name, version.tag or version.oid[:12]))
    return plan_for(catalogue, renderer, *where, template, version, {}, in_place=False, on=on, restore=True)
