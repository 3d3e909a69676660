"""What applying a template to one repository would do, planned on a commit or on the files on disk."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from gitops_assets.core.fleet.faults import did_you_mean
from gitops_assets.core.templates.model import (
    Action,
    Answers,
    Content,
    FilePlan,
    Files,
    Plan,
    Provenance,
    Template,
    Version,
)
from gitops_assets.core.templates.places import FOLDER, is_name, path_of
from gitops_assets.core.templates.planning import asked_paths, plan_files
from gitops_assets.core.templates.provenance import (
    ProvenanceError,
    read_copier_answers,
    read_provenance,
    write_provenance,
)
from gitops_assets.core.templates.versions import chosen
from gitops_assets.core.templates.vouching import unvouched
from gitops_assets.core.text import display
from resources.templates.catalogue import Catalogue
from resources.templates.checkout import (
    Checkout,
    Place,
    committed,
    committed_files,
    names_below,
    resolved,
    working,
    working_files,
)
from resources.templates.errors import RenderError, TemplateError, VersionUnknown
from resources.templates.folders import digest_of
from resources.templates.rendering import REPOSITORY, Renderer
from resources.templates.repository_facts import repository_facts

COPIERS = ".copier-answers.yml"
"""Where copier itself writes what it did."""

_ABOVE = (".gitops", FOLDER)
"""What has to be a folder, or nothing yet, where the provenance is written."""

WORKING = "worktree:"
"""What ``Plan.tree`` begins with where it was planned on files that lie on disk."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a repository says of templates: of the one in question, and which paths others own."""

    own: Provenance | None
    owned: Mapping[str, str]


def plan_for(  # noqa: PLR0917 - what, where and with which answers: each caller has all seven
    catalogue: Catalogue,
    renderer: Renderer,
    location: Place,
    slug: str,
    template: Template,
    version: Version,
    answers: Answers,
    *,
    in_place: bool,
    on: str = "HEAD",
    restore: bool = False,
) -> Plan:
    """The plan for one repository, on the commit that ``on`` names, or with ``in_place`` on its files.

    ``answers`` count before those of fleet.yaml, and those before the recorded ones. With ``restore`` files
    of the template that were deleted come back. Raises :class:`TemplateError` for what makes it impossible;
    nothing is written.
    """
    commit = resolved(location, f"{on}^{{commit}}")
    if commit is None:
        raise TemplateError(f"{slug} has no commit {on!r} to plan on; commit something there first.")
    _demand_asked(catalogue, catalogue.at(template, version))
    told = recorded(location, commit, template, in_place=in_place)
    place = (location, slug, commit)
    asked = renders(catalogue, renderer, place, (template, version), told.own, answers=answers)
    at, base, new = asked.template, asked.base, asked.new
    paths = asked_paths(base, new)
    there = working(location, paths) if in_place else committed(location, commit, paths)
    base = as_applied(base, told.own, at, there.files)
    files = plan_files(
        base, new, there.files, at.overlay, owned=told.owned, blocked=there.blocked, restore=restore
    )
    noted = Provenance(
        template=template.name,
        source=template.source,
        version=version,
        answers=_public(at, asked.answers),
        files={path: _digest(content) for path, content in new.items()},
    )
    files = (*files, _note(location, commit, noted, in_place=in_place))
    tree = WORKING + seen(there) if in_place else resolved(location, f"{commit}^{{tree}}") or commit
    return Plan(slug=slug, template=at, version=version, answers=asked.answers, tree=tree, files=files)


def as_applied(base: Files | None, own: Provenance | None, template: Template, there: Files) -> Files | None:
    """The render of what was applied, with what the repository has where that is exactly it.

    Answers to secret questions are not recorded: rendered again with another secret, an untouched file would
    look edited. So for templates that ask for secrets the recorded digests say what is untouched.
    """
    if base is None or own is None or not any(question.secret for question in template.every_question):
        return base
    untouched = {
        path: there[path] for path in base if path in there and _digest(there[path]) == own.files.get(path)
    }
    return {**base, **untouched}


def seen(there: Checkout) -> str:
    """What files on disk are known by, to tell whether they changed after the plan."""
    blocked = {f"!{path}": Content(why.encode()) for path, why in there.blocked.items()}
    return digest_of({**there.files, **blocked})


@dataclass(frozen=True, slots=True)
class Renders:
    """What was applied last renders to, what a version renders to now, and with which answers.

    ``template`` is as it was at that version.
    """

    template: Template
    base: Files | None
    new: Files
    answers: Answers


def renders(
    catalogue: Catalogue,
    renderer: Renderer,
    place: tuple[Place, str, str],
    what: tuple[Template, Version],
    own: Provenance | None,
    *,
    answers: Answers,
) -> Renders:
    """Both renders for a repository, given by its location, slug and commit; :class:`TemplateError`.

    ``answers`` count before those of fleet.yaml, and those before what the repository recorded.
    """
    (location, slug, commit), (template, version) = place, what
    at = catalogue.at(template, version)
    use = catalogue.uses.get(template.name)
    vouched = {**(use.answers if use else {}), **answers}
    vouched = {key: list(value) if isinstance(value, tuple) else value for key, value in vouched.items()}
    fresh = {**(own.answers if own else {}), **vouched}
    if renderer.uses_repository(at, version):
        fresh[REPOSITORY] = repository_facts(catalogue.fleet, location, slug, commit)
    _demand_plain(renderer, (at, version), fresh, vouched)
    new = renderer.render(at, version, fresh, slug)
    return Renders(at, base_of(renderer, template, own, vouched, slug), new, fresh)


def recorded(location: Place, commit: str, template: Template, *, in_place: bool = False) -> Recorded:
    """What a repository says of templates that were applied to it: a commit, or ``in_place`` its files."""
    names = [name for name in names_below(location, commit, FOLDER) if name.endswith(".yml")]
    asked = {*names, path_of(template.name), COPIERS}
    files = working_files(location, asked) if in_place else committed_files(location, commit, asked)
    own: Provenance | None = None
    owned: dict[str, str] = {}
    for path, content in files.items():
        name = path.removeprefix(f"{FOLDER}/").removesuffix(".yml")
        if path == COPIERS or not is_name(name):
            continue
        known = _read(path, content, demanded=name == template.name)
        if known is not None and name == template.name:
            own = known
        elif known is not None:
            owned |= dict.fromkeys(known.files, name)
    if own is None and COPIERS in files:
        own = _of_copier(files[COPIERS], template)
    return Recorded(own, owned)


def base_of(
    renderer: Renderer, template: Template, own: Provenance | None, vouched: Answers, slug: str
) -> Files | None:
    """What was rendered when the template was applied last; None when it never was.

    ``vouched`` answers what the repository does not, and is the fleet's own word.
    """
    if own is None:
        return None
    told = {**vouched, **own.answers}
    try:
        _demand_plain(renderer, (template, own.version), told, vouched)
        return renderer.render(template, own.version, told, slug)
    except (VersionUnknown, RenderError) as error:
        raise type(error)(
            f"{slug}: what was applied last cannot be rendered again: {error} Or delete "
            f"{path_of(template.name)} there: then all is planned as if for the first time."
        ) from None


def _demand_plain(
    renderer: Renderer, what: tuple[Template, Version], told: Answers, vouched: Answers
) -> None:
    """No task runs with words of a repository that a shell would not take as they stand."""
    name = next(unvouched(told, vouched), None)
    if name is not None and any(layer.trusted for layer in renderer.layers(*what)):
        raise RenderError(
            f"the template {what[0].name!r} may run tasks, and the answer {display(name)!r} comes from the "
            "repository with signs that a shell reads; say it with --var, or below answers: in fleet.yaml."
        )


def _read(path: str, content: Content, *, demanded: bool) -> Provenance | None:
    try:
        return read_provenance(content.body.decode())
    except (ProvenanceError, UnicodeDecodeError) as error:
        if demanded:
            raise TemplateError(f"{path}: {error}") from None
        return None


def _of_copier(content: Content, template: Template) -> Provenance | None:
    """The answers file of copier, where it is about this template and a version that is known."""
    try:
        said = read_copier_answers(content.body.decode())
        if said is None or said.source not in {template.source, template.place}:
            return None
        version = chosen(template.versions, said.commit)
    except (UnicodeDecodeError, LookupError):
        return None
    return Provenance(
        template=template.name, source=template.source, version=version, answers=said.answers, files={}
    )


def _public(template: Template, answers: Answers) -> Answers:
    secret = {question.name for question in template.every_question if question.secret}
    return {key: value for key, value in answers.items() if key not in secret}


def _digest(content: Content) -> str:
    return hashlib.sha256(content.body).hexdigest()


def _note(location: Place, commit: str, noted: Provenance, *, in_place: bool) -> FilePlan:
    """The provenance itself is a file like any other: planned, shown, written and undone."""
    path = path_of(noted.template)
    asked = [path, *_ABOVE]
    there = working(location, asked) if in_place else committed(location, commit, asked)
    if above := next((each for each in _ABOVE if each in there.files), None):
        return FilePlan(
            path=path, action=Action.CONFLICT, why=f"{above!r} is a file in the repository, not a folder"
        )
    before, after = there.files.get(path), Content(write_provenance(noted).encode())
    if path in there.blocked:
        return FilePlan(
            path=path, action=Action.CONFLICT, why=f"it is {there.blocked[path]} in the repository"
        )
    action = Action.CREATE if before is None else Action.KEEP if before == after else Action.MODIFY
    return FilePlan(path=path, action=action, before=before, after=after)


def _demand_asked(catalogue: Catalogue, template: Template) -> None:
    """Refuse an answer of fleet.yaml that no question asks for: it would be left out without a word."""
    use = catalogue.uses.get(template.name)
    asked = [*(question.name for question in template.every_question), REPOSITORY]
    for name in use.answers if use else ():
        if name not in asked:
            hint = did_you_mean(name, asked, "it asks")
            raise TemplateError(
                f"fleet.yaml answers {display(name)!r}, which the template {template.name!r} does not ask; "
                f"{hint}."
            )
