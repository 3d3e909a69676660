"""Bringing a template to many repositories: planned first, written only where somebody approved."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gitops_assets.core.fleet.globs import covers
from gitops_assets.core.templates.model import ApplyState, Plan
from resources.auditing import Session
from resources.store.model import Location
from resources.templates.catalogue import Catalogue
from resources.templates.drifting import catalogue_of
from resources.templates.errors import TemplateError
from resources.templates.planned import Planned, planned
from resources.templates.rendering import Renderer

Act = Callable[[Plan, bytes], tuple[ApplyState, str, str]]
"""Carries a plan out at a place; how it ended, the application's id, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be brought where. Nothing is written while it is a ``dry_run`` or not ``approved``.

    ``repositories`` are patterns over slugs. With ``below`` only repositories whose score against the
    template is less are meant, and only templates that the fleet says to enforce.
    """

    template: str = ""
    repositories: tuple[str, ...] = ("*",)
    below: float | None = None
    dry_run: bool = True
    approved: bool = False

    @property
    def writes(self) -> bool:
        """Whether anything is written."""
        return self.approved and not self.dry_run


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What came of one repository and one template; ``result`` is ``planned`` where nothing was written."""

    slug: str
    template: str
    result: str
    changes: int = 0
    conflicts: int = 0
    application: str = ""
    why: str = ""


def carried_out(session: Session, wish: Wish, act: Act) -> Iterator[Deed]:
    """Plan for each repository that is meant and, where that is wished, act; one after the other.

    What fails in one repository is told of it and stops no other.
    """
    catalogue = catalogue_of(session=session)
    with Renderer(session.home) as renderer:
        for location, name in _meant(session, catalogue, wish):
            for each in planned(session.store, catalogue, renderer, location, [name]):
                yield _deed(each, location, wish, act)


def _meant(session: Session, catalogue: Catalogue, wish: Wish) -> list[tuple[Location, str]]:
    here = {
        slug: location
        for slug, location in sorted(session.locations().items())
        if location.path is not None and any(covers(glob, slug) for glob in wish.repositories)
    }
    if wish.below is None:
        return [(location, wish.template) for location in here.values()]
    return [(here[slug], name) for slug, name in _failing(session, catalogue, wish.below, list(here))]


def _failing(
    session: Session, catalogue: Catalogue, below: float, slugs: Sequence[str]
) -> Iterable[tuple[str, str]]:
    """Repositories and templates that fall short, as far as is known and the fleet wants them enforced."""
    for slug, drifts in session.store.drifts.now(slugs).items():
        for drift in drifts:
            use = catalogue.uses.get(drift.template)
            if use and use.enforce and drift.score is not None and drift.score < below:
                yield slug, drift.template


def _deed(each: Planned, location: Location, wish: Wish, act: Act) -> Deed:
    plan = each.plan
    if plan is None:
        return Deed(slug=each.slug, template=each.template, result=ApplyState.FAILED.value, why=each.why)
    deed = Deed(
        slug=each.slug,
        template=each.template,
        result="planned",
        changes=len(plan.changes),
        conflicts=len(plan.conflicts),
    )
    if not wish.writes:
        return deed
    try:
        state, application, why = act(plan, location.path or b"")
    except (TemplateError, OSError) as error:
        state, application, why = ApplyState.FAILED, "", str(error)
    return replace(deed, result=state.value, application=application, why=why)
