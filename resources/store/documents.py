"""A repository's state as JSON and back, without loss, and the digests that tell whether anything moved."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from gitops_assets.core.model import Remote, RepositoryState, State

_FIELDS = tuple(field.name for field in fields(RepositoryState))
_STATES = frozenset(state.value for state in State)


def canonical(value: object) -> str:
    """The one JSON text of a value: sorted keys, no spaces, ASCII, so any string survives any database."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def digest(value: object) -> str:
    """64 hex digits that are equal for equal values: SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(value).encode("ascii")).hexdigest()


def to_document(state: RepositoryState) -> dict[str, Any]:
    """The state as JSON values; what is unknown or empty is left out."""
    known = ((name, getattr(state, name)) for name in _FIELDS)
    return {name: _encoded(name, value) for name, value in known if value is not None and value != ()}


def from_document(document: Mapping[str, Any]) -> RepositoryState:
    """The state that :func:`to_document` wrote; keys and states of other versions are passed over."""
    known = {name: _decoded(name, document[name]) for name in _FIELDS if name in document}
    return RepositoryState(**{"path": None, "states": (), **known})


def _encoded(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON values have no narrower type
    if name == "remotes":
        return [{"name": remote.name, "url": remote.url} for remote in value]
    return list(value) if isinstance(value, tuple) else value


def _decoded(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON values have no narrower type
    if name == "states":
        return tuple(State(state) for state in value if state in _STATES)
    if name == "remotes":
        return tuple(Remote(remote["name"], remote["url"]) for remote in value)
    return tuple(value) if isinstance(value, list) else value
