"""How far a commit of a repository is from the templates that it follows, or shall follow."""

from collections.abc import Iterator, Sequence

from gitops_assets.core.templates.document import scored
from gitops_assets.core.templates.drift import drifted
from gitops_assets.core.templates.model import Drift, Files, Overlay, Provenance, Template, Version
from gitops_assets.core.templates.places import FOLDER, is_name
from gitops_assets.core.templates.planning import FOLDER as A_FOLDER
from gitops_assets.core.templates.planning import asked_paths
from gitops_assets.core.tree import TreeUnreadable
from resources.templates.catalogue import Catalogue
from resources.templates.checkout import Checkout, Place, committed, names_below
from resources.templates.errors import TemplateError, fault
from resources.templates.planning import as_applied, recorded, renders
from resources.templates.rendering import Renderer

UNSEEN = Version(tag=None, oid="")
"""Stands for the newest version of a template that cannot be read."""


def drifts_of(
    catalogue: Catalogue, renderer: Renderer, location: Place, slug: str, commit: str
) -> Sequence[Drift]:
    """The drift from each template that the fleet assigns or the commit tells of, by name.

    One that cannot be told is unknown with the reason. Templates that a commit tells of and that the
    catalogue does not know are left out: nobody here can say what they are.
    """
    assigned = {use.name for use in catalogue.assigned(slug)}
    told = {name for name in _told(location, commit) if name in catalogue.uses}
    known = (
        _drift(catalogue, renderer, (location, slug, commit), name, assigned=name in assigned)
        for name in sorted(assigned | told)
    )
    return tuple(map(scored, known))


def strangers(catalogue: Catalogue, location: Place, commit: str) -> tuple[str, ...]:
    """The templates that a commit tells of and that the catalogue does not know."""
    return tuple(sorted(name for name in _told(location, commit) if name not in catalogue.uses))


def _told(location: Place, commit: str) -> Iterator[str]:
    for path in names_below(location, commit, FOLDER):
        name = path.removeprefix(f"{FOLDER}/").removesuffix(".yml")
        if path.endswith(".yml") and is_name(name):
            yield name


def _drift(
    catalogue: Catalogue, renderer: Renderer, place: tuple[Place, str, str], name: str, *, assigned: bool
) -> Drift:
    location, slug, commit = place
    latest, own = UNSEEN, None
    try:
        template = catalogue.get(name)
        latest = catalogue.version(template)
        own = recorded(location, commit, template).own
        return _compared(catalogue, renderer, place, (template, latest, own, assigned))
    except TreeUnreadable:
        raise
    except (TemplateError, OSError) as error:
        why = str(error)
    except Exception as error:  # noqa: BLE001 - whatever a repository does to us, the others are told of
        why = fault(error)
    version = own.version if own else None
    return Drift(slug=slug, template=name, version=version, latest=latest, unknown=why, assigned=assigned)


def _compared(
    catalogue: Catalogue,
    renderer: Renderer,
    place: tuple[Place, str, str],
    about: tuple[Template, Version, Provenance | None, bool],
) -> Drift:
    location, slug, commit = place
    template, latest, own, assigned = about
    asked = renders(catalogue, renderer, place, (template, latest), own, answers={})
    overlay = asked.template.overlay
    there = committed(location, commit, _asked(overlay, asked.base, asked.new))
    return Drift(
        slug=slug,
        template=template.name,
        version=own.version if own else None,
        latest=latest,
        files=drifted(
            as_applied(asked.base, own, asked.template, there.files), asked.new, there.files, overlay
        ),
        missing_required=tuple(_lacking(overlay, there)),
        required=len(overlay.required_files) + len(overlay.required_folders),
        behind=behind(template, own, latest),
        assigned=assigned,
    )


def behind(template: Template, own: Provenance | None, latest: Version) -> int:
    """How many releases the recorded version is older than the wanted one; 1 where it is only another."""
    if own is None or own.version == latest or own.version.oid == latest.oid:
        return 0
    tags = [each.tag for each in template.versions]
    try:
        steps = tags.index(own.version.tag) - tags.index(latest.tag)
    except ValueError:
        return 1
    return max(0, steps) if own.version.tag != latest.tag else 1


def _asked(overlay: Overlay, base: Files | None, newest: Files) -> list[str]:
    demanded = (*overlay.required_files, *overlay.required_folders)
    return sorted({*asked_paths(base, newest), *demanded})


def _lacking(overlay: Overlay, there: Checkout) -> Iterator[str]:
    folders = {path for path, what in there.blocked.items() if what == A_FOLDER}
    files = {*there.files, *(path for path in there.blocked if path not in folders)}
    yield from (path for path in overlay.required_files if path not in files)
    yield from (f"{path}/" for path in overlay.required_folders if path not in folders)
