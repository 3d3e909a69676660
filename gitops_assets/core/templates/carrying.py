"""Whether a file holds what a render demands of it, by the way in which it is merged."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gitops_assets.core.dependencies.model import Malformed
from gitops_assets.core.dependencies.parsers.json_text import read_json_with_comments
from gitops_assets.core.dependencies.parsers.toml_text import read_toml
from gitops_assets.core.dependencies.parsers.yaml_text import read_yaml_document
from gitops_assets.core.templates.model import Content, MergeKind, Rule

Steps = tuple[str, ...]

_READERS: Mapping[MergeKind, Callable[[str], Any]] = {
    MergeKind.JSON: read_json_with_comments,
    MergeKind.YAML: read_yaml_document,
    MergeKind.TOML: read_toml,
}


def carries(rule: Rule, wanted: Content, there: Content) -> bool:
    """Whether everything that the render demands is there; what the user has beside it does not matter.

    Line ends do not matter either, but of a ``whole`` file. A list counts as one value.
    """
    if rule.merge is MergeKind.ONCE or wanted == there:
        return True
    if wanted.link != there.link or not _mode_fits(rule, wanted, there):
        return False
    if rule.merge is MergeKind.WHOLE or wanted.link:
        return wanted.body == there.body
    return _holds(rule, _unix(wanted.body), _unix(there.body))


def left_over(rule: Rule, base: Content, new: Content | None, there: Content) -> bool:
    """Whether something is still there that the template once demanded and demands no more."""
    if rule.merge in (MergeKind.TEXT, MergeKind.WHOLE):
        return new is None
    old, now, have = (_unix(each.body) if each else b"" for each in (base, new, there))
    if rule.merge is MergeKind.LINES:
        return bool((_lines(old) - _lines(now)) & _lines(have))
    if rule.merge is MergeKind.BLOCK:
        return new is None and _within(old, have)
    if rule.merge in _READERS:
        before, after, held = (_leaves(rule.merge, each) for each in (old, now, have))
        return any(held.get(place) == value for place, value in before.items() if place not in after)
    return False


def _mode_fits(rule: Rule, wanted: Content, there: Content) -> bool:
    if rule.executable is not None:
        return there.executable == rule.executable
    return rule.merge not in (MergeKind.TEXT, MergeKind.WHOLE) or wanted.executable == there.executable


def _holds(rule: Rule, wanted: bytes, there: bytes) -> bool:
    if rule.merge is MergeKind.LINES:
        return _lines(wanted) <= _lines(there)
    if rule.merge is MergeKind.BLOCK:
        return _within(wanted, there)
    if rule.merge in _READERS:
        have = _leaves(rule.merge, there)
        return wanted == there or _subset(_leaves(rule.merge, wanted), have)
    return wanted == there


def _subset(wanted: Mapping[Steps, Any], have: Mapping[Steps, Any]) -> bool:
    return all(place in have and have[place] == value for place, value in wanted.items())


def _unix(body: bytes) -> bytes:
    return body.replace(b"\r\n", b"\n")


def _lines(body: bytes) -> frozenset[bytes]:
    return frozenset(line for each in body.split(b"\n") if (line := each.rstrip()))


def _within(wanted: bytes, there: bytes) -> bool:
    """Whether the lines of a block stand there one after the other."""
    inner = wanted.strip(b"\n")
    return not inner or b"\n" + inner + b"\n" in b"\n" + there.strip(b"\n") + b"\n"


def _leaves(kind: MergeKind, body: bytes) -> Mapping[Steps, Any]:
    """Every value of a document by its keys; nothing of one that cannot be read."""
    try:
        value = _READERS[kind](body.decode()).value if body.strip() else None
    except (Malformed, UnicodeDecodeError):
        return {}
    return dict(_walk(value, ()))


def _walk(value: object, steps: Steps) -> Iterator[tuple[Steps, Any]]:
    """The parsers bound depth and number of values."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _walk(inner, (*steps, str(key)))
    else:
        yield steps, value
