"""Images that a pipeline's steps make: what ``docker`` is told in a script, and what actions are given.

Source: [docker push](https://docs.docker.com/reference/cli/docker/image/push/),
[build-push-action](https://github.com/docker/build-push-action).
"""

import re
from collections.abc import Iterator, Mapping

_PROGRAMS = frozenset({"docker", "podman", "buildah"})
_ENDS = re.compile(r"&&|\|\||[;|\n]")
_ENVIRONMENT = re.compile(r"\$\{\{ *env\.([A-Za-z_]\w*) *\}\}")
_ACTIONS = {"docker/build-push-action": "tags", "docker/metadata-action": "images"}


def pushed(script: str) -> Iterator[str]:
    """The images that a script pushes, and those that it builds for a registry: a bare name stays at home."""
    for command in _ENDS.split(script.replace("\\\n", " ")):
        words = command.split()
        words = words[1:] if words[:1] == ["sudo"] else words
        if words[:1] and words[0] in _PROGRAMS:
            yield from _told(words[1:])


def _told(words: list[str]) -> Iterator[str]:
    if "push" in words[:2]:
        behind = words[words.index("push") + 1 :]
        yield from (_bare(word) for word in behind[:2] if not word.startswith("-"))
    elif "build" in words[:2]:
        yield from (tag for tag in map(_bare, _tags(words)) if "/" in tag)


def _tags(words: list[str]) -> Iterator[str]:
    for nth, word in enumerate(words):
        if word in {"-t", "--tag"}:
            yield from words[nth + 1 : nth + 2]
        elif word.startswith(("-t=", "--tag=")):
            yield word.partition("=")[2]


def _bare(word: str) -> str:
    return word.strip("\"'")


def given(action: str, inputs: Mapping[str, object], environment: Mapping[str, str]) -> Iterator[str]:
    """The images that an action of Docker's gets as an input, the environment's variables put in."""
    written = inputs.get(_ACTIONS.get(action.partition("@")[0].lower(), ""))
    if isinstance(written, str):
        text = _ENVIRONMENT.sub(lambda found: environment.get(found[1], found[0]), written)
        for line in text.splitlines():
            yield from (part.strip() for part in line.split(",") if part.strip())
