"""Drifts told before, on the disk: told again only where HEAD, a template or the fleet's file moved."""

import contextlib
import json
import os
import tempfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from gitops_assets.core.templates.document import drift_document, drift_of
from gitops_assets.core.templates.model import Drift
from resources.git.pointing import pointing
from resources.home import Home
from resources.store.documents import digest
from resources.templates.catalogue import Catalogue
from resources.templates.checkout import resolved
from resources.templates.drift import drifts_of
from resources.templates.errors import TemplateError
from resources.templates.rendering import Renderer

RULES = 1
"""Raised whenever the same trees and templates would get another drift."""


def standing_of(catalogue: Catalogue) -> str:
    """A digest of all that decides besides a repository: when it moves, every drift is told again."""
    known = [
        (name, str(found) if isinstance(found, TemplateError) else [each.oid for each in found.versions])
        for name, found in catalogue.survey()
    ]
    fleet = catalogue.fleet.digest if catalogue.fleet else None
    return digest([RULES, fleet, sorted(map(repr, catalogue.uses.values())), known])


class Recalled:
    """The drifts of repositories as they stand now. What cannot be read back is told again; thread-safe."""

    def __init__(self, catalogue: Catalogue, renderer: Renderer, home: Home) -> None:
        self._catalogue, self._renderer = catalogue, renderer
        self._folder = home.cache / "templates" / "drifts"

    @cached_property
    def standing(self) -> str:
        """See :func:`standing_of`."""
        return standing_of(self._catalogue)

    def drifts(self, path: bytes, slug: str) -> Sequence[Drift]:
        """None of a repository without a commit: there is nothing that could have drifted."""
        file = self._folder / f"{digest([os.fsdecode(path), slug])[:32]}.json"
        before = self._of(path, slug)
        if before is not None and (known := _read(file, before)) is not None:
            return known
        commit = resolved(path, "HEAD^{commit}")
        found = drifts_of(self._catalogue, self._renderer, path, slug, commit) if commit else ()
        # Somebody may have committed meanwhile, and what could not be told now may be told the next time.
        if before is not None and before == self._of(path, slug) and not any(each.unknown for each in found):
            _write(file, before, found)
        return found

    def _of(self, path: bytes, slug: str) -> str | None:
        """From what the drifts of a repository follow; None where its files do not tell its commit.

        Which branch is the default one is part of what templates know of a repository.
        """
        found = pointing(path)
        return digest([self.standing, slug, found]) if found else None


def _read(file: Path, standing: str) -> Sequence[Drift] | None:
    try:
        stored = json.loads(file.read_bytes())
        return tuple(map(drift_of, stored["drifts"])) if stored["standing"] == standing else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(file: Path, standing: str, drifts: Sequence[Drift]) -> None:
    """Keep them; a disk that takes no more is no reason to fail."""
    stored = {"standing": standing, "drifts": [drift_document(each) for each in drifts]}
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".new-", delete=False) as scratch:
            scratch.write(json.dumps(stored).encode())
        Path(scratch.name).replace(file)
