"""Which templates there are: the shipped, those of fleet.yaml, and any folder or URL that is named."""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gitops_assets.core.remote_url import redact
from gitops_assets.core.templates.asking import FILES, Unasked, notes_of, questions_of, read_copier
from gitops_assets.core.templates.assigning import LATEST, SHIPPED, Use, assigned, is_remote
from gitops_assets.core.templates.model import Overlay, Template, Version
from gitops_assets.core.templates.overlay import FILE, OverlayError, extended, read_overlay
from gitops_assets.core.templates.versions import chosen
from gitops_assets.core.text import display
from resources.home import Home
from resources.templates.errors import SourceUnreadable, TemplateError, TemplateUnknown, VersionUnknown
from resources.templates.exports import exported
from resources.templates.repositories import cloned
from resources.templates.sources import source_at

if TYPE_CHECKING:
    from gitops_assets.core.fleet.config import Fleet  # without a file nobody waits for all that it loads

SHIPPED_FOLDER = Path(__file__).parent / "shipped"
"""The templates that come with this project, one folder each."""

_DEEPEST = 8


class Catalogue:
    """What a fleet can use. ``folder`` is where fleet.yaml lies; ``ask`` refreshes clones now."""

    def __init__(
        self, fleet: "Fleet | None", home: Home, *, folder: Path | None = None, ask: bool = False
    ) -> None:
        self.fleet = fleet
        self._folder = folder or Path.cwd()
        self._ask = ask
        self._cache = home.cache / "templates"
        self._known: dict[str, Template] = {}
        self._seen: dict[tuple[str, ...], Template] = {}

    @cached_property
    def uses(self) -> dict[str, Use]:
        """What can be named, in reading order: the fleet's own, then the shipped that it does not rename."""
        shipped = sorted(path.parent.name for path in SHIPPED_FOLDER.glob(f"*/{FILE}"))
        own = {use.name: use for use in self.fleet.uses} if self.fleet else {}
        return own | {name: Use(name=name) for name in shipped if name not in own}

    def templates(self) -> tuple[Template, ...]:
        """Every template that can be read; :meth:`survey` tells of the others too."""
        return tuple(each for _, each in self.survey() if isinstance(each, Template))

    def survey(self) -> Iterator[tuple[str, Template | TemplateError]]:
        """Every template by its name, or why it cannot be had."""
        for name in self.uses:
            try:
                yield name, self.get(name)
            except TemplateError as error:
                yield name, error

    def get(self, name: str) -> Template:
        """The template of a name, or at a folder or URL. Raises :class:`TemplateUnknown` with the nearest."""
        if name not in self._known:
            self._known[name] = self._read(self.use(name), ())
        return self._known[name]

    def use(self, name: str) -> Use:
        """How the fleet names a template; one that it does not know is used as it is."""
        if name in self.uses:
            return self.uses[name]
        if is_remote(name) or Path(name).is_dir():
            return Use(name=_named_after(name), source=name)
        raise TemplateUnknown(_unknown(name, list(self.uses)))

    def assigned(self, slug: str) -> tuple[Use, ...]:
        """The templates that one repository shall follow."""
        return assigned(self.uses.values(), slug, self.tags(slug))

    def tags(self, slug: str) -> tuple[str, ...]:
        """The words by which the fleet groups a repository."""
        return self.fleet.policy.profile(slug).tags if self.fleet else ()

    def version(self, template: Template, wanted: str = "") -> Version:
        """A version by its tag, by a range, or ``latest``; without a word the one that the fleet wants.

        Raises :class:`VersionUnknown`.
        """
        use = self.uses.get(template.name)
        wanted = wanted or (use.version if use else LATEST)
        try:
            version = chosen(template.versions, wanted)
        except LookupError as error:
            raise VersionUnknown(f"the template {template.name!r}: {error.args[0]}.") from None
        return version if "+" in version.oid else self.at(template, version).versions[0]

    def at(self, template: Template, version: Version) -> Template:
        """The template as it was at a version: its overlay and questions then, and that version alone.

        It is read once: a fleet asks for the same version a thousand times.
        """
        key = (
            template.name,
            template.source,
            template.place,
            str(template.trust),
            version.oid,
            str(version.tag),
        )
        if key not in self._seen:
            self._seen[key] = self._at(replace(template, versions=(version,)), ())
        return self._seen[key]

    def _read(self, use: Use, above: tuple[str, ...]) -> Template:
        place = self._place(use)
        versions = source_at(str(place)).versions()
        bare = Template(
            name=use.name,
            source=use.source,
            overlay=Overlay(),
            versions=versions,
            place=str(place),
            trust=use.trust,
        )
        newest = self._at(bare, above)
        return replace(newest, versions=(*newest.versions, *versions[1:]))

    def _at(self, template: Template, above: tuple[str, ...]) -> Template:
        own = template.versions[0].oid.partition("+")[0]
        folder = exported(self._cache, source_at(template.place), own)
        overlay = _overlay(folder, template.name)
        parents = tuple(self._parent(name, template, above) for name in overlay.extends)
        settings = _settings(folder, template.name)
        oids = (own, *(parent.versions[0].oid for parent in parents))
        version = Version(tag=template.versions[0].tag or overlay.version or None, oid="+".join(oids))
        return replace(
            template,
            overlay=extended(overlay, [parent.overlay for parent in parents]),
            versions=(version,),
            questions=questions_of(settings),
            parents=parents,
            notes=() if template.trust == own else notes_of(settings),
        )

    def _parent(self, name: str, child: Template, above: tuple[str, ...]) -> Template:
        way = (*above, child.name)
        if name in way or len(way) > _DEEPEST:
            circle = " → ".join((*way, name))
            raise TemplateError(
                f"templates extend each other in a circle: {circle}; take one 'extends' away."
            )
        use = self._extended(name, child)
        parent = self._read(use, way)
        newest = chosen(parent.versions, use.version)
        return parent if newest == parent.versions[0] else self._at(replace(parent, versions=(newest,)), way)

    def _extended(self, name: str, child: Template) -> Use:
        """What a template extends; it may be anybody's, so no folder of this machine is its to name."""
        if name in self.uses:
            return self.uses[name]
        if is_remote(name) and not name.lower().startswith("file:"):
            return Use(name=_named_after(name), source=name)
        raise TemplateError(
            f"the template {child.name!r} extends {display(name)!r}, which is no template of the fleet and no"
            " URL; give it a name below templates: in fleet.yaml, or take its 'extends' away."
        )

    def _place(self, use: Use) -> Path:
        kind, _, shipped = use.source.partition(":")
        if kind == SHIPPED:
            place = SHIPPED_FOLDER / Path(shipped or use.name).name
        elif is_remote(use.source):
            return cloned(use.source, self._cache, ask=self._ask)
        else:
            path = Path(use.source).expanduser()
            place = self._folder / path if use.name in self.uses else path.absolute()
        if not place.is_dir():
            raise SourceUnreadable(
                f"the template {use.name!r} is not at {redact(use.source)!r}; mend its source, or "
                "see `gitops-assets template list`."
            )
        return place


def _named_after(source: str) -> str:
    last = source.rstrip("/").rpartition("/")[2].rpartition(":")[2].removesuffix(".git").lower()
    return re.sub(r"[^a-z0-9]+", "-", last).strip("-") or "template"


def _unknown(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else "`gitops-assets template list` lists them all."
    return f"there is no template {display(name)!r}, nor a folder of that name; {hint}"


def _overlay(folder: Path, name: str) -> Overlay:
    try:
        return read_overlay(_text(folder / FILE), name)
    except OverlayError as error:
        raise TemplateError(str(error)) from None


def _settings(folder: Path, name: str) -> dict[str, object]:
    file = next((folder / each for each in FILES if (folder / each).is_file()), None)
    try:
        return dict(read_copier(_text(file))) if file else {}
    except Unasked as error:
        raise TemplateError(f"{file.name if file else FILES[0]} of the template {name!r}: {error}.") from None


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig") if file.is_file() else ""
    except UnicodeDecodeError as error:
        raise TemplateError(
            f"{file.name} of a template is not UTF-8 at byte {error.start}; save it so."
        ) from None
