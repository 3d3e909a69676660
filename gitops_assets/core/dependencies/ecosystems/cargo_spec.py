"""One dependency of a Cargo.toml, or what a workspace says in its place.

Source: [Specifying Dependencies](https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from gitops_assets.core.dependencies.model import Dependency, Skipped
from gitops_assets.core.dependencies.parsers.tree_path import path_from
from gitops_assets.core.remote_url import redact

WORKSPACE = "cargo:workspace"
"""The group of what a manifest says of its workspace: it is the ``root``, its ``version``, ``at`` where."""

MEMBER = "cargo:member"
"""The group of what a workspace names as its members; ``name`` is the glob from the tree's root."""

EXCLUDE = "cargo:exclude"
"""The group of folders that a workspace leaves out."""

OFFER = "cargo:offer"
"""The group of ``[workspace.dependencies]``; ``value`` is a :class:`Spec`'s text."""

PATCH = "cargo:patch"
"""The group of ``[patch]`` and ``[replace]``: what takes the place of a registry's crate."""

INHERIT = "cargo:inherit"
"""The group of dependencies that a crate takes from its workspace; ``name`` is the key there."""

INHERIT_VERSION = "cargo:inherit-version"
"""The group of crates (``name``) whose version is the workspace's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What a dependency's value says; ``outside`` is a path, as written, that leaves the tree."""

    name: str
    constraint: str | None = None
    url: str | None = None
    local: str | None = None
    outside: str | None = None

    @property
    def written(self) -> str:
        """The text that :func:`spec_from` reads."""
        return json.dumps(asdict(self))

    def filled(self, row: Dependency) -> Dependency:
        """The row with everything that stands here."""
        return replace(row, name=self.name, constraint=self.constraint, url=self.url, local=self.local)

    def left(self, path: str, line: int) -> Skipped:
        """Why a path leads nowhere."""
        why = f"takes {self.name!r} from outside of the tree ({(self.outside or '')[:200]})"
        return Skipped(path=path, line=line, reason=why)


def spec_from(written: str) -> Spec:
    """The specification whose text this is."""
    return Spec(**json.loads(written))


def spec_of(key: str, value: object, folder: str) -> Spec:
    """What a key and its value ask for; ``folder`` is the manifest's.

    ``package`` is the crate's name where the key renames it. Of a repository, the tag, branch or commit
    stands in the constraint's place where no version is asked for.
    """
    if isinstance(value, str):
        return Spec(name=key, constraint=value or None)
    table: Mapping[str, Any] = value if isinstance(value, dict) else {}
    git, file = _text(table, "git"), _text(table, "path")
    local = path_from(folder, file) if file else None
    return Spec(
        name=_text(table, "package") or key,
        constraint=_text(table, "version", "tag", "rev", "branch"),
        url=redact(git) if git else None,
        local=local,
        outside=file if local is None else None,
    )


def _text(table: Mapping[str, Any], *keys: str) -> str | None:
    values = (table.get(key) for key in keys)
    return next((value for value in values if isinstance(value, str) and value), None)
