"""Container images: one spelling for each, so that who needs one and who offers it find each other.

An image of Docker Hub is named without its host, an official one without ``library/`` too: ``python``,
``acme/api``, ``ghcr.io/acme/api``. Source: the reference grammar of the distribution project.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gitops_assets.core.dependencies.model import Confidence, Dependency, Kind, Publication, Scope

LONGEST = 1000
"""Characters; a reference has at most 255 for its name and 128 for its tag."""

_HUB = frozenset({"docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"})
_SCHEMES = ("docker://", "docker-image://", "oci://")
_LITERAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]*")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class Image:
    """A reference taken apart; ``literal`` says that no variable is left in it."""

    name: str
    tag: str | None = None
    digest: str | None = None

    @property
    def literal(self) -> bool:
        """Whether name and tag are what they will be, not what a variable makes of them."""
        return named(self.name) and (self.tag is None or bool(_TAG.fullmatch(self.tag)))


def named(name: str) -> bool:
    """Whether this can be an image's name as it stands."""
    return bool(_LITERAL.fullmatch(name))


def image(written: str) -> Image | None:
    """The image of a reference as it is written anywhere; None for what is none. Variables stay."""
    text = _without_scheme(written.strip())
    if not text or len(text) > LONGEST or "://" in text:
        return None
    outside = _outside_of_braces(text)
    at = outside.rfind("@")
    head, digest = (text[:at], text[at + 1 :] or None) if at > 0 else (text, None)
    if digest and "/" in digest:
        return None  # what stands before the @ is somebody's name, or a password
    colon = outside.rfind(":", outside.rfind("/", 0, len(head)) + 1, len(head))
    name, tag = (head[:colon], head[colon + 1 :] or None) if colon > 0 else (head, None)
    return Image(canonical(name), tag, digest) if name.strip("/:@") else None


def canonical(name: str) -> str:
    """The one spelling of an image's name (no tag, no digest)."""
    if not named(name):
        return name
    host, slash, rest = name.lower().partition("/")
    if slash and host not in _HUB and (host == "localhost" or "." in host or ":" in host):
        return f"{host}/{rest}"
    return (rest if slash and host in _HUB else name.lower()).removeprefix("library/")


def needed(
    written: str,
    path: str,
    line: int,
    *,
    scope: Scope = Scope.RUNTIME,
    confidence: Confidence = Confidence.DECLARED,
) -> Iterator[Dependency]:
    """The dependency on an image, none for ``scratch`` and for what is no reference."""
    found = image(written)
    if found is None or found.name == "scratch":
        return
    yield Dependency(
        kind=Kind.IMAGE,
        ecosystem="docker",
        name=found.name,
        path=path,
        line=line,
        scope=scope,
        constraint=found.tag,
        resolved=found.digest,
        confidence=confidence if found.literal else Confidence.INFERRED,
    )


def offered(
    written: str, path: str, line: int, *, confidence: Confidence = Confidence.DECLARED
) -> Iterator[Publication]:
    """The publication of an image; none where a variable hides its name. A hidden tag is left out."""
    found = image(written)
    if found is None or not named(found.name):
        return
    version = found.tag if found.literal else None
    yield Publication(
        kind=Kind.IMAGE,
        ecosystem="docker",
        name=found.name,
        path=path,
        line=line,
        version=version,
        confidence=confidence,
    )


def _without_scheme(text: str) -> str:
    return next((text[len(scheme) :] for scheme in _SCHEMES if text.startswith(scheme)), text)


def _outside_of_braces(text: str) -> str:
    """The text with everything inside of braces blanked: ``${TAG:-1}`` has a colon that parts nothing."""
    depth, seen = 0, []
    for character in text:
        depth -= character == "}" and depth > 0
        seen.append(" " if depth else character)
        depth += character == "{"
    return "".join(seen)
